"""The records of a batch as the supervisor sees them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forms.catalogue import Catalogue
from workflows.app import Utsushi
from workflows.flows.words import reason_in_words
from workflows.office import find_form
from workflows.store.states import TITLES, State
from workflows.store.tables import RecordRow

_AT_ONCE = 500  # ids in one question: SQLite allows 32,766 values


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `form` is the form's title and `department` the form's or the document's; both
    may be empty."""

    document: int
    record: int
    form: str
    department: str
    state: State
    reason: str

    def address(self, base: str) -> str:
        """The record's history: its values, its evidence, what happened to it."""
        return f"{base}/records/{self.record}/history"

    def cells(self, base: str) -> dict[str, str | int]:
        return {
            "書類": self.document,
            "記録": self.record,
            "様式": self.form or "不明",
            "部署": self.department,
            "状態": TITLES[self.state],
            "理由": self.reason,
            "経過・証跡": f"[開く]({self.address(base)})",
        }


def rows_of(app: Utsushi, record_ids: Sequence[int]) -> list[Row]:
    """In the order of their numbers; what is no more is left out."""
    rows: list[Row] = []
    with app.store.read() as session:
        for start in range(0, len(record_ids), _AT_ONCE):
            query = (
                select(RecordRow)
                .where(RecordRow.id.in_(record_ids[start : start + _AT_ONCE]))
                .options(joinedload(RecordRow.document))
            )
            rows.extend(_row(app.catalogue, each) for each in session.scalars(query))
    return sorted(rows, key=lambda row: row.record)


def tags_of(rows: Iterable[Row], system: str = "") -> list[str]:
    """様式, 部署 and システム of what a run really held."""
    rows = tuple(rows)
    forms = {f"様式: {row.form}" for row in rows if row.form}
    departments = {f"部署: {row.department}" for row in rows if row.department}
    return sorted(departments | forms | ({f"システム: {system}"} if system else set()))


def _row(catalogue: Catalogue, row: RecordRow) -> Row:
    form = find_form(catalogue, row.form, row.version)
    return Row(
        document=row.document_id,
        record=row.id,
        form=form.title if form else (row.form or ""),
        department=row.document.department or (form.department if form else ""),
        state=State(row.state),
        reason=_reason(row),
    )


def _reason(row: RecordRow) -> str:
    if row.state == State.DOUBTED and row.reason_code is None:
        what = "決まりに合わない項目" if row.electronic else "読み取りに自信のない項目"
        return f"{what} {row.fields_doubted}" if row.fields_doubted else ""
    return reason_in_words(row.reason_code)
