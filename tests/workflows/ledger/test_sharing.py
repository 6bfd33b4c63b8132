"""共同利用: each municipality's part is whole yen, and the parts are the whole."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.ledger import BadCost, Key, Party, Share
from workflows.ledger.sharing import share_of, text_of

THREE = "131016 千代田区 67000 当団体\n131024 中央区 170000\n131032 港区 260000"
CODES = ("131016", "131024", "131032", "131041", "131059")

weights = st.lists(
    st.decimals(min_value=0, max_value=10**9, places=2), min_size=2, max_size=5
).filter(any)


@given(weights, st.integers(min_value=-(10**12), max_value=10**12))
def test_the_parts_always_add_up_to_the_whole(of: list[Decimal], total: int) -> None:
    share = shared(of)
    parts = share.parts(total)
    assert sum(parts.values()) == total
    assert all(part * total >= 0 for part in parts.values())


@given(weights, st.integers(min_value=-(10**12), max_value=10**12))
def test_no_part_is_a_yen_or_more_from_the_exact_one(of: list[Decimal], total: int) -> None:
    for party, part in zip(shared(of).parties, shared(of).parts(total).values(), strict=True):
        assert abs(part * sum(of) - party.weight * total) < sum(of)


@given(weights)
def test_a_share_is_read_back_as_it_was_written(of: list[Decimal]) -> None:
    share = shared(of)
    assert share_of(Key.USAGE, text_of(share)) == share


def shared(of: list[Decimal]) -> Share:
    parties = tuple(Party(code, f"団体{code}", w) for code, w in zip(CODES, of, strict=False))
    return Share(Key.USAGE, parties, CODES[0])


def test_a_cost_is_shared_by_population() -> None:
    assert share_of(Key.POPULATION, THREE).parts(12_345_678) == {
        "131016": 1_664_307, "131024": 4_222_868, "131032": 6_458_503,
    }  # fmt: skip


def test_equal_parts_need_no_figures_and_the_first_bear_what_is_left() -> None:
    text = "131016 千代田区；131024 中央区 当団体; 131032 港区"
    share = share_of(Key.EQUAL, text)
    assert share.parts(100) == {"131016": 34, "131024": 33, "131032": 33}
    assert share.own_part(100) == 33


def test_figures_may_be_written_in_full_width() -> None:
    share = share_of(
        Key.POPULATION, "１３１０１６　千代田区　６７，０００　当団体\n131024 中央区 1"
    )
    assert share.parties[0] == Party("131016", "千代田区", Decimal(67000))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("131016 千代田区 1 当団体", "2〜100 団体"),
        ("131016 千代田区 1 当団体\n131025 中央区 1", "検査数字"),
        ("131016 千代田区 1 当団体\n13102 中央区 1", "6 桁"),
        ("131016 千代田区 1 当団体\n131016 中央区 1", "二つあります"),
        ("131016 千代田区 1\n131024 中央区 1", "どの団体が自分"),
        ("131016 千代田区 1 当団体\n131024 中央区 1 当団体", "どの団体が自分"),
        ("131016 千代田区 1 当団体\n131024 中央区", "数がありません"),
        ("131016 千代田区 0 当団体\n131024 中央区 0", "すべて 0"),
        ("131016 1 当団体\n131024 中央区 1", "名前がありません"),
        ("131016 千代田区 -5 当団体\n131024 中央区 1", "数がありません"),
    ],
)
def test_a_share_with_a_mistake_is_told(text: str, words: str) -> None:
    with pytest.raises(BadCost, match=words) as told:
        share_of(Key.POPULATION, text)
    assert told.value.field == "share"
