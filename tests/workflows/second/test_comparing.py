"""What counts as written alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.record import Value
from workflows.second_looks.comparing import is_written_alike

WORDS = st.text(alphabet="山田髙高ヤマダやまだ太郎0123-－ー　 ", max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("山田　太郎", "山田太郎"),
        ("架空市３－５", "架空市3-5"),
        (None, ""),
        (("屋根", "外壁"), ("外壁", "屋根")),
        ((), None),
    ],
)
def test_spaces_widths_and_order_do_not_count(one: Value, other: Value) -> None:
    assert is_written_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋", "高橋"),
        ("\u585a", "\ufa10"),
        ("ヤマダ", "やまだ"),
        ("ハ", "バ"),
        ("0312345678", "0312345679"),
        ("0123", "123"),
        ("1-23", "12-3"),
        (("屋根",), ("屋根", "外壁")),
        ("山田", None),
    ],
)
def test_characters_count(one: Value, other: Value) -> None:
    assert not is_written_alike(one, other)


@given(WORDS, WORDS)
def test_it_is_the_same_whoever_typed_first(one: str, other: str) -> None:
    assert is_written_alike(one, other) == is_written_alike(other, one)
    assert is_written_alike(one, one)
