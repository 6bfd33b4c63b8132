"""What a browser is handed and must bring back: sessions, tokens against forgery, short grants.

Somebody who is signed in brings a secret that the store knows (`workflows.accounts.sessions`).
The rest is HMAC-SHA256 under the installation's key, each with its own purpose, so that none can
be used for another; it survives a restart of the server.
"""

import base64
import hmac
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from workflows.accounts import Account
from workflows.accounts.sessions import SignedIn
from workflows.keys import installation_key


@dataclass(frozen=True, slots=True)
class Session:
    """A browser. `signed` is None before somebody has signed in; `issued` in epoch s."""

    id: str
    issued: int
    signed: SignedIn | None = None

    @property
    def account(self) -> Account | None:
        return self.signed.account if self.signed else None

    @property
    def name(self) -> str:
        return self.signed.account.name if self.signed else ""


def load_key(home: Path) -> bytes:
    """The installation's key, made at the first start for the owner alone."""
    return installation_key(home)


class Signer:
    """Makes and checks signed texts."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def new_session(self, now: int) -> Session:
        """Of a browser that nobody is signed in with."""
        return Session(secrets.token_urlsafe(18), now)

    def seal(self, session: Session) -> str:
        """The cookie of a browser before sign-in."""
        return self.sealed("session", [session.id, session.issued])

    def unseal(self, text: str, now: int, seconds: float) -> Session | None:
        """The session of a cookie, or None where it is forged, broken or older than `seconds`."""
        match self.unsealed("session", text):
            case [str() as made, int() as issued] if now - issued <= seconds:
                return Session(made, issued)
        return None  # also one that an older version made

    def sealed(self, purpose: str, content: object) -> str:
        """JSON that only we can have made, readable for the browser."""
        body = _encode(json.dumps(content).encode())
        return f"{body}.{self._sign(purpose, body)}"

    def unsealed(self, purpose: str, text: str) -> object:
        """None where it is forged or broken."""
        body, _, signature = text.partition(".")
        if not self._is_signed(purpose, body, signature):
            return None
        content: object = json.loads(base64.urlsafe_b64decode(body))
        return content

    def token(self, session: Session) -> str:
        """What a page must send back to change anything."""
        return self._sign("token", session.id)

    def is_token(self, session: Session, token: str) -> bool:
        return self._is_signed("token", session.id, token)

    def grant(self, session: Session, what: str, until: int) -> str:
        """Leave to look at `what` until that second, for this browser only."""
        return f"{until}.{self._sign('grant', f'{session.id} {what} {until}')}"

    def is_granted(self, session: Session, what: str, grant: str, now: int) -> bool:
        until, _, signature = grant.partition(".")
        if not until.isascii() or not until.isdigit() or int(until) < now:
            return False
        return self._is_signed("grant", f"{session.id} {what} {until}", signature)

    def _sign(self, purpose: str, text: str) -> str:
        return _encode(hmac.digest(self._key, f"{purpose}\0{text}".encode(), "sha256"))

    def _is_signed(self, purpose: str, text: str, signature: str) -> bool:
        return hmac.compare_digest(self._sign(purpose, text).encode(), signature.encode())


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii")
