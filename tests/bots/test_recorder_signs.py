"""Which words may tell that a search found nothing: those that stand over a full list may not."""

import pytest

from bots.recorder.events import Phase
from bots.recorder.screens import signs

NOTHING = [
    ("該当するデータはありません(I0301)", "該当するデータはありません"),
    ("申請が見つかりません。", "申請が見つかりません"),
    ("0 件", "0 件"),
    ("0 保育申込", "0 保育申込"),
    ("検索結果 0 件", "検索結果 0 件"),
    ("検索結果 10 件", None),
    ("検索結果", None),
    ("10 件", None),
    ("該当 3 件", None),
    ("結果一覧", None),
]


@pytest.mark.parametrize(("text", "words"), NOTHING)
def test_only_words_that_deny_or_a_count_of_nothing(text: str, words: str | None) -> None:
    found = list(signs("", text, "", lambda _: False, Phase.FIND))
    assert [str(each) for each in found] == ([words] if words else [])


def test_nothing_of_a_person_is_a_sign() -> None:
    assert list(signs("b", "山田 太郎", "", lambda text: "山田" in text, None)) == []


def test_a_refusal_on_the_way_is_no_sign() -> None:
    assert list(signs("b", "カナ氏名を入力してください", "", lambda _: False, Phase.ENTER)) == []
