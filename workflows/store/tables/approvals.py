"""What a supervisor approved for entry, what was told as an event, and switches of the whole."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.tables.base import Base
from workflows.store.tables.sealed import SealedText


class ApprovalRow(Base):
    """One question to a supervisor: may these records be entered? `round` counts the answers that
    could not be used: each is a new suspension of the flow run."""

    __tablename__ = "approvals"

    id: Mapped[int] = mapped_column(primary_key=True)
    flow_run: Mapped[str] = mapped_column(String(36), unique=True)
    system: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), index=True)  # asked, approved, declined, lapsed
    round: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    until: Mapped[datetime]  # an answer that comes later does not count
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(SealedText("approvals.note"))


class ApprovalRecordRow(Base):
    """A record within a question. `version`: hash of what it held then. Used by one entry."""

    __tablename__ = "approval_records"
    __table_args__ = (Index("approvals_of_record", "record_id", "decision"),)

    approval_id: Mapped[int] = mapped_column(ForeignKey("approvals.id"), primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), primary_key=True)
    version: Mapped[str] = mapped_column(String(64))
    # asked, approved, excluded, lapsed (never answered), stale (changed since)
    decision: Mapped[str] = mapped_column(String(16))
    used_at: Mapped[datetime | None]


class ToldRow(Base):
    """A change of state that was told to Prefect as an event: told once."""

    __tablename__ = "told_transitions"

    transition_id: Mapped[int] = mapped_column(ForeignKey("transitions.id"), primary_key=True)
    at: Mapped[datetime]


class SwitchRow(Base):
    """What holds for the whole installation: entry stands still, the queue is old. No row: off."""

    __tablename__ = "switches"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    is_on: Mapped[bool]
    at: Mapped[datetime]  # of the last change
    note: Mapped[str]  # no personal data
