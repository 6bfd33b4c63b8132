"""What was deleted, and when: the proof that outlives the deed."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from workflows.store.database import Store
from workflows.store.tables import DeletionRow


@dataclass(frozen=True, slots=True)
class Deletion:
    """`finished_at` None: some files could not be deleted yet (`files_left` of them)."""

    document_id: int
    records: int
    rule: str
    completed_on: date
    kept_until: date
    at: datetime
    by: str
    files: int
    files_left: int
    finished_at: datetime | None


def deletions(store: Store, limit: int | None = None) -> tuple[Deletion, ...]:
    """The latest first."""
    query = select(DeletionRow).order_by(DeletionRow.id.desc())
    with store.read() as session:
        return tuple(
            Deletion(
                row.document_id, row.records, row.rule, row.completed_on, row.kept_until, row.at,
                row.by, row.files, left(row), row.finished_at,
            )
            for row in session.scalars(query.limit(limit) if limit else query)
        )  # fmt: skip


def left(row: DeletionRow) -> int:
    """How many of its files are still there."""
    pending = row.pending or {}
    return len(pending.get("kept", ())) + bool(pending.get("shelf"))
