"""Backups that were made and checked: what `utsushi health` tells of the last one."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.tables.base import Base


class BackupRow(Base):
    """`added` and `size` in bytes; `findings`: how many faults its check found; `place`: a hash of
    the folder, which tells one from another and no name of a machine."""

    __tablename__ = "backups"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    by: Mapped[str] = mapped_column(String(200))
    snapshot: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(64))
    files: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)
    added: Mapped[int] = mapped_column(BigInteger)
    findings: Mapped[int]
    has_keys: Mapped[bool]
