"""Whether a lock is still what it was: its row against its own hash, and against the line that the
sealed audit log has of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.audit import Act
from workflows.claim.inputs import digest_of
from workflows.fiscal import FiscalYear
from workflows.store.tables import AuditRow, ClaimRow


def words_of(row: ClaimRow) -> str:
    """The line of the audit log: the amount, and the hashes of the values and of both files."""
    return (
        f"claim {FiscalYear(row.year)} lock={row.id} thousands={row.total} values={row.digest}"
        f" xlsx={row.book_sha256} pdf={row.summary_sha256}"
    )


def is_whole(session: Session, row: ClaimRow) -> bool:
    """False where somebody changed the row past us."""
    costs = row.inputs.get("costs") if isinstance(row.inputs, dict) else None
    if digest_of(row.inputs) != row.digest or not isinstance(costs, dict):
        return False
    line = select(AuditRow.number).where(
        AuditRow.by == row.by, AuditRow.act == Act.COSTS_CHANGED, AuditRow.what == words_of(row)
    )
    is_told = session.scalars(line.limit(1)).first() is not None
    return is_told and costs.get("total_thousands") == row.total
