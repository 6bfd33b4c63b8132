"""The records of one run, handed out to the sessions that work on it, and what became of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import ColumnElement, or_, select

from workflows.approvals.holding import is_asked, is_free
from workflows.entry.attempt import Attempted
from workflows.office import Office
from workflows.second_looks.holding import is_held
from workflows.store.states import State
from workflows.store.tables import RecordRow

IsStopped = Callable[[], bool]


def never() -> bool:
    """Nobody asks us to stop."""
    return False


@dataclass(slots=True)
class BatchResult:
    """`stopped`: the target system failed so often in a row that the rest was left for later."""

    attempted: list[Attempted] = field(default_factory=list)
    stopped: bool = False

    def __add__(self, other: "BatchResult") -> "BatchResult":
        return BatchResult([*self.attempted, *other.attempted], self.stopped or other.stopped)


class Batch:
    """Safe for threads. `is_stopped` is asked before each record; `limit` system errors in a row,
    in the order in which they end in whatever session, stop the batch."""

    def __init__(self, record_ids: Iterable[int], limit: int, is_stopped: IsStopped) -> None:
        self._records = iter(record_ids)
        self._limit = limit
        self._is_stopped = is_stopped
        self._lock = Lock()
        self._in_a_row = 0
        self._error: BaseException | None = None
        self.result = BatchResult()

    def next(self) -> int | None:
        """A record that no other session was given; None where there is no more work."""
        with self._lock:
            if self._error is not None or self.result.stopped or self._is_stopped():
                return None
            return next(self._records, None)

    def done(self, attempted: Attempted | None) -> None:
        """What became of a record; None where it was not ours to enter."""
        if attempted is None:
            return
        with self._lock:
            self.result.attempted.append(attempted)
            self._in_a_row = self._in_a_row + 1 if attempted.is_system_error else 0
            if self._in_a_row >= self._limit:
                self.result.stopped = True

    def fail(self, error: BaseException) -> None:
        """A session cannot go on: all end after the record in hand, and `check` raises."""
        with self._lock:
            self._error = self._error or error

    def check(self) -> None:
        if self._error is not None:
            raise self._error


def due(
    office: Office, *only: ColumnElement[bool], limit: int | None = None, to_ask: bool = False
) -> Sequence[int]:
    """Ready records whose time has come and which nobody is entering, the oldest first.

    Those that no missing approval keeps back; `to_ask`: those that a supervisor may be asked about.
    `only`: further conditions on `RecordRow`; `limit`: so many, else `batch_size`.
    """
    now = office.clock()
    approval = ~is_asked() if to_ask else is_free(office.is_gated())
    query = (
        select(RecordRow.id)
        .where(RecordRow.state == State.READY)
        .where(or_(RecordRow.next_try_at.is_(None), RecordRow.next_try_at <= now))
        .where(or_(RecordRow.lease_until.is_(None), RecordRow.lease_until < now))
        .where(~is_held())
        .where(approval, *only)
        .order_by(RecordRow.id)
        .limit(limit or office.settings.batch_size)
    )
    with office.store.read() as session:
        return session.scalars(query).all()
