"""What the machine took and what people saved, by month (Tokyo) and form.

Counts and machine and review seconds are measured. Manual seconds are an estimate: each form's
`manual_seconds` for every record that was verified. Saved = manual − review; machine time is not
staff time. A negative figure is a loss and stays one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.errors import SetupError
from workflows.clock import month_bounds, tokyo_month
from workflows.office import find_form
from workflows.store.database import Store
from workflows.store.states import State
from workflows.store.tables import DocumentRow, PageRow, RecordRow, TimingRow


@dataclass(slots=True)
class CostLine:
    """One month and form; `form` is empty for papers of which no form was read. Seconds."""

    month: str
    form: str
    documents: int = 0
    records: int = 0
    verified: int = 0
    pages: int = 0
    fields: int = 0
    fields_accepted: int = 0
    read_seconds: float = 0.0
    enter_seconds: float = 0.0
    review_seconds: float = 0.0
    manual_seconds: float = 0.0

    @property
    def accepted_share(self) -> float | None:
        """Fields that no person had to look at (0 to 1); None without fields."""
        return self.fields_accepted / self.fields if self.fields else None

    @property
    def saved_seconds(self) -> float:
        return self.manual_seconds - self.review_seconds


def cost_lines(store: Store, catalogue: Catalogue, month: str | None = None) -> list[CostLine]:
    """Lines of one month (`YYYY-MM`) or of all, ordered. Raises SetupError for a bad month."""
    lines: dict[tuple[str, str], CostLine] = {}
    with store.read() as session:
        rows = _records(session, month)
        pages = _counts(session)
        by_document = _seconds(session, "read")
        by_record = {kind: _seconds(session, kind) for kind in ("enter", "review")}
        shares = _shares(rows, pages)
        for record, document in rows:
            key = (tokyo_month(document.received_at), record.form or "")
            line = lines.setdefault(key, CostLine(*key))
            line.documents += record.ordinal == 1
            line.records += 1
            line.pages += pages.get(record.id, 0)
            line.fields += record.fields
            line.fields_accepted += record.fields_accepted
            line.read_seconds += by_document.get(document.id, 0.0) * shares[record.id]
            line.enter_seconds += by_record["enter"].get(record.id, 0.0)
            line.review_seconds += by_record["review"].get(record.id, 0.0)
            if record.state == State.VERIFIED:
                line.verified += 1
                form = find_form(catalogue, record.form)
                line.manual_seconds += form.manual_seconds if form else 0
    return [lines[key] for key in sorted(lines)]


def _records(session: Session, month: str | None) -> Sequence[tuple[RecordRow, DocumentRow]]:
    query = select(RecordRow, DocumentRow).join(DocumentRow).order_by(RecordRow.id)
    if month is not None:
        try:
            first, after = month_bounds(month)
        except ValueError as error:
            raise SetupError(
                f"年月「{month}」が正しくありません。", advice="2026-04 のように指定します。"
            ) from error
        query = query.where(DocumentRow.received_at >= first, DocumentRow.received_at < after)
    return [(record, document) for record, document in session.execute(query)]


def _counts(session: Session) -> Mapping[int, int]:
    """Pages of each record."""
    query = select(PageRow.record_id, func.count()).group_by(PageRow.record_id)
    return {row[0]: row[1] for row in session.execute(query)}


def _seconds(session: Session, kind: str) -> Mapping[int, float]:
    """Seconds of a kind by record, or by document for `read`."""
    owner = TimingRow.document_id if kind == "read" else TimingRow.record_id
    query = select(owner, func.sum(TimingRow.seconds)).where(TimingRow.kind == kind)
    return {key: float(total) for key, total in session.execute(query.group_by(owner)) if key}


def _shares(
    rows: Sequence[tuple[RecordRow, DocumentRow]], pages: Mapping[int, int]
) -> Mapping[int, float]:
    """Each record's share of its document's reading, by pages."""
    weights = {record.id: max(pages.get(record.id, 0), 1) for record, _ in rows}
    totals: dict[int, int] = {}
    for record, document in rows:
        totals[document.id] = totals.get(document.id, 0) + weights[record.id]
    return {record.id: weights[record.id] / totals[document.id] for record, document in rows}
