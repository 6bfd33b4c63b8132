"""Everything that the store holds of a document, taken out; the rows that counts need stay."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from workflows.store.tables import (
    AlikeCellRow,
    AnswerRow,
    ApprovalRecordRow,
    ApprovalRow,
    Base,
    DocumentRow,
    DraftRow,
    ElectronicRow,
    EntryRow,
    EvidenceRow,
    PageRow,
    PastReadingRow,
    ReadingRow,
    RecordRow,
    SecondLookRow,
    SecondTaskRow,
    SendBackRow,
)

GONE = "(削除済み)"
_OF_RECORD = (
    AnswerRow, ReadingRow, PageRow, DraftRow, PastReadingRow, AlikeCellRow, ElectronicRow,
)  # fmt: skip


def files_of(session: Session, document_id: int) -> list[str]:
    """Paths of all files that are kept of it, in any order."""
    mine = _records(document_id)
    found = set(session.scalars(select(PageRow.image_path).where(PageRow.record_id.in_(mine))))
    found.add(session.get_one(DocumentRow, document_id).stored_path)
    past = select(PastReadingRow.pages).where(PastReadingRow.record_id.in_(mine))
    found |= {page.get("image_path") for pages in session.scalars(past) for page in pages}
    evidence = select(EvidenceRow.path).join(EntryRow).where(EntryRow.record_id.in_(mine))
    found |= set(session.scalars(evidence))
    return sorted(path for path in found if path)


def is_used(session: Session, path: str) -> bool:
    """Some row still names it: the same bytes stand for another document, page or entry too."""
    questions = (
        select(DocumentRow.id).where(DocumentRow.stored_path == path),
        select(PageRow.id).where(PageRow.image_path == path),
        select(EvidenceRow.id).where(EvidenceRow.path == path),
    )
    return any(session.scalars(question.limit(1)).first() for question in questions)


def take_out(session: Session, document_id: int, at: datetime) -> None:
    """What was read, said, typed, seen and entered; names of files; keys and receipts.

    States, counts and seconds stay: what was done remains in the figures.
    """
    mine = _records(document_id)
    tasks = select(SecondTaskRow.id).where(SecondTaskRow.record_id.in_(mine))
    entries = select(EntryRow.id).where(EntryRow.record_id.in_(mine))
    _drop(session, SecondLookRow, SecondLookRow.task_id.in_(tasks))
    _drop(session, SecondTaskRow, SecondTaskRow.record_id.in_(mine))
    _drop(session, EvidenceRow, EvidenceRow.entry_id.in_(entries))
    for table in _OF_RECORD:
        _drop(session, table, table.record_id.in_(mine))
    session.execute(
        update(EntryRow)
        .where(EntryRow.record_id.in_(mine))
        .values(values=None, message=None, receipt_number=None)
    )
    asked = select(ApprovalRecordRow.approval_id).where(ApprovalRecordRow.record_id.in_(mine))
    session.execute(update(ApprovalRow).where(ApprovalRow.id.in_(asked)).values(note=None))
    for slip in session.scalars(select(SendBackRow).where(SendBackRow.record_id.in_(mine))):
        slip.reason, slip.missing = GONE, []
    session.execute(
        update(RecordRow)
        .where(RecordRow.document_id == document_id)
        .values(
            reason_code=None, reason=None, advice=None, receipt_number=None, fingerprint=None,
            entry_key=None, disputed=None, double_fields=None, double_left=0,
        )
    )  # fmt: skip
    document = session.get_one(DocumentRow, document_id)
    document.name, document.arrival_path, document.deleted_at = GONE, "", at
    document.arrival_key = document.inbox_key = None
    document.stored_path = document.shelf_path = None
    session.flush()


def left_of(session: Session, document_id: int) -> list[str]:
    """Names of the tables in which something of a deleted document still stands; for proof."""
    mine = _records(document_id)
    tasks = select(SecondTaskRow.id).where(SecondTaskRow.record_id.in_(mine))
    entries = select(EntryRow.id).where(EntryRow.record_id.in_(mine))
    questions: list[tuple[type[Base], ColumnElement[bool]]] = [
        (table, table.record_id.in_(mine)) for table in (*_OF_RECORD, SecondTaskRow)
    ]
    questions += [
        (SecondLookRow, SecondLookRow.task_id.in_(tasks)),
        (EvidenceRow, EvidenceRow.entry_id.in_(entries)),
        (DocumentRow, (DocumentRow.id == document_id) & DocumentRow.stored_path.is_not(None)),
    ]
    return [
        table.__tablename__
        for table, which in questions
        if session.scalar(select(func.count()).select_from(table).where(which))
    ]


def _records(document_id: int) -> "ColumnElement[int]":
    return select(RecordRow.id).where(RecordRow.document_id == document_id).scalar_subquery()


def _drop(session: Session, table: type, which: ColumnElement[bool]) -> None:
    session.execute(delete(table).where(which).execution_options(synchronize_session=False))
