"""How long an office keeps an application: `5年`, `6か月`, `30日`.

Years count from the 1 April after the day on which the matter ended, as the rules for documents
(文書管理規程) of offices count them; months and days count from that day itself.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from forms.errors import RuleBroken

_WRITTEN = re.compile(r"([1-9]\d{0,3})\s*(年|か月|ヶ月|カ月|ヵ月|日)")
_UNITS = {"年": "年", "日": "日"}
_MOST = {"年": 100, "か月": 1200, "日": 9999}


@dataclass(frozen=True, slots=True)
class Retention:
    count: int
    unit: str  # 年, か月, 日

    @classmethod
    def parse(cls, text: str) -> "Retention":
        """Raises RuleBroken."""
        found = _WRITTEN.fullmatch(text.strip())
        unit = _UNITS.get(found[2], "か月") if found else ""
        if found is None or int(found[1]) > _MOST[unit]:
            raise RuleBroken(
                f"保存期間「{text}」が分かりません。5年、6か月、30日 のように書きます。"
            )
        return cls(int(found[1]), unit)

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    def ends(self, completed: date) -> date:
        """The last day on which it is kept; that of all time where there is no such day."""
        try:
            return self._ends(completed)
        except (ValueError, OverflowError):
            return date.max

    def _ends(self, completed: date) -> date:
        if self.unit == "日":
            return completed + timedelta(days=self.count)
        if self.unit == "年":
            starts = completed.year + (completed.month >= 4)  # the year of the next 1 April
            return date(starts + self.count, 3, 31)
        months = completed.month - 1 + self.count
        year, month = completed.year + months // 12, months % 12 + 1
        return date(year, month, min(completed.day, monthrange(year, month)[1]))
