"""Deleting one document after the other. A kill in between leaves a row that is carried on.

First, in one transaction: the content out of the store, a line in the ledger and in the audit log,
the paths of the files to delete. Then the files; the bytes of a document that came twice stay as
long as the other one does. Only then the line is finished.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from forms.errors import UtsushiError
from workflows.audit import Act, AuditLog
from workflows.clock import TOKYO
from workflows.files import hash_of
from workflows.intake.names import REFUSED, shortened, to_path
from workflows.office import Office
from workflows.retention import content
from workflows.retention.due import Due, expired, is_due
from workflows.retention.ledger import left
from workflows.retention.sealed import end_of, line_of
from workflows.store.tables import DeletionRow, DocumentRow
from workflows.trials.sweeping import sweep


@dataclass(frozen=True, slots=True)
class Deleted:
    """`files_left`: those of this and earlier deletions that are still there; `tried`: files that
    trials of scenarios had left."""

    document_ids: tuple[int, ...]
    records: int
    files_left: int
    tried: int = 0


def delete(office: Office, audit: AuditLog, by: str, on: date | None = None) -> Deleted:
    """Everything whose time was over before `on` (today in Tokyo, and never later than that).

    Raises StoreError.
    """
    today = office.clock().astimezone(TOKYO).date()
    day = min(on, today) if on else today
    done = [due for due in expired(office, day) if _delete(office, audit, by, due, day)]
    ids = tuple(due.document_id for due in done)
    left_files = carry_on(office, audit)
    if done:
        office.store.empty_log()
    return Deleted(ids, sum(due.records for due in done), left_files, sweep(office))


def carry_on(office: Office, audit: AuditLog) -> int:
    """Files whose deletion was cut short or refused; how many are still there."""
    return sum(_delete_files(office, audit, row_id) for row_id in _unfinished(office))


def _unfinished(office: Office) -> Sequence[int]:
    query = select(DeletionRow.id).where(DeletionRow.finished_at.is_(None))
    with office.store.read() as session:
        return session.scalars(query.order_by(DeletionRow.id)).all()


def _delete(office: Office, audit: AuditLog, by: str, due: Due, on: date) -> bool:
    """False where somebody was faster, or took the matter up again."""
    with office.store.write() as session:
        document = session.get(DocumentRow, due.document_id, populate_existing=True)
        if document is None or is_due(office, session, due.document_id, on) != due:
            return False
        pending = {"kept": content.files_of(session, document.id), "shelf": _shelf(document)}
        row = DeletionRow(
            document_id=document.id, records=due.records, rule=str(due.rule),
            completed_on=due.completed_on, kept_until=due.kept_until, at=office.clock(), by=by,
            pending=pending, files=0,
        )  # fmt: skip
        row.files = left(row)
        session.add(row)
        content.take_out(session, document.id, office.clock())
        audit.note_in(session, by, Act.DELETED, what=line_of(row, document.sha256))
    return True


def _shelf(document: DocumentRow) -> list[str | None] | None:
    """Where the original was put away, and its hash. Where that cannot be opened, it is empty."""
    return None if document.shelf_path is None else [document.shelf_path, document.sha256]


def _delete_files(office: Office, audit: AuditLog, row_id: int) -> int:
    """How many are left. New papers of the same bytes are kept out meanwhile (see `enrol`)."""
    with office.store.write() as session:
        row = session.get_one(DeletionRow, row_id)
        pending = row.pending or {}
        kept = [
            path
            for path in pending.get("kept", ())
            if not content.is_used(session, path) and not _is_deleted(office, path)
        ]
        shelf = pending.get("shelf")
        if shelf and _is_off_the_shelf(*shelf):
            shelf = None
        row.pending = {"kept": kept, "shelf": shelf} if kept or shelf else None
        still = left(row)
        if row.pending is None:
            row.finished_at = office.clock()
            audit.note_in(session, row.by, Act.DELETED, what=end_of(row))
        return still


def _is_deleted(office: Office, path: str) -> bool:
    try:
        office.files.delete(path)
    except (OSError, UtsushiError):
        return False
    return True


def _is_off_the_shelf(text: str, sha256: str | None) -> bool:
    """The original that lay in 受付済 or エラー, and the note beside it. What somebody put in its
    place is not ours; where the folder cannot be reached, or is not known any more, it waits: a
    person has to look for it."""
    path = to_path(text)
    try:
        if not text or not path.parent.is_dir():
            return False
        if sha256 and path.is_file() and hash_of(path) == sha256:
            path.unlink()
        for note in _notes(path):
            note.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _notes(path: Path) -> Iterator[Path]:
    """Where `intake.shelf` writes why a paper was refused."""
    yield path.parent.parent / REFUSED / shortened(path.name, ".txt")
