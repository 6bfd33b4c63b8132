"""Whether a fiscal year is locked. For the ledger, in the transaction of its own change."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.fiscal import FiscalYear
from workflows.store.tables import ClaimRow


def is_locked(session: Session, year: FiscalYear) -> bool:
    """In a write transaction the answer holds until the commit: whoever locks the year waits for
    it, or it sees the lock."""
    query = select(ClaimRow.id).where(ClaimRow.year == year.begins, ClaimRow.unlocked_at.is_(None))
    return session.scalar(query.limit(1)) is not None
