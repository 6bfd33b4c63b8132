"""Sessions of the clerks: who is at the desk, and what was typed so far. Kept in memory."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field

COOKIE = "JSESSIONID"


@dataclass(slots=True)
class Session:
    """One login. Mutable by nature: drafts and tokens by procedure code,
    the last search, the last touch."""

    key: str
    staff: str
    touched: float
    drafts: dict[str, dict[str, str]] = field(default_factory=dict)
    searches: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def new_token(self, procedure: str) -> str:
        """A one-time token for the next registration; it takes the place of the one before."""
        self.tokens[procedure] = secrets.token_hex(8)
        return self.tokens[procedure]

    def takes_token(self, procedure: str, token: str) -> bool:
        """Whether that is the token; it is used up then."""
        known = self.tokens.get(procedure)
        return known == token and self.tokens.pop(procedure, None) == token


class Sessions:
    """Every open session. `timeout_s` is in seconds of no click, as the real ones count it."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._open: dict[str, Session] = {}
        self._lock = threading.Lock()

    def start(self, staff: str) -> Session:
        """Open a session for a member of staff; sessions that ran out are dropped."""
        now = time.monotonic()
        session = Session(secrets.token_hex(16).upper(), staff, now)
        with self._lock:
            self._open = {k: s for k, s in self._open.items() if not self._is_over(s, now)}
            self._open[session.key] = session
        return session

    def find(self, key: str | None) -> Session | None:
        """The session of a cookie, touched; None when there is none or it ran out."""
        now = time.monotonic()
        with self._lock:
            session = self._open.get(key or "")
            if session is None or self._is_over(session, now):
                return None
            session.touched = now
            return session

    def end(self, key: str) -> None:
        """Close a session."""
        with self._lock:
            self._open.pop(key, None)

    def _is_over(self, session: Session, now: float) -> bool:
        return now - session.touched >= self._timeout_s
