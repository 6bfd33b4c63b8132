"""Counts and seconds, and the lines that they stand in."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Basis(StrEnum):
    """Where the seconds of typing come from."""

    MEASURED = "measured"  # timed in this office
    ESTIMATED = "estimated"  # by the office, or by the form's own figure
    MIXED = "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts, and whole seconds: rounded by month and form, so that every way of adding gives the
    same sum. Duplicates are counted apart and nowhere else.

    `read` records have fields; in `whole` of them nothing was in doubt. `entered`: seen in the
    target system. `under_way`: may still be entered. `electronic`: came as data; they are in none
    of `read`, `whole`, `fields`: nothing of them was recognised. `review_seconds`: of people, at
    review, double entry and samples. `manual_seconds`: what typing the entered ones would take.
    """

    documents: int = 0
    duplicates: int = 0
    records: int = 0
    read: int = 0
    whole: int = 0
    entered: int = 0
    under_way: int = 0
    electronic: int = 0
    pages: int = 0
    fields: int = 0
    fields_accepted: int = 0
    read_seconds: int = 0
    enter_seconds: int = 0
    review_seconds: int = 0
    manual_seconds: int = 0

    @property
    def machine_seconds(self) -> int:
        return self.read_seconds + self.enter_seconds

    @property
    def saved_seconds(self) -> int:
        """Of people; below zero it is a loss. The machine's time is nobody's."""
        return self.manual_seconds - self.review_seconds

    @property
    def of_fields(self) -> float | None:
        """Share of the fields that nobody had to look at, 0 to 1; None without fields."""
        return self.fields_accepted / self.fields if self.fields else None

    @property
    def of_records(self) -> float | None:
        """Share of the records in which nothing was in doubt; None without any that was read."""
        return self.whole / self.read if self.read else None

    @property
    def is_loss(self) -> bool:
        """It took people more than typing would have; not told while nothing has come to its
        end yet."""
        return self.saved_seconds < 0 and (self.entered > 0 or self.under_way == 0)


COUNTS = tuple(each.name for each in fields(Tally))


def added(tallies: Iterable[Tally]) -> dict[str, int]:
    """The sums, for making another line of them."""
    listed = tuple(tallies)
    return {name: sum(getattr(each, name) for each in listed) for name in COUNTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormEffect(Tally):
    """`form` is empty for papers of which no form was read. `seconds_a_record`: of typing one;
    None where nobody knows. `source`: in Japanese, where that figure is from."""

    form: str
    title: str
    department: str
    work_field: str
    seconds_a_record: Decimal | None
    basis: Basis
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkEffect(Tally):
    """A field of work by the ministry's list. `forms`: ids. `saved_yen` is rounded half up, and is
    None as long as the year has no hourly rate."""

    work_field: str
    forms: tuple[str, ...]
    basis: Basis
    hourly_rate: int | None
    saved_yen: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentEffect(Tally):
    department: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthEffect(Tally):
    month: str  # YYYY-MM, in which the documents arrived (Tokyo)


@dataclass(frozen=True, slots=True)
class Effect:
    """Of the documents that arrived in `months`. `method` says in Japanese how it was worked out.

    `saved_yen` is the sum of the fields of work, each rounded to whole yen.
    """

    title: str  # 令和6年度, or 2026-10
    months: tuple[str, ...]
    total: Tally
    by_work: tuple[WorkEffect, ...]
    by_form: tuple[FormEffect, ...]
    by_month: tuple[MonthEffect, ...]
    by_department: tuple[DepartmentEffect, ...]
    basis: Basis
    hourly_rate: int | None
    rate_source: str
    saved_yen: int | None
    method: str

    @property
    def losses(self) -> tuple[FormEffect, ...]:
        """Forms that took people more than typing would have, the worst first."""
        return tuple(
            sorted((e for e in self.by_form if e.is_loss), key=lambda each: each.saved_seconds)
        )


def basis_of(found: Iterable[Basis]) -> Basis:
    """Of several; estimated where there is none."""
    kinds = set(found)
    if len(kinds) > 1:
        return Basis.MIXED
    return kinds.pop() if kinds else Basis.ESTIMATED


def yen_for(seconds: int, hourly_rate: int) -> int:
    """What that much work costs, rounded half away from zero (as Excel's ROUND)."""
    return rounded(Decimal(seconds) * hourly_rate / 3600)


def rounded(value: Decimal) -> int:
    """Half away from zero."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
