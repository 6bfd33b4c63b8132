"""What is to be told: found in the store, told once. Numbers, codes and names of forms; nothing
personal.

`Happening.id` hangs on what happened, so that telling it twice (two processes, a kill in between)
is one event for Prefect.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from workflows.alerts import standing, switches
from workflows.alerts.switches import Name
from workflows.clock import TOKYO
from workflows.office import Office, find_form
from workflows.store.states import State
from workflows.store.tables import DocumentRow, RecordRow, ToldRow, TransitionRow

OURS = UUID("6e0d6e7a-5a55-4c6b-9a53-7574737573e9")
"""What ids of happenings are made of."""
_WINDOW = timedelta(days=1)  # older ones were nobody's business at the time; not told any more
_GRACE = timedelta(minutes=2)  # a batch tells its own; after that, whoever looks tells


class Event(StrEnum):
    """Names of events. Automations of offices name them: never rename one."""

    HELD = "utsushi.record.held"
    REJECTED = "utsushi.record.rejected"
    UNCONFIRMED = "utsushi.record.unconfirmed"
    QUEUE_AGE = "utsushi.queue.age"
    PILED = "utsushi.unconfirmed.piled"
    LAPSED = "utsushi.approval.lapsed"
    BACKUP_LATE = "utsushi.backup.late"


OF_STATE: Mapping[State, Event] = {
    State.HELD: Event.HELD,
    State.REJECTED: Event.REJECTED,
    State.UNCONFIRMED: Event.UNCONFIRMED,
}


@dataclass(frozen=True, slots=True)
class Happening:
    """`resource`: what it is about (utsushi.record.12) and `title`: its Japanese name. `form` and
    `department` may be empty. `details`: what a notice shows."""

    id: UUID
    event: Event
    at: datetime
    resource: str
    title: str
    form: str = ""
    department: str = ""
    details: Mapping[str, str | int | float] = field(default_factory=dict)
    transition: int | None = None
    switch: Name | None = None  # that goes on with `note` when it was told
    note: str = ""


def of_records(office: Office, record_ids: Collection[int]) -> tuple[Happening, ...]:
    """Untold changes of these records to a state that a person must look at."""
    return _transitions(office, TransitionRow.record_id.in_(record_ids)) if record_ids else ()


def missed(office: Office) -> tuple[Happening, ...]:
    """Untold changes of the last day that no batch has told: one that was killed, a record that
    somebody held in the review pages, work without Prefect."""
    now = office.clock()
    waiting = (
        RecordRow.state.in_(OF_STATE),
        RecordRow.changed_at.between(now - _WINDOW, now - _GRACE),
    )
    return _transitions(office, and_(*waiting))


def mark_told(office: Office, told: Sequence[Happening]) -> None:
    numbers = {each.transition for each in told if each.transition is not None}
    query = select(ToldRow.transition_id).where(ToldRow.transition_id.in_(numbers))
    now = office.clock()
    with office.store.write() as session:
        fresh = sorted(numbers - set(session.scalars(query)))
        session.add_all(ToldRow(transition_id=each, at=now) for each in fresh)
        for each in told:
            if each.switch is not None:
                switches.put(session, each.switch, now, is_on=True, note=each.note)


def piled(office: Office) -> Happening | None:
    """More records are unconfirmed than the office bears; again for each further `limit`."""
    count, limit = standing.unconfirmed(office), office.settings.unconfirmed_limit
    before = switches.read(office, Name.PILED)
    if count < limit:
        switches.end(office, Name.PILED)
        return None
    if before is not None and count < int(before.note) + limit:
        return None
    query = select(func.max(TransitionRow.id)).join(RecordRow)
    with office.store.read() as session:
        last = session.scalar(query.where(RecordRow.state == State.UNCONFIRMED))
    return Happening(
        uuid5(OURS, f"piled:{last}:{count}"), Event.PILED, office.clock(), "utsushi.unconfirmed",
        f"登録未確認 {count} 件", details={"count": count, "limit": limit},
        switch=Name.PILED, note=str(count),
    )  # fmt: skip


def old_queue(office: Office) -> Happening | None:
    """The record that has waited longest for review, where that is too long: told once a day."""
    now = office.clock()
    before = switches.read(office, Name.OLD_QUEUE)
    with office.store.read() as session:
        row = session.scalars(_oldest()).first()
        waiting = session.scalar(select(func.count()).where(RecordRow.state == State.DOUBTED)) or 0
        form, department = _names(session, office, row) if row else ("", "")
    if row is None or now - row.changed_at < timedelta(hours=office.settings.queue_hours):
        switches.end(office, Name.OLD_QUEUE)
        return None
    today = now.astimezone(TOKYO).date()
    if before is not None and before.at.astimezone(TOKYO).date() == today:
        return None
    age = round((now - row.changed_at).total_seconds() / 3600, 1)
    return Happening(
        uuid5(OURS, f"queue:{row.id}:{today}"), Event.QUEUE_AGE, now, "utsushi.queue", "確認待ち",
        form, department, {"hours": age, "record": row.id, "waiting": waiting},
        switch=Name.OLD_QUEUE, note=f"{row.id} {today}",
    )  # fmt: skip


def lapsed(office: Office, approval_id: int) -> Happening:
    """Nobody answered in time whether records may be entered."""
    return Happening(
        uuid5(OURS, f"lapsed:{approval_id}"), Event.LAPSED, office.clock(),
        f"utsushi.approval.{approval_id}", f"承認 {approval_id}",
    )  # fmt: skip


def _oldest() -> Select[RecordRow]:
    return (
        select(RecordRow)
        .where(RecordRow.state == State.DOUBTED)
        .order_by(RecordRow.changed_at, RecordRow.id)
        .limit(1)
    )


def _transitions(office: Office, which: ColumnElement[bool]) -> tuple[Happening, ...]:
    told = select(ToldRow.transition_id).where(ToldRow.transition_id == TransitionRow.id)
    query = (
        select(TransitionRow, RecordRow)
        .join(RecordRow, RecordRow.id == TransitionRow.record_id)
        .where(
            which,
            TransitionRow.after.in_(OF_STATE),
            TransitionRow.at >= office.clock() - _WINDOW,
            ~told.exists(),
        )
        .order_by(TransitionRow.id)
    )
    with office.store.read() as session:
        return tuple(
            _happening(session, office, moved, row) for moved, row in session.execute(query)
        )


def _happening(session: Session, office: Office, moved: TransitionRow, row: RecordRow) -> Happening:
    form, department = _names(session, office, row)
    code = row.reason_code if row.state == moved.after else None
    return Happening(
        uuid5(OURS, f"transition:{moved.id}"), OF_STATE[State(moved.after)], moved.at,
        f"utsushi.record.{row.id}", f"記録 {row.id}", form, department,
        {"record": row.id, "document": row.document_id, "code": code or ""}, moved.id,
    )  # fmt: skip


def _names(session: Session, office: Office, row: RecordRow) -> tuple[str, str]:
    """Titles of the form and the department."""
    form = find_form(office.catalogue, row.form, row.version)
    dropped = session.scalar(
        select(DocumentRow.department).where(DocumentRow.id == row.document_id)
    )
    department = row.department or dropped or (form.department if form else "")
    return (form.title if form else ""), department
