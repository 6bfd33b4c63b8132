"""Japanese eras. First days: facts of law and cabinet orders (明治 by the Gregorian calendar)."""

from dataclasses import dataclass
from datetime import date

from forms.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Era:
    name: str
    letter: str
    first: date
    last: date  # the changing day belongs to both eras


ERAS = (
    Era("明治", "M", date(1868, 1, 25), date(1912, 7, 30)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 8)),
    Era("平成", "H", date(1989, 1, 8), date(2019, 5, 1)),
    Era("令和", "R", date(2019, 5, 1), date.max),
)


@dataclass(frozen=True, slots=True)
class EraDate:
    """A date as the paper writes it; year 1 is 元年."""

    era: str
    year: int
    month: int
    day: int

    def __str__(self) -> str:
        year = "元" if self.year == 1 else str(self.year)
        return f"{self.era}{year}年{self.month}月{self.day}日"


def era_named(name: str) -> Era:
    """Era by name or letter (昭和, S). Raises RuleBroken for any other word."""
    for era in ERAS:
        if name in (era.name, era.letter, era.letter.lower(), era.name[0]):
            return era
    raise RuleBroken(f"元号「{name}」はありません。")


def to_date(written: EraDate) -> date:
    """The calendar day. Raises RuleBroken where the era has no such day, with the likely date."""
    era = era_named(written.era)
    try:
        day = date(era.first.year + written.year - 1, written.month, written.day)
    except ValueError as error:
        raise RuleBroken(f"{written} は暦にない日付です。") from error
    if written.year < 1 or day < era.first:
        raise RuleBroken(f"{written} は{era.name}より前の日付です。")
    if day > era.last:
        likely = to_era(day)
        raise RuleBroken(f"{written} は{era.name}にない日付です ({likely} ではありませんか)。")
    return day


def to_era(day: date) -> EraDate:
    """The day in the newest era that has it. Raises RuleBroken before 明治."""
    for era in reversed(ERAS):
        if day >= era.first:
            return EraDate(era.name, day.year - era.first.year + 1, day.month, day.day)
    raise RuleBroken(f"{day.isoformat()} は明治より前の日付です。")
