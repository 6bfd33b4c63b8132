"""Signed texts: the cookie of who works here, tokens against forged requests, short grants.

All are HMAC-SHA256 under one key that stays in the home folder, each with its own purpose, so
that none can be used for another. They survive a restart of the server.
"""

import base64
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from workflows.files import PRIVATE, private_folder

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Session:
    """A browser. `name` is empty before the person has said who it is; `issued` in epoch s."""

    name: str
    id: str
    issued: int


def load_key(home: Path) -> bytes:
    """The installation's key, made at the first start for the owner alone."""
    path = private_folder(home) / "review.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as writable:
        key = secrets.token_bytes(KEY_BYTES)
        writable.write(key)
    return key


class Signer:
    """Makes and checks signed texts."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def new_session(self, name: str, now: int) -> Session:
        """With a fresh id: one known before signing in is worth nothing after it."""
        return Session(name, secrets.token_urlsafe(18), now)

    def seal(self, session: Session) -> str:
        body = _encode(json.dumps([session.name, session.id, session.issued]).encode())
        return f"{body}.{self._sign('session', body)}"

    def unseal(self, text: str, now: int, seconds: float) -> Session | None:
        """The session of a cookie, or None where it is forged, broken or older than `seconds`."""
        body, _, signature = text.partition(".")
        if not self._is_signed("session", body, signature):
            return None
        name, session_id, issued = json.loads(base64.urlsafe_b64decode(body))
        return Session(name, session_id, issued) if now - issued <= seconds else None

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
