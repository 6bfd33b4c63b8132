"""Lexicons: what is known is found under every spelling, and nothing is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.lexicon import banks, people, readings, spelling
from ocr.lexicon.addresses import Addresses, front
from ocr.lexicon.names import names
from ocr.lexicon.places import places
from ocr.lexicon.words import STRONGEST, near, worth


@pytest.mark.parametrize(
    ("text", "town", "codes"),
    [
        ("千葉県習志野市鷺沼2-3", "鷺沼", ("2750014",)),
        ("習志野市鷺沼2-3", "鷺沼", ("2750014",)),
        ("東京都新宿区霞ヶ丘町1", "霞ケ丘町", ("1600013",)),
        ("東京都新宿区霞が丘町1", "霞ケ丘町", ("1600013",)),
        ("宮城県仙台市青葉区1番町4", "一番町", ("9800811",)),
        ("東京都瑞穂町大字箱根ケ崎2335", "箱根ケ崎", ("1901221",)),
    ],
)
def test_front_of_an_address_is_known_however_it_is_written(
    text: str, town: str, codes: tuple[str, ...]
) -> None:
    found = front(text)
    assert (found.town, found.codes) == (town, codes)


@pytest.mark.parametrize("text", ["鷺沼", "東京部新宿区新宿", ""])
def test_an_address_without_a_known_front_is_not_weighed(text: str) -> None:
    assert Addresses().weigh(text).log == 0.0


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        ("7丁目6番5号", "7丁目6登5号"),
        ("5番地11", "5番地）1"),
        ("3-5-12", "3-5ー12"),
        ("鷺沼2-3", "鷺沼2ー3"),
    ],
)
def test_a_house_number_is_held_together_by_its_grammar(likely: str, unlikely: str) -> None:
    for front_of_it in ("", "千葉県習志野市鷺沼"):
        better, worse = (Addresses().weigh(front_of_it + each) for each in (likely, unlikely))
        assert better.log > worse.log


def test_a_prefecture_narrows_the_municipalities() -> None:
    assert front("北海道伊達市末永町1").cities[0].prefecture == "北海道"
    assert front("福島県伊達市保原町1").cities[0].prefecture == "福島県"


def test_proposals_mend_what_the_ink_leaves_open_and_keep_the_rest() -> None:
    peaks = {"都": -1.0, "部": -0.4, "京": -0.01}
    assert "東京都新宿区新宿3-1" in set(Addresses().proposals("東京部新宿区新宿3-1", peaks))


def test_proposals_never_use_a_character_that_the_ink_does_not_show() -> None:
    assert "東京都新宿区新宿3-1" not in set(Addresses().proposals("東京部新宿区新宿3-1", {}))


def test_a_place_that_another_field_speaks_for_is_proposed_as_people_write_it() -> None:
    likely = places().of_postal("2750014")
    peaks = dict.fromkeys("千葉県習志野市鷺沼", -1.0)
    found = set(Addresses(likely).proposals("下葉具沼2-3", peaks))
    assert found >= {"千葉県習志野市鷺沼2-3", "習志野市鷺沼2-3", "鷺沼2-3"}


def test_the_town_alone_is_known_where_another_field_speaks_for_it() -> None:
    likely = places().of_postal("2750014")
    assert Addresses(likely).weigh("鷺沼2-3").log > Addresses().weigh("鷺沼2-3").log


def test_postal_code_gives_its_areas() -> None:
    assert [str(each) for each in places().of_postal("2750014")] == ["千葉県習志野市鷺沼"]
    assert places().of_postal("0000000") == ()


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        ("佐藤太郎", "左藤太郎"),
        ("髙橋花子", "髙僑花子"),
        ("山﨑誠", "山奇誠"),
        ("渡邉美咲", "渡逢美咲"),
    ],
)
def test_a_known_name_is_worth_more_in_any_of_its_spellings(known: str, unknown: str) -> None:
    lexicon = people.in_kanji()
    assert lexicon.weigh(known).log > lexicon.weigh(unknown).log


def test_a_variant_is_worth_what_the_usual_form_is() -> None:
    lexicon = people.in_kanji()
    assert lexicon.weigh("髙橋太郎") == lexicon.weigh("高橋太郎")


def test_proposals_for_names_keep_the_variant_that_is_written() -> None:
    peaks = {"橋": -1.0, "僑": -0.5, "髙": -0.01}
    assert set(people.in_kanji().proposals("髙僑花子", peaks)) >= {"髙橋花子"}
    assert "高橋花子" not in set(people.in_kanji().proposals("髙僑花子", peaks))


@given(st.floats(1e-9, 1.0), st.floats(1e-3, 1.0), st.integers(1, 8))
def test_no_word_is_worth_more_than_the_bound(share: float, unlisted: float, length: int) -> None:
    assert 0.0 <= worth(share, unlisted, 2000, length).log <= STRONGEST


@given(st.text("あいうえお", min_size=1, max_size=5))
def test_near_never_gives_the_text_itself(text: str) -> None:
    assert text not in near(text, [text, "あい"], dict.fromkeys("あいうえお", -0.1))


@pytest.mark.parametrize(
    ("kanji", "kana", "fits"),
    [
        ("佐藤", "サトウタロウ", True),
        ("佐藤", "サイトウタロウ", False),
        ("河野", "カワノイチロウ", True),  # listed as コウノ; 河 and 野 are read so elsewhere
        ("山崎", "ヤマサキアイ", True),
        ("渡邉", "ワタナベアイ", True),
        ("髙橋", "タカハツアイ", False),
        ("勅使河原", "テシガワラ", None),
    ],
)
def test_furigana_fits_its_surname_or_the_lists_do_not_say(
    kanji: str, kana: str, fits: bool | None
) -> None:
    assert readings.fits_surname(kanji, kana) is fits


def test_given_names_in_kana_are_known_by_themselves() -> None:
    assert "エミ" in names().readings_of_given("エミ")
    assert "サクラ" in names().readings_of_given("さくら")


def test_banks_and_branches_by_code() -> None:
    assert banks.banks()["0005"].name == "三菱ＵＦＪ"
    assert banks.branches("0005")["001"].name == "本店"
    assert banks.branches("9999") == {}


@given(st.text())
def test_spelling_for_look_up_keeps_the_length_of_names_and_places(text: str) -> None:
    assert len(spelling.of_name(text)) == len(text)
    assert len(spelling.of_place(text)) == len(text)


@given(st.text())
def test_spelling_for_look_up_is_idempotent(text: str) -> None:
    once = spelling.of_place(text)
    assert spelling.of_place(once) == once
