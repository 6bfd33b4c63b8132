"""Counts and baselines → the effect."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from forms.catalogue import Catalogue
from workflows.accounts import EVERYTHING, Scope
from workflows.effect.baselines import (
    Baseline,
    HourlyRate,
    Manual,
    baselines_in,
    manual_of,
    rate_in,
)
from workflows.effect.gathering import Cell, cells
from workflows.effect.method import method_of
from workflows.effect.tally import (
    COUNTS,
    DepartmentEffect,
    Effect,
    FormEffect,
    MonthEffect,
    Tally,
    WorkEffect,
    added,
    basis_of,
    rounded,
    yen_for,
)
from workflows.effect.words import month as month_in_words
from workflows.fiscal import FiscalYear
from workflows.reviewing.sight import records_in
from workflows.store.database import Store

NO_FORM = "（様式が決まらない書類）"
NO_DEPARTMENT = "（部署が決まらない書類）"
_SECONDS = ("read_seconds", "enter_seconds", "review_seconds")


def effect_of(
    store: Store, catalogue: Catalogue, year: FiscalYear, *, scope: Scope = EVERYTHING
) -> Effect:
    """Of the documents that arrived in a fiscal year, of the forms that `scope` sees."""
    return _effect(store, catalogue, str(year), year.months, scope)


def effect_over(
    store: Store, catalogue: Catalogue, months: Sequence[str], *, scope: Scope = EVERYTHING
) -> Effect:
    """Of the documents that arrived in `months` (`YYYY-MM`, ascending, without gaps).

    The figures of a month are the same as in its fiscal year. Raises ValueError for a bad month.
    """
    first, last = month_in_words(months[0]), month_in_words(months[-1])
    title = first if len(months) == 1 else f"{first}〜{last}"
    return _effect(store, catalogue, title, tuple(months), scope)


class _Forms:
    """What the catalogue and the office say of the forms, asked again and again."""

    def __init__(self, catalogue: Catalogue, found: Sequence[Baseline]) -> None:
        self._forms = {form.id: form for form in catalogue}
        self._fields, self._found = catalogue.work_fields, found
        self._manuals: dict[tuple[str, FiscalYear], Manual] = {}

    def manual(self, form: str, month: str) -> Manual:
        year = year_of(month)
        if (form, year) not in self._manuals:
            own = self._forms[form].manual_seconds if form in self._forms else None
            self._manuals[form, year] = manual_of(form, own, self._found, year)
        return self._manuals[form, year]

    def title(self, form: str) -> str:
        if not form:
            return NO_FORM
        return self._forms[form].title if form in self._forms else f"{form}（今はない様式）"

    def department(self, form: str) -> str:
        return self._forms[form].department if form in self._forms else NO_DEPARTMENT

    def work_field(self, form: str) -> str:
        if form not in self._forms:
            return self._fields.rest
        return self._fields.counted(self._forms[form].work_field)

    @property
    def fields(self) -> tuple[str, ...]:
        return self._fields.titles


def year_of(month: str) -> FiscalYear:
    year, _, number = month.partition("-")
    return FiscalYear(int(year) - (int(number) < 4))


def _effect(
    store: Store, catalogue: Catalogue, title: str, months: tuple[str, ...], scope: Scope
) -> Effect:
    seen = None if scope.departments is None else records_in(catalogue, scope)
    last = year_of(months[-1])
    with store.read() as session:
        found = cells(session, months, seen)
        forms = _Forms(catalogue, baselines_in(session))
        rate = rate_in(session, last) if year_of(months[0]) == last else None
    tallies = {(cell.month, cell.form): _tally(cell, forms) for cell in found}
    by_form = tuple(
        _form(form, [(month, each) for (month, f), each in tallies.items() if f == form], forms)
        for form in sorted({form for _, form in tallies}, key=lambda form: (not form, form))
    )
    by_work = _by_work(by_form, forms, rate)
    basis = basis_of(each.basis for each in by_form if each.entered)
    return Effect(
        title, months, Tally(**added(tallies.values())), by_work, by_form,
        _by_month(months, tallies), _by_department(by_form), basis,
        rate.yen if rate else None, rate.source if rate else "",
        sum(each.saved_yen or 0 for each in by_work) if rate else None,
        method_of(title, basis, by_form, rate, catalogue.work_fields),
    )  # fmt: skip


def _tally(cell: Cell, forms: _Forms) -> Tally:
    """Whole seconds, from here on: all sums of them agree."""
    counts = {name: getattr(cell, name) for name in COUNTS if hasattr(cell, name)}
    counts |= {name: rounded(Decimal(repr(getattr(cell, name)))) for name in _SECONDS}
    counts["documents"] -= cell.duplicates
    counts["records"] -= cell.duplicates
    manual = forms.manual(cell.form, cell.month).seconds
    counts["manual_seconds"] = rounded(manual * cell.entered) if manual is not None else 0
    return Tally(**counts)


def _form(form: str, by_month: Sequence[tuple[str, Tally]], forms: _Forms) -> FormEffect:
    """Over several fiscal years, the seconds of typing are those of the last."""
    last = forms.manual(form, max(month for month, _ in by_month))
    kinds = (forms.manual(form, month).basis for month, each in by_month if each.entered)
    basis = basis_of(kinds) if any(each.entered for _, each in by_month) else last.basis
    return FormEffect(
        form=form, title=forms.title(form), department=forms.department(form),
        work_field=forms.work_field(form), seconds_a_record=last.seconds, basis=basis,
        source=last.source if form else "", **added(each for _, each in by_month),
    )  # fmt: skip


def _by_work(
    by_form: Iterable[FormEffect], forms: _Forms, rate: HourlyRate | None
) -> tuple[WorkEffect, ...]:
    """In the order of the list; those with papers."""
    found: Mapping[str, list[FormEffect]] = _grouped(by_form, "work_field")
    return tuple(_work(field, found[field], rate) for field in forms.fields if field in found)


def _work(field: str, of: Sequence[FormEffect], rate: HourlyRate | None) -> WorkEffect:
    sums = added(of)
    saved = sums["manual_seconds"] - sums["review_seconds"]
    return WorkEffect(
        work_field=field,
        forms=tuple(each.form for each in of if each.form),
        basis=basis_of(each.basis for each in of if each.entered),
        hourly_rate=rate.yen if rate else None,
        saved_yen=yen_for(saved, rate.yen) if rate else None,
        **sums,
    )


def _by_month(
    months: Iterable[str], tallies: Mapping[tuple[str, str], Tally]
) -> tuple[MonthEffect, ...]:
    """Every month, those without papers too."""
    found: dict[str, list[Tally]] = defaultdict(list)
    for (month, _), each in tallies.items():
        found[month].append(each)
    return tuple(MonthEffect(month=month, **added(found[month])) for month in months)


def _by_department(by_form: Iterable[FormEffect]) -> tuple[DepartmentEffect, ...]:
    found = _grouped(by_form, "department")
    return tuple(DepartmentEffect(department=name, **added(found[name])) for name in sorted(found))


def _grouped(by_form: Iterable[FormEffect], name: str) -> Mapping[str, list[FormEffect]]:
    found: dict[str, list[FormEffect]] = defaultdict(list)
    for each in by_form:
        found[getattr(each, name)].append(each)
    return found
