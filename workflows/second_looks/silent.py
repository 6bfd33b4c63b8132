"""The silent error: how many of the readings that nobody had to look at are wrong.

Estimated from the samples, form by form: within a form every accepted field is drawn with the same
chance, so the share of wrong ones is that of all. Forms with different rates are not thrown
together. The interval is the two-sided one of Clopper and Pearson, which holds its 95 % also where
errors are as rare as here; Wilson's does not (L. D. Brown, T. T. Cai, A. DasGupta, Interval
Estimation for a Binomial Proportion, Statistical Science 16 (2001) 101–133). Differences that
nobody has settled yet count as right for its lower end and as wrong for its upper one.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, null, select

from forms.catalogue import Catalogue
from forms.form import FieldType
from ocr.calibration.bounds import lower_bound, upper_bound
from workflows.accounts import Scope
from workflows.clock import month_bounds
from workflows.reviewing.sight import forms_in
from workflows.second_looks.stages import Purpose, Stage
from workflows.store.database import Store
from workflows.store.tables import ReadingRow, SecondTaskRow

ONE_SIDE = 0.975  # each end is missed in at most 2.5 % of all cases: 95 % between them


@dataclass(slots=True)
class Silent:
    """Samples of one form. `kind` None: blank fields, of whatever type; `whole`: the form's sum.

    `right`, `wrong` and `pending` were looked at; `open` not yet; of `unread` nobody can tell.
    """

    form: str
    kind: FieldType | None = None
    whole: bool = False
    right: int = 0
    wrong: int = 0
    pending: int = 0
    open: int = 0
    unread: int = 0

    @property
    def looked(self) -> int:
        return self.right + self.wrong + self.pending

    @property
    def share(self) -> float | None:
        """Of the settled ones; None where none is."""
        settled = self.right + self.wrong
        return self.wrong / settled if settled else None

    @property
    def bounds(self) -> tuple[float, float]:
        """Between these the truth lies in at least 95 % of all cases."""
        if not self.looked:
            return 0.0, 1.0
        lower = lower_bound(self.wrong, self.looked, ONE_SIDE) if self.wrong else 0.0
        return lower, upper_bound(self.wrong + self.pending, self.looked, ONE_SIDE)

    def add(self, stage: Stage, count: int) -> None:
        name = _COUNTED.get(stage)
        if name:
            setattr(self, name, getattr(self, name) + count)


_COUNTED: Mapping[Stage, str] = {
    Stage.SAME: "right",
    Stage.RIGHT: "right",
    Stage.WRONG: "wrong",
    Stage.DIFFERS: "pending",
    Stage.OPEN: "open",
    Stage.UNREAD: "unread",
}


def silent_errors(
    store: Store, catalogue: Catalogue, scope: Scope, month: str | None = None
) -> tuple[Silent, ...]:
    """For each form its sum, then its types in the order of FieldType, then its blank fields.

    `month` (`YYYY-MM`, Tokyo): drawn then. Raises ValueError where it is none.
    """
    kinds = {
        (form.id, field.id): field.type for form in catalogue.revisions() for field in form.fields
    }
    visible = forms_in(catalogue, scope)
    sums: dict[str, Silent] = {}
    parts: dict[str, dict[FieldType | None, Silent]] = defaultdict(dict)
    for form, field, state, is_blank, count in _counts(store, month):
        if form not in visible or (form, field) not in kinds:
            continue
        kind = None if is_blank else kinds[form, field]
        sums.setdefault(form, Silent(form, whole=True)).add(Stage(state), count)
        parts[form].setdefault(kind, Silent(form, kind)).add(Stage(state), count)
    order = (*FieldType, None)
    return tuple(
        each
        for form in sorted(sums)
        for each in (sums[form], *(parts[form][kind] for kind in order if kind in parts[form]))
    )


def _counts(store: Store, month: str | None) -> list[tuple[str, str, str, bool, int]]:
    is_blank = ReadingRow.value.is_(null())
    query = (
        select(SecondTaskRow.form, SecondTaskRow.field, SecondTaskRow.state, is_blank, func.count())
        .join(
            ReadingRow,
            (ReadingRow.record_id == SecondTaskRow.record_id)
            & (ReadingRow.field == SecondTaskRow.field),
        )
        .where(SecondTaskRow.purpose == Purpose.SAMPLE)
        .group_by(SecondTaskRow.form, SecondTaskRow.field, SecondTaskRow.state, is_blank)
    )
    if month is not None:
        first, after = month_bounds(month)
        query = query.where(SecondTaskRow.made_at >= first, SecondTaskRow.made_at < after)
    with store.read() as session:
        return [(r[0], r[1], r[2], bool(r[3]), r[4]) for r in session.execute(query)]
