"""The records of one system, one after the other in one session of the bot."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import or_, select

from workflows.entry.attempt import Attempted
from workflows.office import Office
from workflows.store.states import State
from workflows.store.tables import RecordRow

Step = Callable[[int], Attempted | None]
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


def due(office: Office) -> Sequence[int]:
    """Ready records whose time has come and which nobody is entering, the oldest first."""
    now = office.clock()
    query = (
        select(RecordRow.id)
        .where(RecordRow.state == State.READY)
        .where(or_(RecordRow.next_try_at.is_(None), RecordRow.next_try_at <= now))
        .where(or_(RecordRow.lease_until.is_(None), RecordRow.lease_until < now))
        .order_by(RecordRow.id)
        .limit(office.settings.batch_size)
    )
    with office.store.read() as session:
        return session.scalars(query).all()


def enter_all(
    office: Office, record_ids: Iterable[int], step: Step, is_stopped: IsStopped = never
) -> BatchResult:
    """Call `step` (put_in or resolve, with its bot) for each; stop after errors in a row.

    `is_stopped` is asked between two records.
    """
    result, in_a_row = BatchResult(), 0
    for record_id in record_ids:
        if is_stopped():
            break
        attempted = step(record_id)
        if attempted is None:
            continue
        result.attempted.append(attempted)
        in_a_row = in_a_row + 1 if attempted.is_system_error else 0
        if in_a_row >= office.settings.system_error_limit:
            result.stopped = True
            break
    return result
