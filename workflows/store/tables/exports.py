"""What went out: one row an export. The file itself lies in the home folder until it is taken."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.tables.base import Base, Json


class ExportRow(Base):
    """`sha256` and `size` (bytes) are those of the file as it was handed out."""

    __tablename__ = "exports"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    by: Mapped[str] = mapped_column(String(200), index=True)
    layout: Mapped[str] = mapped_column(String(64))
    title: Mapped[str]
    form: Mapped[str] = mapped_column(String(64))
    format: Mapped[str] = mapped_column(String(16))
    since: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    states: Mapped[Any] = mapped_column(Json)  # list of states
    records: Mapped[int]
    unchecked: Mapped[int]  # records among them that a person had not finished with
    private: Mapped[Any] = mapped_column(Json)  # ids of private fields that it holds
    substituted: Mapped[int]  # characters written as others, as the person said
    replaced: Mapped[Any | None] = mapped_column(Json)  # [[character, what was written, how often]]
    guarded: Mapped[int]  # cells with an apostrophe before what would be calculated
    cut: Mapped[int]  # cells that lost their end, as the layout says
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    path: Mapped[str | None]  # None once it was taken, or its time was over
    taken_at: Mapped[datetime | None]
