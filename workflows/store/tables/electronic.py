"""Records that came as data: how each came, and by what it is known again."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.tables.base import Base
from workflows.store.tables.sealed import SealedJson


class ElectronicRow(Base):
    """One record. `digest`: keyed hash of its content as it came; `reference_tag`: that of the
    number by which its source knows it."""

    __tablename__ = "electronic"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(16))  # csv, excel, xml, acroform
    source: Mapped[str] = mapped_column(String(64))  # id of its source map; "" without one
    number: Mapped[int]  # in its file, from 1
    digest: Mapped[str | None] = mapped_column(String(64), index=True)
    reference_tag: Mapped[str | None] = mapped_column(String(64), index=True)
    # {place, reference, places: {field: place}, attachments: [{name, pages, problem}], notes}
    arrived: Mapped[Any] = mapped_column(SealedJson("electronic.arrived"))
