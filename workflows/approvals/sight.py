"""What people are shown of approvals: how many records wait for one, and the way of one record."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.errors import SetupError
from workflows.approvals.holding import Decision, is_free
from workflows.makers import system_asks
from workflows.settings import Settings
from workflows.store.database import Store
from workflows.store.states import State
from workflows.store.tables import ApprovalRecordRow, ApprovalRow, RecordRow


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that a record was part of."""

    approval: int
    asked_at: datetime
    until: datetime
    decision: Decision
    decided_at: datetime | None
    by: str | None
    note: str | None


def awaiting(store: Store, settings: Settings) -> int:
    """Ready records that are not entered because nobody has approved them."""
    query = select(func.count()).where(RecordRow.state == State.READY, ~is_free(is_gated(settings)))
    with store.read() as session:
        return session.scalar(query) or 0


def awaits(session: Session, settings: Settings, row: RecordRow) -> bool:
    """Whether this record is one of them."""
    if row.state != State.READY:
        return False
    free = select(RecordRow.id).where(RecordRow.id == row.id, is_free(is_gated(settings)))
    return session.scalar(free) is None


def of_record(session: Session, record_id: int) -> tuple[Asked, ...]:
    """The earliest first."""
    query = (
        select(ApprovalRow, ApprovalRecordRow.decision)
        .join(ApprovalRecordRow, ApprovalRecordRow.approval_id == ApprovalRow.id)
        .where(ApprovalRecordRow.record_id == record_id)
        .order_by(ApprovalRow.id)
    )
    return tuple(
        Asked(
            row.id, row.asked_at, row.until, Decision(decision), row.decided_at, row.decided_by,
            row.note,
        )
        for row, decision in session.execute(query)
    )  # fmt: skip


def is_gated(settings: Settings) -> bool:
    """As `Office.is_gated`; where the system cannot be read, what the setting alone says."""
    try:
        return settings.approval or system_asks(settings)
    except SetupError:
        return settings.approval
