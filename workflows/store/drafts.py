"""Rows of unsent typing. What stands in them is sealed by whoever keeps them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows.store.records import Mark
from workflows.store.tables import DraftRow


def keep(
    session: Session, record_id: int, field: str, sealed: bytes, mark: Mark, until: datetime
) -> None:
    """In the place of what the person had typed there before; also takes away what is over."""
    session.execute(delete(DraftRow).where(DraftRow.until < mark.at))
    drop(session, record_id, field, mark.by)
    session.add(
        DraftRow(
            record_id=record_id, field=field, by=mark.by, sealed=sealed, at=mark.at, until=until
        )
    )


def of(session: Session, record_id: int, by: str, now: datetime) -> Mapping[str, bytes]:
    """What the person has typed there, by field."""
    query = select(DraftRow.field, DraftRow.sealed).where(
        DraftRow.record_id == record_id, DraftRow.by == by, DraftRow.until >= now
    )
    return {row.field: row.sealed for row in session.execute(query)}


def drop(session: Session, record_id: int, field: str = "", by: str = "") -> None:
    """All of the record, or one field's, or one person's of it."""
    query = delete(DraftRow).where(DraftRow.record_id == record_id)
    if field:
        query = query.where(DraftRow.field == field)
    if by:
        query = query.where(DraftRow.by == by)
    session.execute(query)
