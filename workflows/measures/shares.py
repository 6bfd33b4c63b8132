"""How much passes without a person, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.clock import tokyo_month
from workflows.measures.spent import Period, within
from workflows.store.tables import RecordRow


@dataclass(slots=True)
class Share:
    """One month (Tokyo, of arrival) and form. `whole`: records in which nothing was in doubt."""

    month: str
    form: str
    records: int = 0
    whole: int = 0
    fields: int = 0
    accepted: int = 0

    @property
    def of_fields(self) -> float:
        return self.accepted / self.fields if self.fields else 0.0

    @property
    def of_records(self) -> float:
        return self.whole / self.records if self.records else 0.0


def shares(session: Session, forms: frozenset[str], period: Period) -> Sequence[Share]:
    """The latest month first, in it by form. Fields typed by two people are not accepted ones; what
    came as data is left out: nothing of it was recognised."""
    query = select(
        RecordRow.form, RecordRow.received_at, RecordRow.fields, RecordRow.fields_accepted
    ).where(
        RecordRow.fields > 0,
        RecordRow.electronic.is_(False),
        within(RecordRow.received_at, period),
    )
    lines: dict[tuple[str, str], Share] = {}
    for form, received_at, fields, accepted in session.execute(query):
        if form not in forms:
            continue
        month = tokyo_month(received_at)
        line = lines.setdefault((month, form), Share(month, form))
        line.records += 1
        line.whole += fields == accepted
        line.fields += fields
        line.accepted += accepted
    return sorted(lines.values(), key=lambda each: (-_number(each.month), each.form))


def _number(month: str) -> int:
    return int(month.replace("-", ""))
