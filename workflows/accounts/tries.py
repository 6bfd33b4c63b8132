"""Failed sign-ins, counted in the store: over restarts, and over all processes.

Three counts, so that neither a guesser gets far nor an office is shut out by one: of a login from
one address (tight), of a login (loose: a stranger elsewhere does not lock its owner out soon), of
an address (loose: an office may stand behind one). Each doubles its wait up to a limit, and is
forgotten after an hour without a failure. A login that does not exist is counted alike.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from workflows.accounts.naming import login_key
from workflows.accounts.problems import TooManyTries
from workflows.clock import Clock, utc_now
from workflows.store.database import Store
from workflows.store.tables import TryRow

FORGOTTEN = timedelta(hours=1)
_DOUBLINGS = 16


@dataclass(frozen=True, slots=True)
class Patience:
    """`free` failures without a wait; then `first` seconds, doubled up to `longest`."""

    free: int
    first: float
    longest: float

    def wait(self, failures: int) -> float:
        over = failures - self.free
        if over < 0:
            return 0.0
        return min(self.longest, self.first * float(1 << min(over, _DOUBLINGS)))


PAIR = Patience(5, 30.0, 900.0)
LOGIN = Patience(20, 30.0, 300.0)
ADDRESS = Patience(30, 30.0, 300.0)


class Tries:
    def __init__(self, store: Store, clock: Clock = utc_now) -> None:
        self._store, self._clock = store, clock

    def begin(self, login: str, address: str) -> None:
        """Count a try as failed before it is made, so that many at once get no further.

        Raises TooManyTries, and counts nothing, where it must wait.
        """
        now = self._clock()
        with self._store.write() as session:
            session.execute(delete(TryRow).where(TryRow.last_at < now - FORGOTTEN))
            rows = [(_row(session, key, now), patience) for key, patience in _keys(login, address)]
            waits = [row.blocked_until - now for row, _ in rows if row.blocked_until]
            longest = max(waits, default=timedelta())
            if longest > timedelta():
                raise TooManyTries(longest.total_seconds())
            for row, patience in rows:
                _count(row, patience, now)

    def succeeded(self, login: str, address: str) -> None:
        """The right password: forget the login's failures, and this one of the address."""
        pair, whole, place = (key for key, _ in _keys(login, address))
        with self._store.write() as session:
            _forget(session, (pair, whole))
            row = session.get(TryRow, place)
            if row is not None:
                row.failures, row.blocked_until = max(0, row.failures - 1), None

    def release(self, login: str) -> None:
        """Somebody who keeps the accounts lets the login try again at once, from anywhere."""
        with self._store.write() as session:
            _forget(session, [_hash("login", login_key(login))])
            session.execute(delete(TryRow).where(TryRow.key.startswith(_pair_start(login))))


def _keys(login: str, address: str) -> tuple[tuple[str, Patience], ...]:
    login = login_key(login)
    pair = _pair_start(login) + _hash("pair", address)[:31]
    return (
        (pair, PAIR), (_hash("login", login), LOGIN), (_hash("address", address), ADDRESS)
    )  # fmt: skip


def _pair_start(login: str) -> str:
    """The first half of a pair's key tells the login, so that all its pairs can be found."""
    return _hash("pair", login_key(login))[:32] + "-"


def _hash(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}\0{text}".encode()).hexdigest()


def _row(session: Session, key: str, now: datetime) -> TryRow:
    row = session.get(TryRow, key)
    if row is None:
        row = TryRow(key=key, failures=0, blocked_until=None, last_at=now)
        session.add(row)
    return row


def _count(row: TryRow, patience: Patience, now: datetime) -> None:
    row.failures, row.last_at = row.failures + 1, now
    wait = patience.wait(row.failures)
    row.blocked_until = now + timedelta(seconds=wait) if wait else None


def _forget(session: Session, keys: Iterable[str]) -> None:
    session.execute(delete(TryRow).where(TryRow.key.in_(list(keys))))
