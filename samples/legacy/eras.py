"""Japanese eras as the system stores them: a one-digit code and three two-digit numbers.

First days follow the law of each change; the day of a change belongs to both eras.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Era:
    """An era: code on the screens, name, one-letter name, first and last day (None: it goes on)."""

    code: str
    name: str
    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        """Whether the day lies in the era, both ends included."""
        return self.first <= day and (self.last is None or day <= self.last)


ERAS = (
    Era("1", "明治", date(1868, 1, 25), date(1912, 7, 30)),
    Era("2", "大正", date(1912, 7, 30), date(1926, 12, 25)),
    Era("3", "昭和", date(1926, 12, 25), date(1989, 1, 8)),
    Era("4", "平成", date(1989, 1, 8), date(2019, 5, 1)),
    Era("5", "令和", date(2019, 5, 1), None),
)


def era_of(code: str) -> Era:
    """The era of a screen code. Raises ValueError for an unknown code."""
    for era in ERAS:
        if era.code == code:
            return era
    raise ValueError("no such era code")


def to_date(code: str, year: str, month: str, day: str) -> date:
    """The day of an era date. Raises ValueError when there is no such day in that era."""
    era = era_of(code)
    if not all(part.isascii() and part.isdigit() for part in (year, month, day)) or int(year) < 1:
        raise ValueError("not an era date")
    found = date(era.first.year + int(year) - 1, int(month), int(day))
    if not era.covers(found):
        raise ValueError("the era has no such day")
    return found


def to_text(code: str, year: str, month: str, day: str) -> str:
    """The era date as the screens print it, for example 昭和60年04月03日."""
    return f"{era_of(code).name}{year.zfill(2)}年{month.zfill(2)}月{day.zfill(2)}日"


def of_day(day: date) -> tuple[str, str, str, str]:
    """Era code, year, month and day (two digits each); of two eras on one day, the later."""
    era = next((era for era in reversed(ERAS) if era.covers(day)), None)
    if era is None:
        raise ValueError("before the first era")
    year = day.year - era.first.year + 1
    return era.code, f"{year:02d}", f"{day.month:02d}", f"{day.day:02d}"
