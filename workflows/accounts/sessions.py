"""Who is signed in where. In the store, so that signing out and locking count at once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from workflows.accounts.account import Account
from workflows.accounts.book import account_of
from workflows.clock import Clock, utc_now
from workflows.store.database import Store
from workflows.store.tables import AccountRow, SessionRow

_SECRET_BYTES = 32
_SEEN_STEP = timedelta(seconds=60)  # a session's last sign of life is exact to this


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`key` tells the session, and is no secret. `via`: password, proxy or oidc. `must_change`: it
    was begun with a first password, which is to be changed before anything else."""

    account: Account
    key: str
    via: str
    began_at: datetime
    must_change: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds after which a session ends: without a call, and in any case."""

    idle: float = 3600.0
    absolute: float = 12 * 3600.0


class Sessions:
    def __init__(self, store: Store, clock: Clock = utc_now, limits: Limits | None = None) -> None:
        self._store, self._clock, self._limits = store, clock, limits or Limits()

    def begin(self, account_id: int, via: str) -> str:
        """The secret for the browser; always a new one. Takes away what has run out."""
        secret, now = secrets.token_urlsafe(_SECRET_BYTES), self._clock()
        with self._store.write() as session:
            session.execute(delete(SessionRow).where(self._is_over(now)))
            session.add(
                SessionRow(
                    key=_key(secret), account_id=account_id, via=via, began_at=now, seen_at=now
                )
            )
            row = session.get_one(AccountRow, account_id)
            row.signed_in_at = now
        return secret

    def of(self, secret: str, *, attended: bool = True) -> SignedIn | None:
        """Who has this secret; None where it is unknown, run out, or the account is locked.

        `attended` False: a page asks by itself, which does not show that anybody is there.
        """
        now, key = self._clock(), _key(secret)
        query = (
            select(SessionRow, AccountRow)
            .join(AccountRow)
            .where(SessionRow.key == key, ~self._is_over(now), AccountRow.locked_at.is_(None))
        )
        with self._store.read() as session:
            found = session.execute(query).one_or_none()
        if found is None:
            return None
        row, account = found
        is_due = account.must_change and row.via == "password"
        if attended and now - row.seen_at >= _SEEN_STEP:
            self._touch(key, now)
        return SignedIn(account_of(account), key, row.via, row.began_at, is_due)

    def end(self, key: str) -> None:
        with self._store.write() as session:
            session.execute(delete(SessionRow).where(SessionRow.key == key))

    def _touch(self, key: str, now: datetime) -> None:
        with self._store.write() as session:
            _mark_seen(session, key, now)

    def _is_over(self, now: datetime) -> ColumnElement[bool]:
        return or_(
            SessionRow.seen_at < now - timedelta(seconds=self._limits.idle),
            SessionRow.began_at < now - timedelta(seconds=self._limits.absolute),
        )


def _mark_seen(session: Session, key: str, now: datetime) -> None:
    session.execute(update(SessionRow).where(SessionRow.key == key).values(seen_at=now))


def _key(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
