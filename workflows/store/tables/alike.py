"""Single figures that a person saw to be right, until all of their field are."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.tables.base import Base
from workflows.store.tables.sealed import SealedText


class AlikeCellRow(Base):
    """`figure`: what was read there when it was seen. Gone once the field is answered or marked."""

    __tablename__ = "alike_cells"
    __table_args__ = (UniqueConstraint("record_id", "field", "position", "by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id"), index=True)
    field: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]  # from 0
    figure: Mapped[str] = mapped_column(SealedText("alike_cells.figure"))
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    seconds: Mapped[float]
