"""Fiscal years as people write them, and their days."""

from datetime import UTC, date, datetime

import pytest

from forms.errors import SetupError
from workflows.fiscal import FiscalYear


@pytest.mark.parametrize(
    "text", ["令和6", "R6", "r6", "令和6年度", "令和 6 年", "2024", "2024年度", "令和６年度"]
)
def test_a_year_is_understood_as_people_write_it(text: str) -> None:
    assert FiscalYear.parse(text) == FiscalYear(2024)


@pytest.mark.parametrize(("text", "year"), [("令和元", 2019), ("平成31", 2019), ("昭和63", 1988)])
def test_a_year_in_which_the_era_changes_has_both_names(text: str, year: int) -> None:
    assert FiscalYear.parse(text) == FiscalYear(year)


@pytest.mark.parametrize("text", ["", "6", "令和", "令和0", "平成33", "XX6", "20240", "1700", "９"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(SetupError, match="年度"):
        FiscalYear.parse(text)


@pytest.mark.parametrize(
    ("year", "name"),
    [(2024, "令和6年度"), (2019, "令和元年度"), (2018, "平成30年度"), (1988, "昭和63年度")],
)  # fmt: skip
def test_a_year_is_written_as_the_ministries_write_it(year: int, name: str) -> None:
    assert str(FiscalYear(year)) == name


def test_its_days_go_from_april_to_march() -> None:
    year = FiscalYear(2024)
    assert date(2024, 4, 1) in year
    assert date(2025, 3, 31) in year
    assert date(2024, 3, 31) not in year
    assert date(2025, 4, 1) not in year
    assert year.books_close == date(2025, 5, 31)
    assert FiscalYear.of(date(2025, 3, 31)) == FiscalYear.of(date(2024, 4, 1)) == year


def test_its_moments_are_those_of_tokyo() -> None:
    first, after = FiscalYear(2024).bounds
    assert first == datetime(2024, 3, 31, 15, tzinfo=UTC)
    assert after == datetime(2025, 3, 31, 15, tzinfo=UTC)
    assert FiscalYear.at(first) == FiscalYear(2024)
    assert FiscalYear(2024).months[0] == "2024-04"
    assert FiscalYear(2024).months[-1] == "2025-03"
    assert len(FiscalYear(2024).months) == 12
