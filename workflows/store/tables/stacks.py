"""Separator sheets that were printed, and the parts of stacks that came with them. Nothing
personal: numbers, names of forms and departments."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.tables.base import Base, Json


class SeparatorRow(Base):
    """A sheet that was made; `id` is its serial number. What it says stands on paper too, and is
    never changed."""

    __tablename__ = "separators"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))  # part, end
    form: Mapped[str] = mapped_column(String(64))  # "" of an END sheet, as the next two
    department: Mapped[str] = mapped_column(String(200), index=True)
    count: Mapped[int]  # applications that were announced
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(200))


class StackPartRow(Base):
    """What came after one sheet of a file; that of ordinal 0 came before the first one."""

    __tablename__ = "stack_parts"
    __table_args__ = (UniqueConstraint("document_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    ordinal: Mapped[int]
    # part, end; foreign: a sheet that was not made here; loose: before the first sheet
    kind: Mapped[str] = mapped_column(String(8))
    serial: Mapped[int | None] = mapped_column(index=True)
    form: Mapped[str] = mapped_column(String(64))
    department: Mapped[str] = mapped_column(String(200))
    count: Mapped[int]  # applications as announced; 0 where nobody did
    found: Mapped[int]  # applications of that form; where nobody announced, of any
    pages: Mapped[Any] = mapped_column(Json)  # {what they are: [numbers in the file]}
    announced: Mapped[bool]  # the sheet stands in `separators`, and says the same
    # The file that the same sheet came with before: scanned twice?
    before_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
