"""How long an application is kept."""

from datetime import date

import pytest

from forms.errors import RuleBroken
from forms.retention import Retention


@pytest.mark.parametrize(
    ("text", "completed", "last"),
    [
        ("5年", date(2024, 4, 1), date(2030, 3, 31)),
        ("5年", date(2025, 3, 31), date(2030, 3, 31)),
        ("1年", date(2025, 1, 1), date(2026, 3, 31)),
        ("6か月", date(2024, 8, 31), date(2025, 2, 28)),
        ("12ヶ月", date(2024, 2, 29), date(2025, 2, 28)),
        ("1か月", date(2024, 12, 15), date(2025, 1, 15)),
        ("30日", date(2024, 12, 15), date(2025, 1, 14)),
    ],
)
def test_years_count_from_the_next_april_months_and_days_from_the_day(
    text: str, completed: date, last: date
) -> None:
    assert Retention.parse(text).ends(completed) == last


def test_where_time_ends_it_is_kept_for_ever() -> None:
    assert Retention.parse("100年").ends(date(9950, 1, 1)) == date.max


@pytest.mark.parametrize(
    "text", ["", "5", "年", "0年", "五年", "101年", "-3日", "5年半", "10000日"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken):
        Retention.parse(text)


def test_it_is_written_in_one_way() -> None:
    assert str(Retention.parse(" 6ヵ月")) == "6か月"
