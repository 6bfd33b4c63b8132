"""Which files the store names: those a backup must hold. A new column of the kind is listed here;
a test compares the tables."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from workflows.store.tables import (
    Base,
    ClaimRow,
    CostImportRow,
    DocumentRow,
    EvidenceRow,
    ExportRow,
    MonthlyReportRow,
    PageRow,
    PastReadingRow,
    VoucherRow,
)

COLUMNS: tuple[InstrumentedAttribute[str] | InstrumentedAttribute[str | None], ...] = (
    DocumentRow.stored_path, PageRow.image_path, EvidenceRow.path, VoucherRow.path,
    CostImportRow.path, ClaimRow.book_path, ClaimRow.summary_path, MonthlyReportRow.html_path,
    MonthlyReportRow.pdf_path, ExportRow.path,
)  # fmt: skip

NO_FILES: Mapping[str, str] = {
    "documents.arrival_path": "where it came from, in the inbox",
    "documents.shelf_path": "the original in 受付済, which is the office's",
}
"""Columns with a path to nothing in our keeping."""


def files_of(session: Session) -> set[str]:
    """Names as `shared_files.Files` knows them; a path outside its place is none."""
    found: set[str | None] = set()
    for column in COLUMNS:
        found |= set(session.scalars(select(column).where(column.is_not(None)).distinct()))
    for pages in session.scalars(select(PastReadingRow.pages)):
        found |= {page.get("image_path") for page in pages}
    return {name for name in found if name and not PurePosixPath(name).is_absolute()}


def rows_of(session: Session) -> dict[str, int]:
    """How many each table has."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def documents_of(session: Session) -> list[int]:
    """Those whose content is there, in order."""
    query = select(DocumentRow.id).where(DocumentRow.deleted_at.is_(None))
    return list(session.scalars(query.order_by(DocumentRow.id)))


def audit_end(session: Session) -> tuple[int, str]:
    """How many lines the audit log has, and the seal of the last."""
    from workflows.store.tables import AuditHeadRow

    head = session.scalars(select(AuditHeadRow)).one_or_none()
    return (head.count, head.last) if head else (0, "")
