"""What the machine took and what people saved, by month (Tokyo) and form.

Counts and machine and review seconds are measured. Manual seconds are those of the effect
(`workflows.effect`): timed by the office, or estimated, for every record that was verified.
Saved = manual − review; machine time is not staff time. A negative figure is a loss and stays one.
"""

from dataclasses import dataclass

from forms.catalogue import Catalogue
from forms.errors import SetupError
from workflows.clock import month_bounds, tokyo_month
from workflows.effect.baselines import baselines_in, manual_of
from workflows.effect.gathering import Cell, cells, months_of_all
from workflows.effect.working_out import year_of
from workflows.store.database import Store


@dataclass(slots=True)
class CostLine:
    """One month and form; `form` is empty for papers of which no form was read. Seconds.

    Duplicates count as documents and records.
    """

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
    own = {form.id: form.manual_seconds for form in catalogue}
    with store.read() as session:
        months = (checked(month),) if month is not None else months_of_all(session)
        found = baselines_in(session)
        counted = cells(session, months)
    lines = []
    for cell in counted:
        manual = manual_of(cell.form, own.get(cell.form), found, year_of(cell.month)).seconds
        lines.append(_line(cell, float(manual or 0) * cell.entered))
    return lines


def checked(month: str) -> str:
    """As `YYYY-MM`. Raises SetupError where it is no month."""
    try:
        return tokyo_month(month_bounds(month)[0])
    except ValueError as error:
        raise SetupError(
            f"年月「{month}」が正しくありません。", advice="2026-04 のように指定します。"
        ) from error


def _line(cell: Cell, manual_seconds: float) -> CostLine:
    return CostLine(
        cell.month, cell.form, cell.documents, cell.records, cell.entered, cell.pages, cell.fields,
        cell.fields_accepted, cell.read_seconds, cell.enter_seconds, cell.review_seconds,
        manual_seconds,
    )  # fmt: skip
