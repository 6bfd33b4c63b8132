"""Locks by name in the store, with a time-out: stale ones fall to the next who asks."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows.store.records import Mark
from workflows.store.tables import LockRow


def inbox(folder: Path) -> str:
    """The name of the lock of whoever watches that folder."""
    return f"inbox:{folder}"[:300]


def is_held(session: Session, name: str, now: datetime) -> bool:
    """Somebody has the lock, and is alive."""
    query = select(LockRow.until).where(LockRow.name == name)
    until = session.scalar(query)
    return until is not None and until >= now


def take(session: Session, name: str, mark: Mark, seconds: float) -> bool:
    """Take or renew the lock; False while another holds it."""
    row = session.scalars(select(LockRow).where(LockRow.name == name)).first()
    if row is not None and row.owner != mark.by and row.until >= mark.at:
        return False
    if row is None:
        row = LockRow(name=name)
        session.add(row)
    row.owner, row.until = mark.by, mark.at + timedelta(seconds=seconds)
    return True


def release(session: Session, name: str, owner: str) -> None:
    """Give the lock back, where `owner` has it."""
    session.execute(delete(LockRow).where(LockRow.name == name, LockRow.owner == owner))


def release_all(session: Session, owner: str) -> None:
    """Give back whatever `owner` has."""
    session.execute(delete(LockRow).where(LockRow.owner == owner))
