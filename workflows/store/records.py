"""Moving records through their states, and leases: who works on a record, until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from forms.errors import StoreError, UtsushiError
from workflows.store import states
from workflows.store.states import State
from workflows.store.tables import DocumentRow, RecordRow, TransitionRow


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a record is where it is: stable code, Japanese message and advice."""

    code: str
    message: str
    advice: str

    @classmethod
    def of(cls, error: UtsushiError) -> "Reason":
        return cls(error.code, error.message, error.advice)


@dataclass(frozen=True, slots=True)
class Mark:
    """Who did it and when, for the journal."""

    by: str
    at: datetime


def add(
    session: Session, document: DocumentRow, ordinal: int, state: State, mark: Mark
) -> RecordRow:
    """A new record of `document` in a first state, journaled."""
    states.check(None, state)
    row = RecordRow(
        document_id=document.id, ordinal=ordinal, state=state, changed_at=mark.at,
        received_at=document.received_at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(_journal(row.id, None, state, mark, ""))
    return row


def get(session: Session, record_id: int) -> RecordRow:
    """The row as it now is; in a write session it stays so. Raises StoreError if missing."""
    row = session.get(RecordRow, record_id, populate_existing=True)
    if row is None:
        raise StoreError(f"記録 {record_id} はありません。", advice="番号を確かめてください。")
    return row


def move(
    session: Session,
    row: RecordRow,
    after: State,
    mark: Mark,
    *,
    note: str = "",
    reason: Reason | None = None,
) -> None:
    """Change the state by the table, journal it, end the lease. Raises IllegalTransition."""
    before = State(row.state)
    states.check(before, after)
    row.state = after
    row.reason_code = reason.code if reason else None
    row.reason = reason.message if reason else None
    row.advice = reason.advice if reason else None
    row.lease_owner = row.lease_until = None
    row.changed_at = mark.at
    session.add(_journal(row.id, before, after, mark, note))


def _journal(
    record_id: int, before: State | None, after: State, mark: Mark, note: str
) -> TransitionRow:
    return TransitionRow(
        record_id=record_id, before=before, after=after, at=mark.at, by=mark.by, note=note
    )


def lease(session: Session, row: RecordRow, state: State, mark: Mark, seconds: float) -> bool:
    """Take or renew the lease of a record in `state`; False where another holds it.

    One conditional UPDATE: of two workers one wins, whatever the database.
    """
    free = or_(
        RecordRow.lease_owner.is_(None),
        RecordRow.lease_owner == mark.by,
        RecordRow.lease_until < mark.at,
    )
    session.flush()
    result = session.execute(
        update(RecordRow)
        .where(RecordRow.id == row.id, RecordRow.state == state, free)
        .values(lease_owner=mark.by, lease_until=mark.at + timedelta(seconds=seconds))
        .execution_options(synchronize_session=False)
    )
    session.refresh(row)
    return isinstance(result, CursorResult) and result.rowcount == 1


def renew(session: Session, record_id: int, owner: str, until: datetime) -> None:
    """Keep a lease that `owner` still has, in whatever state the record is."""
    session.execute(
        update(RecordRow)
        .where(RecordRow.id == record_id, RecordRow.lease_owner == owner)
        .values(lease_until=until)
        .execution_options(synchronize_session=False)
    )


def release(session: Session, record_id: int, owner: str) -> None:
    """Give the lease back, where `owner` still has it."""
    session.execute(
        update(RecordRow)
        .where(RecordRow.id == record_id, RecordRow.lease_owner == owner)
        .values(lease_owner=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )


def release_all(session: Session, mark: Mark) -> None:
    """End every lease of one who works no more. A record that he was submitting is then that of a
    worker that has gone: see `expired`."""
    session.execute(
        update(RecordRow)
        .where(RecordRow.lease_owner == mark.by)
        .values(lease_until=mark.at - timedelta(seconds=1))
        .execution_options(synchronize_session=False)
    )


def is_mine(row: RecordRow, state: State, owner: str) -> bool:
    """Still in `state` and leased by `owner`: nobody else has taken it over."""
    return row.state == state and row.lease_owner == owner


def expired(session: Session, state: State, now: datetime) -> Sequence[RecordRow]:
    """Records in `state` whose worker has gone: the lease ran out or was never there."""
    gone = or_(RecordRow.lease_until.is_(None), RecordRow.lease_until < now)
    query = select(RecordRow).where(RecordRow.state == state, gone).order_by(RecordRow.id)
    return session.scalars(query).all()
