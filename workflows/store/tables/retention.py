"""The ledger of deletions: that and when something was deleted, nothing of what it was."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.tables.base import Base
from workflows.store.tables.sealed import SealedJson


class DeletionRow(Base):
    """One document, its records and files. `files` are those still to be deleted, and how many
    there were; `finished_at` is set when none is left."""

    __tablename__ = "deletions"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), unique=True)
    records: Mapped[int]
    rule: Mapped[str] = mapped_column(String(64))  # 5年
    completed_on: Mapped[date] = mapped_column(Date)
    kept_until: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(index=True)
    by: Mapped[str] = mapped_column(String(200))
    # {kept: [path], shelf: [path, hash] or null}
    pending: Mapped[Any | None] = mapped_column(SealedJson("deletions.pending"))
    files: Mapped[int]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
