"""The tables of the review desk: unsent typing, papers sent back, readings of an earlier form."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.tables.base import Base, Json
from workflows.store.tables.sealed import SealedJson, SealedText


class DraftRow(Base):
    """What a person typed into a field and has not sent yet, sealed. Gone after `until`, and as
    soon as the field is answered or the record leaves the review."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("record_id", "field", "by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"))
    field: Mapped[str] = mapped_column(String(64))
    by: Mapped[str] = mapped_column(String(200))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(index=True)


class SendBackRow(Base):
    """A record that went back to the applicant or the department, and what its slip says."""

    __tablename__ = "send_backs"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    receiver: Mapped[str] = mapped_column(String(16))  # applicant, department
    reason: Mapped[str] = mapped_column(SealedText("send_backs.reason"))
    # [{field, words}], never a value.
    missing: Mapped[Any] = mapped_column(SealedJson("send_backs.missing"))
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class PastReadingRow(Base):
    """All that was read and said of a record before it was read as another form: kept for the
    history, applied nowhere."""

    __tablename__ = "past_readings"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    form: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(64))
    ended_at: Mapped[datetime]
    pages: Mapped[Any] = mapped_column(Json)
    readings: Mapped[Any] = mapped_column(SealedJson("past_readings.readings"))
    answers: Mapped[Any] = mapped_column(SealedJson("past_readings.answers"))
