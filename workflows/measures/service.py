"""The door to the measures. Warnings are kept in the store for a while: the queue asks often."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.errors import SetupError
from workflows.accounts import Scope
from workflows.clock import Clock, month_bounds, utc_now
from workflows.fiscal import FiscalYear
from workflows.measures.shares import Share, shares
from workflows.measures.spent import FieldTime, Period, RecordTime, field_times, record_times
from workflows.measures.worth import Verdict, Worth, typing_seconds, worths
from workflows.reviewing.sight import forms_in
from workflows.store.database import Store
from workflows.store.tables import ReviewCostRow

KEPT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is measured, for the forms that somebody sees."""

    fields: tuple[FieldTime, ...]
    records: tuple[RecordTime, ...]
    worths: tuple[Worth, ...]
    shares: Sequence[Share]


class Measures:
    def __init__(self, store: Store, catalogue: Catalogue, clock: Clock = utc_now) -> None:
        self._store, self._catalogue, self._clock = store, catalogue, clock

    def report(self, scope: Scope, month: str | None = None) -> Report:
        """Of one month (`YYYY-MM`) or of all. Raises SetupError for a bad month."""
        period = period_of(month)
        forms = forms_in(self._catalogue, scope)
        with self._store.read() as session:
            return Report(
                field_times(session, self._catalogue, forms, period),
                record_times(session, forms, period),
                worths(session, self._typing(session, period), forms, period),
                shares(session, forms, period),
            )

    def titles(self, scope: Scope) -> Mapping[str, str]:
        """Of the forms that somebody sees, by id."""
        return {form.id: form.title for form in self._catalogue if scope.sees(form.department)}

    def warnings(self, scope: Scope) -> tuple[Worth, ...]:
        """Forms that cost more to review than to type, as of at most ten minutes ago."""
        forms = forms_in(self._catalogue, scope)
        with self._store.read() as session:
            kept = session.scalars(select(ReviewCostRow)).all()
            typing = self._typing(session)
        if not kept or min(row.at for row in kept) < self._clock() - KEPT:
            kept = self._refreshed()
        found = (_worth(row, typing[row.form]) for row in kept if row.form in forms)
        return tuple(each for each in found if each.verdict is Verdict.DEARER)

    def _refreshed(self) -> Sequence[ReviewCostRow]:
        """Worked out anew for all forms, one process at a time; those without a record too."""
        with self._store.write() as session:
            found = {each.form: each for each in self._all(session)}
            session.execute(delete(ReviewCostRow))
            rows = [self._row(form.id, found.get(form.id)) for form in self._catalogue]
            session.add_all(rows)
            return rows

    def _all(self, session: Session) -> tuple[Worth, ...]:
        forms = frozenset(form.id for form in self._catalogue)
        return worths(session, self._typing(session), forms)

    def _typing(self, session: Session, period: Period = None) -> Mapping[str, int]:
        year = FiscalYear.at(period[0] if period else self._clock())
        return typing_seconds(session, self._catalogue, year)

    def _row(self, form: str, worth: Worth | None) -> ReviewCostRow:
        return ReviewCostRow(
            form=form, records=worth.records if worth else 0, mean=worth.mean if worth else 0.0,
            at_least=worth.at_least if worth else 0.0, at=self._clock(),
        )  # fmt: skip


def _worth(row: ReviewCostRow, typing: int) -> Worth:
    return Worth(row.form, row.records, 0, row.mean, row.at_least, typing)


def period_of(month: str | None) -> Period:
    """Raises SetupError where it is no month."""
    if not month:
        return None
    try:
        return month_bounds(month)
    except ValueError as error:
        raise SetupError(
            f"年月「{month}」が正しくありません。", advice="2026-04 のように指定します。"
        ) from error
