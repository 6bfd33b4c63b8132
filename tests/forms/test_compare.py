import pytest

from forms.compare import is_same, says_nothing
from forms.record import Value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ\u3000タロウ"),
        ("やまだたろう", "ヤマダタロウ"),
        ("青葉市３－５", "青葉市3-5"),
        (None, ""),
        (("屋根", "外壁"), ("外壁", "屋根")),
    ],
)
def test_the_same_written_differently(one: Value, other: Value) -> None:
    assert is_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("渡辺", "渡邊"), ("高橋", "髙橋"), ("1", "11"), ("屋根", ("屋根", "外壁")), ("太郎", None)],
)
def test_different_stays_different(one: Value, other: Value) -> None:
    assert not is_same(one, other)


@pytest.mark.parametrize(
    ("text", "is_nothing"),
    [
        ("", True),
        ("　", True),
        ("—", True),
        ("－－", True),
        ("ー", True),
        ("0", False),
        ("なし", False),
    ],
)
def test_dashes_say_nothing(text: str, is_nothing: bool) -> None:
    assert says_nothing(text) is is_nothing
