"""Who is at work, and which flow runs are in whose hands."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.tables.base import Base


class WorkerRow(Base):
    """A process at work; taken away when it ends, or when others see that it has gone."""

    __tablename__ = "workers"

    life: Mapped[str] = mapped_column(String(12), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))  # watch, enter, worker …
    host: Mapped[str] = mapped_column(String(200))
    pid: Mapped[int]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # its heartbeat


class RunInHandRow(Base):
    """A Prefect flow run that a process has begun and not ended."""

    __tablename__ = "runs_in_hand"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    life: Mapped[str] = mapped_column(String(12))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # its process's heartbeat
