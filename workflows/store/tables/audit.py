"""The audit log. Lines are only added; `workflows.audit` seals and checks them."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.tables.base import Base


class AuditRow(Base):
    """One deed. `seal` is a keyed hash over the seal of the line before and this content."""

    __tablename__ = "audit_lines"
    __table_args__ = (
        Index("audit_lines_by_person", "by", "number"),
        Index("audit_lines_by_record", "record_id", "number"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # from 1, no gap
    at: Mapped[datetime] = mapped_column(index=True)
    by: Mapped[str] = mapped_column(String(200))
    act: Mapped[str] = mapped_column(String(32))
    record_id: Mapped[int | None]  # no foreign key: the line outlives what it speaks of
    field: Mapped[str] = mapped_column(String(64))
    what: Mapped[str]
    seal: Mapped[str] = mapped_column(String(64))


class AuditHeadRow(Base):
    """The last line, sealed by itself, so that a cut tail shows. One row; writers lock it."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]
    last: Mapped[str] = mapped_column(String(64))  # seal of the last line
    seal: Mapped[str] = mapped_column(String(64))
