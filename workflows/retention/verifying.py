"""Does the ledger of deletions prove what it says? Each row is held against its line of the sealed
audit log, and against what is left in the store."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.audit import Act, AuditLog
from workflows.office import Office
from workflows.retention import content
from workflows.retention.sealed import FILES_GONE, Said, parsed, said_of
from workflows.store.tables import AuditRow, DeletionRow, DocumentRow

_APART = timedelta(minutes=1)  # of a row and its line, which one transaction writes


@dataclass(frozen=True, slots=True)
class Proved:
    """`waiting`: deletions some files of which are not gone yet. `findings` in Japanese."""

    deletions: int
    waiting: int
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    said: Said
    by: str
    at: datetime


def verify(office: Office) -> Proved:
    """Raises StoreError."""
    audit = AuditLog(office.store, office.settings.shared_path, office.clock)
    broken = audit.verified().findings
    findings = [f"監査ログに {len(broken)} 件の異常があります。"] if broken else []
    with office.store.read() as session:
        rows = session.scalars(select(DeletionRow).order_by(DeletionRow.id)).all()
        deleted, gone = _lines(session)
        for row in rows:
            findings += [f"書類 {row.document_id}: {each}" for each in _row(session, row, deleted)]
            if row.finished_at and row.document_id in deleted and row.document_id not in gone:
                findings += _unsealed_end(row, deleted[row.document_id].said)
        findings += _without_row(session, rows, deleted)
    waiting = sum(row.finished_at is None for row in rows)
    return Proved(len(rows), waiting, tuple(findings))


def _lines(session: Session) -> tuple[Mapping[int, _Line], frozenset[int]]:
    """What the audit log says was deleted, and of which documents the files are gone."""
    query = select(AuditRow).where(AuditRow.act == Act.DELETED).order_by(AuditRow.number)
    deleted: dict[int, _Line] = {}
    gone = set()
    for line in session.scalars(query):
        said = parsed(line.what)
        if said is None:
            continue
        if said.get("files") == FILES_GONE:
            gone.add(int(said["document"]))
        else:
            deleted.setdefault(int(said["document"]), _Line(said, line.by, line.at))
    return deleted, frozenset(gone)


def _row(session: Session, row: DeletionRow, lines: Mapping[int, _Line]) -> Iterator[str]:
    document = session.get(DocumentRow, row.document_id)
    line = lines.get(row.document_id)
    if line is None:
        yield "監査ログに、この削除の行がありません。"
    elif not _is_same(row, document, line):
        yield "削除の記録が、監査ログの行と違います。"
    if document is None or document.deleted_at is None:
        yield "書類が、削除済みになっていません。"
    elif left := content.left_of(session, row.document_id):
        yield f"削除したはずの中身が残っています ({'、'.join(left)})。"


def _is_same(row: DeletionRow, document: DocumentRow | None, line: _Line) -> bool:
    """As far as the line says it: those of before say less."""
    now = said_of(row, document.sha256 if document else None)
    is_said = all(now.get(name) == value for name, value in line.said.items())
    return is_said and line.by == row.by and abs(line.at - row.at) <= _APART


def _unsealed_end(row: DeletionRow, said: Said) -> list[str]:
    """Deletions of before have no line for their end."""
    if "until" not in said:
        return []
    return [f"書類 {row.document_id}: ファイルを消し終えた行が、監査ログにありません。"]


def _without_row(
    session: Session, rows: Sequence[DeletionRow], lines: Mapping[int, _Line]
) -> Iterator[str]:
    known = {row.document_id for row in rows}
    query = select(DocumentRow.id).where(DocumentRow.deleted_at.is_not(None))
    for number in sorted((set(session.scalars(query)) | set(lines)) - known):
        yield f"書類 {number}: 削除されていますが、削除の記録がありません。"
