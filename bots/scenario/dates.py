"""Days as target systems write them. A value of the record is a day in ISO form (1985-04-03)."""

from collections.abc import Callable
from datetime import date

from forms.era import ERAS, EraDate, era_named, to_era
from forms.errors import RuleBroken


def day(text: str) -> date:
    """Raises ValueError for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("日付ではありません。") from error


def era(text: str) -> EraDate:
    """Raises ValueError for what is no day, or one before 明治."""
    try:
        return to_era(day(text))
    except RuleBroken as error:
        raise ValueError("明治より前の日付です。") from error


def written(pattern: str) -> Callable[[str], str]:
    """A day by a strftime pattern, the year always of four digits."""
    return lambda text: f"{day(text).year:04d}" + day(text).strftime(pattern)


def era_date(text: str, digits: str) -> str:
    """昭和60年4月3日; with digits "2" 昭和60年04月03日, year 1 as 01 and not 元."""
    found = era(text)
    if not digits:
        return str(found)
    return f"{found.era}{found.year:02d}年{found.month:02d}月{found.day:02d}日"


def era_number(text: str) -> str:
    """明治 1, 大正 2, 昭和 3, 平成 4, 令和 5: the usual code of an era in municipal systems."""
    return str(ERAS.index(era_named(era(text).era)) + 1)


def age(text: str, on: str) -> str:
    """Full years from one day to another. Raises ValueError where that is before it.

    It grows on the birthday; for 29 February on 1 March in a common year.
    """
    born, then = day(text), day(on)
    years = then.year - born.year - ((then.month, then.day) < (born.month, born.day))
    if years < 0:
        raise ValueError("生まれる前の日付です。")
    return str(years)
