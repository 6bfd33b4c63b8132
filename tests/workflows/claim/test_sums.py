"""The claim's arithmetic: what counts, and where it is rounded."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.claim.documented import DOCS, DOCUMENTS, items_in, tables, yen
from tests.workflows.claim.making import LICENCES, NOW, SOFTWARE, YEAR, dossier, funded, item
from workflows.claim.sums import Claim, claim_of, thousands
from workflows.ledger import measures
from workflows.ledger.item import CostItem, Eligible, Measure, Struck
from workflows.ledger.strength import Kind, coefficient, mean

RATE, COEFFICIENT = Decimal("0.3"), Decimal("0.9")


def claim(*items: CostItem, coefficient: str | None = "0.9") -> Claim:
    factor = None if coefficient is None else Decimal(coefficient)
    return claim_of(YEAR, items, measures.load(YEAR), factor)


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (0, 0), (1_851, 0), (1_852, 1), (2_550_000, 689), (2_549_999, 688), (-2_550_000, -689),
        (10**12, 270_000_000), (9_999_999_999_999, 2_700_000_000),
    ],
)  # fmt: skip
def test_yen_become_thousands_half_up(base: int, expected: int) -> None:
    assert thousands(base, RATE, COEFFICIENT) == expected


@given(
    base=st.integers(0, 10**13),
    rate=st.decimals("0.1", "1", places=2),
    factor=st.decimals("0.2", "1", places=2),
)
def test_rounding_is_exact(base: int, rate: Decimal, factor: Decimal) -> None:
    exact = Fraction(base) * Fraction(rate) * Fraction(factor) / 1000
    assert thousands(base, rate, factor) == (exact + Fraction(1, 2)).__floor__()


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 100)), max_size=20))
def test_the_sum_over_categories_is_the_sum_over_lines(drawn: list[tuple[int, int]]) -> None:
    items = [
        funded(number, amount, amount * share // 100, category=(SOFTWARE, LICENCES)[number % 2])
        for number, (amount, share) in enumerate(drawn, 1)
    ]
    made = claim(*items)
    assert made.base == sum(i.own_amount - i.specific_funds for i in items)
    assert made.measures[0].base == sum(each.base for each in made.measures[0].categories)


def test_each_measure_is_rounded_by_itself() -> None:
    online = measures.load(YEAR)[1]
    made = claim(
        item(1, 2_550_000), item(2, 1_110, measure=Measure.ONLINE, category=online.categories[0])
    )
    assert [each.thousands for each in made.measures] == [689, 0, 0]  # 688.5 and 0.4995
    assert made.total == 689


def test_only_what_is_eligible_placed_and_standing_counts() -> None:
    counted = item(1)
    made = claim(
        counted,
        item(2, eligible=Eligible.UNDECIDED),
        item(3, eligible=Eligible.NO),
        item(4, category=None),
        item(5, measure=None, category=None),
        item(6, category="別の区分"),
        item(7, struck=Struck(NOW, "佐藤", "二重")),
    )
    assert made.counted == (counted,)
    assert [each.id for each in made.undecided] == [2]
    assert [each.id for each in made.refused] == [3]
    assert [each.id for each in made.unplaced] == [4, 5, 6]
    assert [each.id for each in made.items] == [1, 2, 3, 4, 5, 6]


def test_without_an_index_there_is_no_amount() -> None:
    made = claim(item(1), coefficient=None)
    assert made.total is None
    assert made.base == 1_100_000


def test_the_same_costs_give_the_same_digest_and_others_another() -> None:
    first, again = dossier([item(1)]), dossier([item(1)])
    assert first.digest == again.digest != dossier([item(1, 1_100_001)]).digest


@pytest.mark.parametrize(("name", "heading"), DOCUMENTS)
def test_the_example_of_the_document_is_worked_out_as_it_says(name: str, heading: str) -> None:
    rows, results = tables(name, heading)
    made = claim(*items_in(rows))
    said = {row[0]: [yen(row[n]) for n in (1, 2, 3, 5)] for row in results}
    for each in made.measures:
        ours = [each.own, each.specific, each.base, each.thousands]
        assert said[each.measure.title] == ours
    assert said["計"][2:] == [made.base, made.total]
    text = (DOCS / name).read_text(encoding="utf-8")
    yearly = [Decimal(each) for each in re.findall(r"0\.\d{3}(?!\d|…)", text)[:3]]
    assert mean(yearly) == Decimal("0.55")
    assert coefficient(YEAR, Kind.MUNICIPALITY, mean(yearly)) == COEFFICIENT
