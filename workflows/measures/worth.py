"""Is reviewing a form faster than typing it would be? Losses are shown, too.

Compared: the mean seconds of people at one record, over all records that went on (those that
nobody had to look at count with 0), and what typing one takes (`workflows.effect.baselines`: timed
by the office, else its estimate, else the form's own figure). Told for sure only where the
records are enough (`ENOUGH`, the usual number from which a mean is near enough to normal) and the
lower end of the mean's one-sided 95 % interval lies above.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from workflows.effect.baselines import baselines_in, manual_of
from workflows.effect.tally import rounded
from workflows.fiscal import FiscalYear
from workflows.measures.spent import Period, within
from workflows.store.states import State
from workflows.store.tables import RecordRow, TimingRow

ENOUGH = 30
ONE_SIDED_95 = 1.645  # of the normal distribution

_PASSED = (State.READY, State.SUBMITTING, State.VERIFIED, State.UNCONFIRMED, State.REJECTED)


class Verdict(StrEnum):
    TOO_FEW = "too_few"
    CHEAPER = "cheaper"
    UNSURE = "unsure"  # above, but it may be chance
    DEARER = "dearer"


@dataclass(frozen=True, slots=True)
class Worth:
    """Seconds a record. `records` that went on, `touched` of them by people; `at_least`: the
    lower end of the interval of the mean; `typing`: what one takes by hand."""

    form: str
    records: int
    touched: int
    mean: float
    at_least: float
    typing: int

    @property
    def verdict(self) -> Verdict:
        if self.records < ENOUGH:
            return Verdict.TOO_FEW
        if self.mean <= self.typing:
            return Verdict.CHEAPER
        return Verdict.DEARER if self.at_least > self.typing else Verdict.UNSURE


def typing_seconds(session: Session, catalogue: Catalogue, year: FiscalYear) -> Mapping[str, int]:
    """What typing one takes, by form, as known in that year."""
    found = baselines_in(session)
    taken = {f.id: manual_of(f.id, f.manual_seconds, found, year).seconds for f in catalogue}
    return {form: rounded(seconds) for form, seconds in taken.items() if seconds is not None}


def worths(
    session: Session, typing: Mapping[str, int], forms: frozenset[str], period: Period = None
) -> tuple[Worth, ...]:
    """By form, ordered; of records that arrived in `period`. `typing`: of `typing_seconds`."""
    seconds = (
        select(TimingRow.record_id, func.sum(TimingRow.seconds).label("spent"))
        .where(TimingRow.kind == "review")
        .group_by(TimingRow.record_id)
        .subquery()
    )
    spent = func.coalesce(seconds.c.spent, 0.0)
    query = (
        select(
            RecordRow.form, func.count(), func.sum(case((spent > 0, 1), else_=0)),
            func.sum(spent), func.sum(spent * spent),
        )
        .outerjoin(seconds, seconds.c.record_id == RecordRow.id)
        .where(RecordRow.state.in_(_PASSED), within(RecordRow.received_at, period))
        .group_by(RecordRow.form)
        .order_by(RecordRow.form)
    )  # fmt: skip
    return tuple(
        _worth(form, count, touched, total, squares, typing[form])
        for form, count, touched, total, squares in session.execute(query)
        if form in forms
    )


def _worth(form: str, count: int, touched: int, total: float, squares: float, typing: int) -> Worth:
    mean = total / count
    variance = max(0.0, squares - total * mean) / (count - 1) if count > 1 else 0.0
    at_least = max(0.0, mean - ONE_SIDED_95 * sqrt(variance / count))
    return Worth(form, count, touched, mean, at_least, typing)
