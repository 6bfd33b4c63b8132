from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.era import ERAS, EraDate, era_named, to_date, to_era
from forms.errors import RuleBroken


@given(st.dates(min_value=date(1868, 1, 25)))
def test_every_day_round_trips_through_its_era(day: date) -> None:
    assert to_date(to_era(day)) == day


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (EraDate("昭和", 64, 1, 7), date(1989, 1, 7)),
        (EraDate("昭和", 64, 1, 8), date(1989, 1, 8)),
        (EraDate("平成", 1, 1, 8), date(1989, 1, 8)),
        (EraDate("大正", 15, 12, 25), date(1926, 12, 25)),
        (EraDate("昭和", 1, 12, 25), date(1926, 12, 25)),
        (EraDate("平成", 31, 4, 30), date(2019, 4, 30)),
    ],
)
def test_the_changing_day_belongs_to_both_eras(written: EraDate, day: date) -> None:
    assert to_date(written) == day


def test_year_one_is_gannen() -> None:
    assert str(to_era(date(2019, 5, 1))) == "令和元年5月1日"


@pytest.mark.parametrize("name", ["昭和", "昭", "S", "s"])
def test_an_era_has_several_names(name: str) -> None:
    assert era_named(name) is ERAS[2]


def test_unknown_eras_and_days_before_meiji_are_refused() -> None:
    with pytest.raises(RuleBroken):
        era_named("慶応")
    with pytest.raises(RuleBroken):
        to_era(date(1868, 1, 24))
