"""The kinds of rules between fields: values → which of them disagree, and why.

Every check is silent where a value that it needs is blank: a missing value is another's business.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from forms.compare import is_same
from forms.form import Rule
from forms.record import Value


@dataclass(frozen=True, slots=True)
class Broken:
    """The fields that disagree. `note`: what they should say, as a Japanese phrase."""

    fields: tuple[str, ...]
    note: str = ""


Values = Mapping[str, Value]
Check = Callable[[Rule, Values], Sequence[Broken]]


def full_years(birth: date, day: date) -> int:
    """Age in completed years (満年齢 as people count it: one more on the birthday itself)."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def last_school_day(birth: date, years: int) -> date:
    """The first 31 March on or after the day on which `years` are completed by law, which is the
    day before the birthday (年齢計算ニ関スル法律 with 民法第143条)."""
    completed = _anniversary(birth, years) - timedelta(1)
    end = date(completed.year, 3, 31)
    return end if end >= completed else date(completed.year + 1, 3, 31)


def _anniversary(day: date, years: int) -> date:
    """29 February counts as 1 March in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _date(values: Values, field: str) -> date | None:
    value = values.get(field)
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _number(values: Values, field: str) -> int | None:
    value = values.get(field)
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else None


def _order(rule: Rule, values: Values) -> Sequence[Broken]:
    first, second = (values.get(field) for field in rule.fields[:2])
    both = isinstance(first, str) and isinstance(second, str)
    return [Broken(rule.fields)] if both and str(first) > str(second) else []


def _blank(rule: Rule, values: Values) -> Sequence[Broken]:
    filled = tuple(field for field in rule.fields if values.get(field))
    return [Broken(filled)] if filled else []


def _filled(rule: Rule, values: Values) -> Sequence[Broken]:
    blank = tuple(field for field in rule.fields if not values.get(field))
    return [Broken(blank)] if blank else []


def _together(rule: Rule, values: Values) -> Sequence[Broken]:
    """All of the fields or none."""
    blank = tuple(field for field in rule.fields if not values.get(field))
    return [Broken(blank)] if 0 < len(blank) < len(rule.fields) else []


def _differ(rule: Rule, values: Values) -> Sequence[Broken]:
    return [
        Broken((one, other))
        for one, other in combinations(rule.fields, 2)
        if values.get(one) and values.get(other) and is_same(values.get(one), values.get(other))
    ]


def _same(rule: Rule, values: Values) -> Sequence[Broken]:
    first, second = (values.get(field) for field in rule.fields[:2])
    return [Broken(rule.fields)] if first and second and not is_same(first, second) else []


def _rows_differ(rule: Rule, values: Values) -> Sequence[Broken]:
    """No two rows of `width` fields are alike in all of them."""
    width = max(1, rule.width)
    rows = [rule.fields[n : n + width] for n in range(0, len(rule.fields), width)]
    return [
        Broken((*one, *other))
        for one, other in combinations(rows, 2)
        if all(
            values.get(a) and values.get(b) and is_same(values.get(a), values.get(b))
            for a, b in zip(one, other, strict=True)
        )
    ]


def _age_on(rule: Rule, values: Values) -> Sequence[Broken]:
    """Birth, written age, day: the age is the completed years on that day."""
    birth, age, day = rule.fields[:3]
    born, written, on = _date(values, birth), _number(values, age), _date(values, day)
    if born is None or written is None or on is None:
        return []
    years = full_years(born, on)
    return [] if written == years else [Broken((birth, age), f"生年月日からは {years} 歳")]


def _within_age(rule: Rule, values: Values) -> Sequence[Broken]:
    """Birth, day: the age on the day lies within `limits`; with `until_march`, the upper one
    lasts until the end of the school year in which it is reached."""
    birth, day = rule.fields[:2]
    born, on = _date(values, birth), _date(values, day)
    if born is None or on is None or rule.limits is None or born > on:
        return []
    low, high = rule.limits
    years = full_years(born, on)
    is_within = on <= last_school_day(born, high) if rule.until_march else years <= high
    if years >= low and is_within:
        return []
    return [Broken((birth, day), f"この日に {years} 歳")]


def _filled_at_age(rule: Rule, values: Values) -> Sequence[Broken]:
    """Birth, day, further fields: these are filled where the age on the day is in `limits`."""
    birth, day, *needed = rule.fields
    born, on = _date(values, birth), _date(values, day)
    if born is None or on is None or rule.limits is None:
        return []
    years = full_years(born, on)
    blank = tuple(field for field in needed if not values.get(field))
    if not blank or not rule.limits[0] <= years <= rule.limits[1]:
        return []
    return [Broken((*blank, birth), f"この日に {years} 歳")]


def _years_apart(rule: Rule, values: Values) -> Sequence[Broken]:
    """Two births: the second at least `limits[0]`, at most `limits[1]` years after the first."""
    older, younger = rule.fields[:2]
    first, second = _date(values, older), _date(values, younger)
    if first is None or second is None or rule.limits is None:
        return []
    years = full_years(first, second)
    if rule.limits[0] <= years <= rule.limits[1]:
        return []
    return [Broken((older, younger), f"{years} 年の差" if years >= 0 else "先に生まれている")]


def _sum(rule: Rule, values: Values) -> Sequence[Broken]:
    """The first number is the sum of the others; blank parts count as 0."""
    total, *parts = rule.fields
    written = _number(values, total)
    numbers = [_number(values, part) for part in parts if values.get(part)]
    if written is None or not numbers or None in numbers:
        return []
    found = sum(number for number in numbers if number is not None)
    return [] if written == found else [Broken(rule.fields, f"内訳の合計は {found}")]


def _count(rule: Rule, values: Values) -> Sequence[Broken]:
    """The first number says how many of the other fields are filled, where any is."""
    total, *rows = rule.fields
    written, found = _number(values, total), sum(bool(values.get(row)) for row in rows)
    if written is None or not found or written == found:
        return []
    return [Broken((total,), f"記入は {found} 件")]


def _between(rule: Rule, values: Values) -> Sequence[Broken]:
    """Each number lies within `limits`."""
    if rule.limits is None:
        return []
    low, high = rule.limits
    return [
        Broken((field,))
        for field in rule.fields
        if (number := _number(values, field)) is not None and not low <= number <= high
    ]


CHECKS: Mapping[str, Check] = {
    "order": _order,
    "blank_when": _blank,
    "filled_when": _filled,
    "together": _together,
    "differ": _differ,
    "same": _same,
    "rows_differ": _rows_differ,
    "age_on": _age_on,
    "within_age": _within_age,
    "filled_at_age": _filled_at_age,
    "years_apart": _years_apart,
    "sum": _sum,
    "count": _count,
    "between": _between,
}
"""By name in `form.yaml`. `forms.rules` names what each of them says."""

LEAST_FIELDS = {
    "order": 2, "differ": 2, "same": 2, "together": 2, "rows_differ": 2, "age_on": 3,
    "within_age": 2, "filled_at_age": 3, "years_apart": 2, "sum": 2, "count": 2,
    "reading_of": 2, "postal_of": 2, "bank_of": 2, "branch_of": 3, "ditto": 2,
}  # fmt: skip
NEED_LIMITS = ("within_age", "filled_at_age", "years_apart", "between")
