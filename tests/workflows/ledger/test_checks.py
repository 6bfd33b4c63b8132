"""What is odd about a cost is told while it is entered."""

from datetime import date

import pytest

from tests.workflows.ledger.costs import DRAFT, draft
from workflows.ledger import Eligible, Ledger
from workflows.ledger.checks import Code, is_tax, is_tax_at_one_rate, notices


def codes(**changes: object) -> list[Code]:
    return [each.code for each in notices(draft(**changes))]


def test_an_ordinary_cost_is_not_odd() -> None:
    assert notices(DRAFT) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"contracted_on": date(2024, 3, 31)}, Code.OUTSIDE_YEAR),
        ({"inspected_on": date(2025, 4, 1), "paid_on": date(2025, 4, 30)}, Code.OUTSIDE_YEAR),
        ({"paid_on": date(2025, 6, 1)}, Code.PAID_LATE),
        ({"inspected_on": date(2024, 4, 30)}, Code.ORDER),
        ({"paid_on": date(2024, 6, 1)}, Code.ORDER),
        ({"contracted_on": None, "inspected_on": None, "paid_on": None}, Code.NO_DATE),
        ({"tax": 50_000}, Code.TAX),
        ({"tax": 90_000}, Code.TAX),
        ({"category": None}, Code.NO_CATEGORY),
        ({"reason": ""}, Code.NO_REASON),
        ({"title": "RPA 保守料"}, Code.RUNNING),
        ({"title": "担当職員の人件費"}, Code.RUNNING),
        ({"other_claims": "デジタル田園都市国家構想交付金"}, Code.OTHER_CLAIM),
    ],
)
def test_it_is_told(changes: dict[str, object], code: Code) -> None:
    assert codes(**changes) == [code]


def test_payment_until_the_books_close_is_of_the_year() -> None:
    assert codes(paid_on=date(2025, 5, 31)) == []


def test_what_is_not_claimed_may_be_anything() -> None:
    assert codes(eligible=Eligible.NO, category=None, title="保守料") == []


@pytest.mark.parametrize(
    ("amount", "tax"),
    [(110, 10), (1_100_000, 100_000), (1_080, 80), (999, 90), (999, 91), (-1_100, -100), (108, 8)],
)
def test_tax_at_ten_or_eight_percent_is_right_however_it_was_rounded(amount: int, tax: int) -> None:
    assert is_tax(amount, tax)
    assert is_tax_at_one_rate(amount, tax)


def test_the_same_payee_amount_and_day_is_told_with_its_number(ledger: Ledger) -> None:
    first = ledger.add(DRAFT, "佐藤")
    _, odd = ledger.look(draft(payee="写し商事 株式会社", title="別の摘要"), "佐藤")
    assert [each.code for each in odd] == [Code.TWICE]
    assert f"番号 {first.id}" in odd[0].message
    assert ledger.look(DRAFT, "佐藤", but=first.id)[1] == ()
    ledger.strike(first.id, "誤り", "佐藤")
    assert ledger.look(DRAFT, "佐藤")[1] == ()
