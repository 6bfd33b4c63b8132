"""Whether somebody has a copy of the keys as they are now: without one a broken disk is the end."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.office import Office
from workflows.sealing import Ring
from workflows.store.tables import CommonRow, DocumentRow

MARK = "keys copied"
PATIENCE_DAYS = 7


def note_copy(session: Session, ring: Ring, at: datetime) -> None:
    """A copy of the present keys went out."""
    row = session.get(CommonRow, MARK) or CommonRow(name=MARK)
    row.value, row.at = ring.active_id(), at
    session.add(row)


def forget_copy(session: Session) -> None:
    """The copy was taken away again."""
    if row := session.get(CommonRow, MARK):
        session.delete(row)


def is_uncopied(office: Office) -> bool:
    """There have been papers for some days, and nobody took a copy of the present keys."""
    ring = office.store.ring
    if ring is None:
        return False
    with office.store.read() as session:
        row = session.get(CommonRow, MARK)
        first = session.scalar(select(func.min(DocumentRow.received_at)))
    if row is not None and row.value == ring.active_id():
        return False
    limit = office.clock() - timedelta(days=office.settings.backup_days or PATIENCE_DAYS)
    return first is not None and first < limit
