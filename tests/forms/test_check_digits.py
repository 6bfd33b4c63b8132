"""Examples: 総務省令第85号 and published numbers of public bodies. Oracle: python-stdnum."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.jp import cn

from forms import check_digits
from forms.check_digits import CHECKS
from forms.declaration import FieldDeclaration
from forms.errors import RuleBroken
from forms.values import numbers

DIGITS = st.text("0123456789", min_size=12, max_size=12)


def test_my_number() -> None:
    assert check_digits.my_number_digit("12345678901") == 8
    assert check_digits.is_my_number("123456789018")
    assert not check_digits.is_my_number("１２３４５６７８９０１８")


@pytest.mark.parametrize("number", ["8000012010038", "7000012050002"])
def test_corporate_number(number: str) -> None:
    assert check_digits.corporate_number_digit(number[1:]) == int(number[0])
    assert check_digits.is_corporate_number(number)


@given(DIGITS, st.integers(0, 9))
def test_corporate_numbers_are_those_of_the_oracle(twelve: str, first: int) -> None:
    number = f"{first}{twelve}"
    assert check_digits.is_corporate_number(number) == cn.is_valid(number)


@pytest.mark.parametrize("code", ["131016", "011002", "271004"])
def test_municipality_code(code: str) -> None:
    assert check_digits.municipality_digit(code[:5]) == int(code[5])
    assert check_digits.is_municipality_code(code)


def test_insurer_number() -> None:
    assert check_digits.insurer_digit("28215") == 2
    assert check_digits.is_insurer_number("282152")


@given(st.text("0123456789", min_size=11, max_size=11))
def test_of_ten_last_digits_one_holds(eleven: str) -> None:
    assert sum(check_digits.is_my_number(f"{eleven}{d}") for d in range(10)) == 1
    assert sum(check_digits.is_insurer_number(f"{eleven[:7]}{d}") for d in range(10)) == 1
    assert sum(check_digits.is_municipality_code(f"{eleven[:5]}{d}") for d in range(10)) == 1


@given(st.text("0123456789", min_size=7, max_size=7), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_breaks_an_insurer_number(seven: str, place: int, more: int) -> None:
    right = f"{seven}{check_digits.insurer_digit(seven)}"
    wrong = right[:place] + str((int(right[place]) + more) % 10) + right[place + 1 :]
    assert check_digits.is_insurer_number(right)
    assert not check_digits.is_insurer_number(wrong)


@pytest.mark.parametrize("name", sorted(CHECKS))
@pytest.mark.parametrize("text", ["", "1", "12345", "1234567890123456", "abcdef", "２８２１５２"])
def test_what_is_no_such_number_does_not_pass(name: str, text: str) -> None:
    assert not CHECKS[name](text)


def test_a_form_may_declare_every_rule() -> None:
    declared = get_args(get_args(FieldDeclaration.model_fields["check"].annotation)[0])
    assert {*declared, "my_number"} == set(CHECKS)


def test_a_number_that_breaks_its_declared_rule_is_refused() -> None:
    assert numbers.number("282152", "保険者番号", (6, 8), "insurer") == "282152"
    with pytest.raises(RuleBroken, match="検査数字"):
        numbers.number("282153", "保険者番号", (6, 8), "insurer")
