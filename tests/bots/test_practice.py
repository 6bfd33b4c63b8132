"""The three shipped scenarios against the practice system, through its screens."""

import sqlite3
from contextlib import closing

import pytest
from PIL import Image
from playwright.sync_api import FloatRect

from bots.bot import Bot
from forms.compare import is_same
from forms.errors import Different, Rejected
from samples.legacy.rows import doubled
from tests.bots.conftest import Counter, Practice
from tests.bots.records import VALUES, least, record

pytestmark = pytest.mark.browser

FORMS = tuple(VALUES)
KINDS = {"before", "before-text", "after", "after-text", "verified-text"}


@pytest.mark.parametrize("form_id", FORMS)
def test_a_record_is_entered_whole_and_verified(
    bot: Bot, practice: Practice, nothing: Counter, form_id: str
) -> None:
    given = record(form_id)
    receipt = bot.put_in(given, nothing)
    row = next(row for row in practice.rows if row.uketsuke_no == receipt.number)
    wrong = [n for n, v in given.values.items() if v and not is_same(row.values.get(n, ""), v)]
    assert not receipt.existing
    assert wrong == []
    assert set(row.values) == {name for name, value in given.values.items() if value}
    assert {e.kind for e in receipt.evidence} == KINDS
    assert set(receipt.seconds) == {"find", "enter", "submit", "verify"}


@pytest.mark.parametrize("form_id", FORMS)
def test_a_second_time_it_is_found_and_not_entered(
    bot: Bot, practice: Practice, form_id: str
) -> None:
    before = len(practice.rows)
    receipt = bot.put_in(record(form_id), lambda: pytest.fail("must not be submitted"))
    assert receipt.existing
    assert len(practice.rows) == before
    assert doubled(practice.db) == 0
    assert bot.find(record(form_id)) is not None


def test_a_my_number_is_black_in_the_picture(bot: Bot, practice: Practice) -> None:
    """Looked at in its pixels, on the confirmation screen inside the frames."""
    boxes: list[FloatRect] = []

    def measure() -> None:
        page = bot._session.alive_page()
        assert page is not None
        main = page.frame_locator("[name=MAIN]")
        for number in ("123456789018", "234567890121"):
            box = main.get_by_text(number).bounding_box()
            assert box is not None
            boxes.append(box)

    bot.put_in(record("jido-teate-nintei", seikyusha_kana="ヒミツ　コ"), measure)
    assert {each.kind for each in bot.evidence} == KINDS
    assert bot.evidence[0].kind == "before"
    picture = Image.open(bot.evidence[0].path).convert("RGB")
    for box in boxes:
        left, top = round(box["x"]) + 1, round(box["y"]) + 1
        right, bottom = left + round(box["width"]) - 2, top + round(box["height"]) - 2
        colours = picture.crop((left, top, right, bottom)).getcolors(1 << 20)
        assert [colour for _, colour in colours or []] == [(0, 0, 0)]


OTHERS = {
    "jido-teate-nintei": {"seikyusha_kana": "イトウ　ミナ"},
    "kaigo-nintei": {"hihokensha_number": "0099999999"},
    "risai-shomei": {"risai_date": "2024-09-02"},
}


@pytest.mark.parametrize("form_id", FORMS)
def test_another_application_is_not_there(bot: Bot, form_id: str) -> None:
    assert bot.find(record(form_id, **OTHERS[form_id])) is None


def test_only_the_required_fields_are_enough(
    bot: Bot, practice: Practice, nothing: Counter
) -> None:
    sparse = least("risai-shomei", kana="イシダ　スミ")
    receipt = bot.put_in(sparse, nothing)
    row = next(row for row in practice.rows if row.uketsuke_no == receipt.number)
    assert set(row.values) == {name for name, value in sparse.values.items() if value}


CHANGED = {
    "jido-teate-nintei": ({"haigusha_my_number": "345678901234"}, "配偶者個人番号"),
    "kaigo-nintei": ({"name": "鈴木　太郎"}, "氏名"),
    "risai-shomei": ({"damage": ("屋根",)}, "被害"),
}


@pytest.mark.parametrize("form_id", FORMS)
def test_the_same_key_with_other_values_is_for_a_person(
    bot: Bot, practice: Practice, form_id: str
) -> None:
    changed, label = CHANGED[form_id]
    before = len(practice.rows)
    with pytest.raises(Different) as raised:
        bot.put_in(record(form_id, **changed), lambda: pytest.fail("must not be submitted"))
    assert label in raised.value.message
    assert [each.kind for each in bot.evidence] == ["different", "different-text"]
    assert not any(str(v) in raised.value.message for v in changed.values())
    assert len(practice.rows) == before


def test_a_refusal_keeps_the_words_of_the_target(bot: Bot, practice: Practice) -> None:
    ahead = record("jido-teate-nintei", seikyusha_kana="ミライ　コ", child1_birth="2049-01-01")
    before = len(practice.rows)
    with pytest.raises(Rejected) as raised:
        bot.put_in(ahead, lambda: pytest.fail("must not be submitted"))
    assert "児童１生年月日に未来の日付が入力されています(E0112)" in raised.value.message
    assert [each.kind for each in bot.evidence] == ["rejected", "rejected-text"]
    assert len(practice.rows) == before


def test_a_refusal_by_alert_keeps_its_words(bot: Bot) -> None:
    without = record("risai-shomei", kana="ナナシ　コ", name=None)
    with pytest.raises(Rejected, match="漢字氏名を入力してください"):
        bot.put_in(without, lambda: pytest.fail("must not be submitted"))


def test_the_bot_goes_on_after_a_refusal(bot: Bot) -> None:
    assert bot.find(record("risai-shomei")) is not None


def test_a_wave_dash_is_entered_in_the_character_that_the_target_has(
    bot: Bot, practice: Practice, nothing: Counter
) -> None:
    wavy = record("risai-shomei", kana="ナミ　コ", damage_text="1〜2階")
    receipt = bot.put_in(wavy, nothing)
    row = next(row for row in practice.rows if row.uketsuke_no == receipt.number)
    assert row.values["damage_text"] == "１～２階"


def test_private_values_are_masked_in_the_receipt(bot: Bot) -> None:
    receipt = bot.find(record("jido-teate-nintei"))
    assert receipt is not None
    assert receipt.values["seikyusha_my_number"] == "*" * 12
    assert "123456789018" not in repr(receipt)
    assert receipt.values["seikyusha_name"] == "佐藤　花子"


def test_a_list_of_several_pages_is_looked_through(bot: Bot, practice: Practice) -> None:
    """Twenty people whose kana begin the same fill the first page; ours is on the second."""
    add_rows(practice, [f"ﾄﾞｳﾒｲ ﾋﾄ{letter}" for letter in "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄ"] + ["ﾄﾞｳﾒｲ ﾋﾄ"])
    last = record("risai-shomei", kana="ドウメイ　ヒト")
    assert bot.put_in(last, lambda: pytest.fail("it is there")).existing
    assert bot.find(record("risai-shomei", kana="ドウメイ　ヒ")) is None


def add_rows(practice: Practice, names: list[str]) -> None:
    """Copies of the first row under other names, written past the screens."""
    with closing(sqlite3.connect(practice.db, isolation_level=None)) as link:
        link.row_factory = sqlite3.Row
        first = dict(link.execute("SELECT * FROM RISAI_SHOMEI ORDER BY ID").fetchone())
        del first["ID"]
        for number, name in enumerate(names):
            row = {**first, "UKETSUKE_NO": f"令06-罹-9{number:05d}", "SNS_KN": name}
            marks = ", ".join("?" for _ in row)
            columns = ", ".join(row)
            link.execute(f"INSERT INTO RISAI_SHOMEI ({columns}) VALUES ({marks})", [*row.values()])
