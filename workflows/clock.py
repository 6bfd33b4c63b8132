"""Time. The store holds UTC; days and months for people are those of Tokyo."""

from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta, timezone

Clock = Callable[[], datetime]
"""The present as an aware datetime in UTC. Tests pass their own."""

TOKYO = timezone(timedelta(hours=9), "JST")  # no summer time since 1951: a fixed offset holds


def utc_now() -> datetime:
    return datetime.now(UTC)


def tokyo_text(moment: datetime) -> str:
    """As people read it: 2026年4月1日 9時05分."""
    local = moment.astimezone(TOKYO)
    return f"{local.year}年{local.month}月{local.day}日 {local.hour}時{local.minute:02d}分"


def day_of(text: str) -> date:
    """`YYYY-MM-DD`. ValueError for none, also for one at the ends of all time: nobody means it, and
    there is no day before or after it to count to."""
    day = date.fromisoformat(text)
    if not MINYEAR < day.year < MAXYEAR:
        raise ValueError(text)
    return day


def tokyo_month(moment: datetime) -> str:
    """`YYYY-MM` in Tokyo."""
    return moment.astimezone(TOKYO).strftime("%Y-%m")


def month_bounds(month: str) -> tuple[datetime, datetime]:
    """First moment of `YYYY-MM` in Tokyo and of the month after, both in UTC. ValueError if bad."""
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=TOKYO)
    if not MINYEAR < first.year < MAXYEAR:  # no room for the hours between Tokyo and UTC
        raise ValueError(month)
    after = (first + timedelta(days=32)).replace(day=1)
    return first.astimezone(UTC), after.astimezone(UTC)
