"""The tables of the work itself: documents, records, readings, answers, entries."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.store.tables.base import Base, Json
from workflows.store.tables.sealed import (
    DAMAGED,
    UNSURE,
    SealedJson,
    SealedMessages,
    SealedText,
)


class DocumentRow(Base):
    """One file that arrived. `sha256` is None where it vanished before it could be copied."""

    __tablename__ = "documents"
    __table_args__ = (
        # One drop is one row, however often its intake is started again.
        Index(
            "one_row_a_drop", "arrival_key", "sha256", unique=True,
            sqlite_where=text("shelved_at IS NULL"), postgresql_where=text("shelved_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(SealedText("documents.name", DAMAGED))
    arrival_path: Mapped[str] = mapped_column(SealedText("documents.arrival_path", ""))
    # Its keyed hash: `Store.tag`.
    arrival_key: Mapped[str | None] = mapped_column(String(64))
    # Keyed hash of the watched folder that it came through; None where through none.
    inbox_key: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int]
    stored_path: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(index=True)
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    page_count: Mapped[int] = mapped_column(default=0)
    read_starts: Mapped[int] = mapped_column(default=0)
    # Where the original goes; committed before it is moved.
    shelf_path: Mapped[str | None] = mapped_column(SealedText("documents.shelf_path", ""))
    shelved_at: Mapped[datetime | None] = mapped_column(index=True)
    department: Mapped[str | None] = mapped_column(String(200), index=True)  # dropped for it
    uploaded_by: Mapped[str | None] = mapped_column(String(200))  # None: from the watched folder
    # Its time was over: what it held is gone, this row only says that it was there.
    deleted_at: Mapped[datetime | None] = mapped_column(index=True)
    records: Mapped[list["RecordRow"]] = relationship(
        back_populates="document", order_by="RecordRow.ordinal"
    )


class RecordRow(Base):
    """One application, or the place of one: every document has at least the record of ordinal 1."""

    __tablename__ = "records"
    __table_args__ = (
        UniqueConstraint("document_id", "ordinal"),
        Index("records_by_state", "state", "id"),
        Index("records_in_order", "state", "received_at", "id"),
        Index("records_by_form", "state", "form", "received_at", "id"),
        Index("records_by_receipt", "receipt_number"),
        Index(
            "records_by_double",
            "double_left",
            "state",
            "fields_doubted",
            sqlite_where=text("double_left > 0"),
            postgresql_where=text("double_left > 0"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    ordinal: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    received_at: Mapped[datetime] = mapped_column(nullable=True)  # its document's: queue order
    form: Mapped[str | None] = mapped_column(String(64), index=True)
    version: Mapped[str | None] = mapped_column(String(64))
    department: Mapped[str | None] = mapped_column(String(200))  # by the separator sheet before it
    # What a person wants it to be read as; "" as whatever it is. Set while it waits for that.
    wanted_form: Mapped[str | None] = mapped_column(String(64))
    wanted_version: Mapped[str | None] = mapped_column(String(64))
    # A person has confirmed all but what two people type.
    reviewed: Mapped[bool] = mapped_column(default=False, server_default=false())
    fit: Mapped[float | None]
    reason_code: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(SealedText("records.reason", DAMAGED))
    advice: Mapped[str | None] = mapped_column(SealedText("records.advice", DAMAGED))
    lease_owner: Mapped[str | None] = mapped_column(String(200))
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)  # entries tried
    returns: Mapped[int] = mapped_column(default=0)  # from unconfirmed back to ready
    next_try_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    receipt_number: Mapped[str | None]
    # Keyed hashes (`Store.tag`) of what is entered, and of what tells it apart there.
    fingerprint: Mapped[str | None] = mapped_column(String(64), index=True)
    entry_key: Mapped[str | None] = mapped_column(String(64), index=True)
    fields: Mapped[int] = mapped_column(default=0)  # counts as first read
    fields_accepted: Mapped[int] = mapped_column(default=0)
    fields_doubted: Mapped[int] = mapped_column(default=0)
    double_fields: Mapped[Any | None] = mapped_column(Json)  # those that two people type
    double_left: Mapped[int] = mapped_column(default=0, server_default="0")  # and have not yet
    # {field: text of a second look that differs from what was read}: in doubt until answered.
    disputed: Mapped[Any | None] = mapped_column(SealedJson("records.disputed", UNSURE))
    # It came as data: nothing of it was recognised (`electronic`).
    electronic: Mapped[bool] = mapped_column(default=False, server_default=false())
    changed_at: Mapped[datetime]
    document: Mapped[DocumentRow] = relationship(back_populates="records")
    readings: Mapped[list["ReadingRow"]] = relationship(order_by="ReadingRow.position")
    pages: Mapped[list["PageRow"]] = relationship(order_by="PageRow.number")


class ReadingRow(Base):
    """One field as the machine read it; never changed. What people say is in `answers`."""

    __tablename__ = "readings"
    __table_args__ = (UniqueConstraint("record_id", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"))
    position: Mapped[int]
    field: Mapped[str] = mapped_column(String(64))
    raw: Mapped[str] = mapped_column(SealedText("readings.raw"))
    # Text or a list of options.
    value: Mapped[Any | None] = mapped_column(SealedJson("readings.value"))
    confidence: Mapped[float]
    page: Mapped[int]
    box: Mapped[Any] = mapped_column(Json)  # [x, y, w, h], fractions of the page
    source: Mapped[str] = mapped_column(String(64))
    accepted: Mapped[bool]
    doubts: Mapped[Any] = mapped_column(SealedMessages("readings.doubts"))  # [{code, message}]
    # [{value, probability}]
    candidates: Mapped[Any] = mapped_column(SealedJson("readings.candidates"))
    figures: Mapped[Any | None] = mapped_column(Json)  # what the confidence was made of
    basis: Mapped[str | None] = mapped_column(String(64))  # the scale of figures and confidence


class AnswerRow(Base):
    """What a person said about a field. The latest counts; the earlier ones stay."""

    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    field: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))  # corrected, accepted
    raw: Mapped[str] = mapped_column(SealedText("answers.raw"))
    value: Mapped[Any | None] = mapped_column(SealedJson("answers.value"))
    # Message of the broken rule that the person let stand.
    overrides: Mapped[str | None] = mapped_column(SealedText("answers.overrides"))
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    seconds: Mapped[float]


class PageRow(Base):
    """The image of one page, aligned to the form where the form is known."""

    __tablename__ = "pages"
    __table_args__ = (UniqueConstraint("record_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"))
    number: Mapped[int]  # in the file, from 1
    form_page: Mapped[int]  # of the form, from 1; 0 where the page was refused
    fit: Mapped[float]
    image_path: Mapped[str | None]
    image_sha256: Mapped[str | None] = mapped_column(String(64))
    width: Mapped[int]
    height: Mapped[int]


class TransitionRow(Base):
    """The journal of states. Notes hold no personal data."""

    __tablename__ = "transitions"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    before: Mapped[str | None] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))
    note: Mapped[str]


class EntryRow(Base):
    """One attempt to put a record into a target system, or to look it up there."""

    __tablename__ = "entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))  # put_in, find
    attempt: Mapped[int]
    by: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(32))  # verified, existing, an error's code
    message: Mapped[str | None] = mapped_column(SealedText("entries.message", DAMAGED))
    receipt_number: Mapped[str | None]
    # As read back.
    values: Mapped[Any | None] = mapped_column(SealedJson("entries.values"))
    evidence: Mapped[list["EvidenceRow"]] = relationship()


class EvidenceRow(Base):
    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    path: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[datetime | None]


class TimingRow(Base):
    """Seconds that a step took: kind `read` (machine), `enter` (machine) or `review` (a person)."""

    __tablename__ = "timings"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("records.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    step: Mapped[str] = mapped_column(String(64))
    seconds: Mapped[float]
    at: Mapped[datetime]


class LockRow(Base):
    """A lock by name with a time-out, e.g. the one watcher of an inbox."""

    __tablename__ = "locks"

    name: Mapped[str] = mapped_column(String(300), primary_key=True)
    owner: Mapped[str] = mapped_column(String(200))
    until: Mapped[datetime]
