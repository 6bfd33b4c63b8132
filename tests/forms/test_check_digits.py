"""Examples: 総務省令第85号 and published numbers of public bodies."""

import pytest

from forms import check_digits


def test_my_number() -> None:
    assert check_digits.my_number_digit("12345678901") == 8
    assert check_digits.is_my_number("123456789018")
    assert not check_digits.is_my_number("１２３４５６７８９０１８")


@pytest.mark.parametrize("number", ["8000012010038", "7000012050002"])
def test_corporate_number(number: str) -> None:
    assert check_digits.corporate_number_digit(number[1:]) == int(number[0])


@pytest.mark.parametrize("code", ["131016", "011002", "271004"])
def test_municipality_code(code: str) -> None:
    assert check_digits.municipality_digit(code[:5]) == int(code[5])


def test_insurer_number() -> None:
    assert check_digits.insurer_digit("28215") == 2
