"""Fiscal years of municipalities (地方自治法208条): 1 April to 31 March, in Tokyo."""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime

from forms.era import ERAS, era_named, to_era
from forms.errors import RuleBroken, SetupError
from workflows.clock import TOKYO, month_bounds

_ERA_YEAR = re.compile(r"(?P<era>[^\W\d]+?)(?P<year>\d{1,2}|元)(?:年度|年)?")
_WESTERN = re.compile(r"(?P<year>\d{4})(?:年度|年)?")


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """Named by the year in which it begins: `FiscalYear(2024)` is 令和6年度."""

    begins: int

    @classmethod
    def parse(cls, text: str) -> "FiscalYear":
        """令和6, R6, 令和元年度, 平成31, 2024 (the year of its April). Raises SetupError."""
        bare = "".join(text.split()).translate(str.maketrans("０１２３４５６７８９", "0123456789"))
        try:
            return cls(_year(bare))
        except (ValueError, RuleBroken) as error:
            raise SetupError(
                f"年度「{text}」が分かりません。", advice="令和6 や 2024 のように指定します。"
            ) from error

    @classmethod
    def of(cls, day: date) -> "FiscalYear":
        return cls(day.year if day.month >= 4 else day.year - 1)

    @classmethod
    def at(cls, moment: datetime) -> "FiscalYear":
        """In Tokyo."""
        return cls.of(moment.astimezone(TOKYO).date())

    def __str__(self) -> str:
        """令和元年度 for 2019, whose April was still 平成: as the ministries write it."""
        era = to_era(date(self.begins, 12, 31))
        return f"{era.era}{'元' if era.year == 1 else era.year}年度"

    @property
    def first(self) -> date:
        return date(self.begins, 4, 1)

    @property
    def last(self) -> date:
        return date(self.begins + 1, 3, 31)

    @property
    def books_close(self) -> date:
        """The last day on which its costs may be paid (出納整理期間, 地方自治法235条の5)."""
        return date(self.begins + 1, 5, 31)

    @property
    def months(self) -> tuple[str, ...]:
        """`YYYY-MM`, from April to March."""
        early = (f"{self.begins:04}-{month:02}" for month in range(4, 13))
        late = (f"{self.begins + 1:04}-{month:02}" for month in range(1, 4))
        return (*early, *late)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Its first moment and that of the year after, in UTC."""
        return month_bounds(self.months[0])[0], month_bounds(self.months[-1])[1]

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def _year(text: str) -> int:
    """Raises ValueError, RuleBroken."""
    if western := _WESTERN.fullmatch(text):
        year = int(western["year"])
    elif written := _ERA_YEAR.fullmatch(text):
        era = era_named(written["era"])
        number = 1 if written["year"] == "元" else int(written["year"])
        year = era.first.year + number - 1
        if number < 1 or year > era.last.year:
            raise ValueError(text)
    else:
        raise ValueError(text)
    if not max(MINYEAR, ERAS[0].first.year) <= year < MAXYEAR - 1:
        raise ValueError(text)
    return year
