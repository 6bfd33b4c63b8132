"""Dates as people write them (昭和60年4月3日, S60.4.3, 令和元年5月1日, 1985年4月3日) → ISO."""

import re
from datetime import date

from forms.era import EraDate, era_named, to_date
from forms.errors import RuleBroken, Unreadable
from forms.values.text import half_width

_ERA = re.compile(
    r"(明治|大正|昭和|平成|令和|明|大|昭|平|令|[MTSHRmtshr])[.．]?"
    r"(元|[0-9]{1,2})[年./\-]([0-9]{1,2})[月./\-]([0-9]{1,2})日?"
)
_WESTERN = re.compile(r"([12][0-9]{3})[年./\-]([0-9]{1,2})[月./\-]([0-9]{1,2})日?")


def day(text: str, label: str) -> str:
    """ISO date. Raises Unreadable where it is no date, RuleBroken where no such day exists."""
    value = "".join(half_width(ch) for ch in text if not ch.isspace()).replace("－", "-")
    if not value:
        return ""
    if found := _ERA.fullmatch(value):
        era, year, month, dom = found.groups()
        number = 1 if year == "元" else int(year)
        return to_date(EraDate(era_named(era).name, number, int(month), int(dom))).isoformat()
    if found := _WESTERN.fullmatch(value):
        try:
            return date(*(int(part) for part in found.groups())).isoformat()
        except ValueError as error:
            raise RuleBroken(f"{label}は暦にない日付です。") from error
    raise Unreadable(f"{label}を日付として読めません。")
