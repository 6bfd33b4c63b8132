"""What several machines agree on: batches that were handed out, and marks that all must have."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from workflows.store.tables.base import Base, Json


class HandOutRow(Base):
    """A batch that was handed out to a work pool and, as far as we know, has not ended."""

    __tablename__ = "hand_outs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), index=True)  # take_in, enter, resolve
    key: Mapped[str] = mapped_column(String(32))  # its name in Prefect, known before there is a run
    flow_run: Mapped[str | None] = mapped_column(String(36))
    at: Mapped[datetime]
    documents: Mapped[Any] = mapped_column(Json)  # list of ids; empty for entries


class CommonRow(Base):
    """A mark of something that every machine must have alike, e.g. the hash of the key."""

    __tablename__ = "common"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
