"""`{field|filter}`: how it is read, and what each filter makes of a value."""

import re
import unicodedata
from datetime import date, datetime

import jaconv
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.scenario import phones
from bots.scenario.expressions import Filter, Slot, parse
from bots.scenario.filters import FILTERS
from bots.scenario.values import Values, unencodable
from forms.compare import fold, is_same
from forms.era import EraDate, to_date
from forms.errors import Rejected
from forms.record import Value

RECORD: dict[str, Value] = {
    "birth": "1985-04-03",
    "first_day": "2019-05-01",
    "kana": "ヤマダ　ヴィー",
    "name": "山田　太郎",
    "postal": "1000013",
    "mobile": "09012345678",
    "tokyo": "0355551234",
    "sex": "女",
    "damage": ("屋根", "外壁"),
    "wave": "1〜2−3",
    "address": "東京都千代田区霞が関2-1-2",
    "town": "東京都　千代田区霞が関",
    "mixed": "ｳﾞｧｲｵﾘﾝ　がっこう1",
    "latin": "abcＡｂｃ",
    "number": "12345",
    "blank": None,
    "child1_name": "佐藤　太郎",
    "small": "ヶ丘".replace("丘", "ヵ"),
    "minus": "-5",
    "edo": "1867-01-01",
}
VALUES = Values(
    RECORD, {"sex": {"男": "1", "女": "2"}, "damage": {"屋根": "1", "外壁": "2"}}, "cp932"
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{birth}", "1985-04-03"),
        ("{birth|era}", "昭和"),
        ("{birth|era_letter}", "S"),
        ("{birth|era_letter}{birth|yy}.{birth|mm}.{birth|dd}", "S60.04.03"),
        ("{birth|y}/{birth|m}/{birth|d}", "60/4/3"),
        ("{birth|yyyy}", "1985"),
        ("{birth|slashed}", "1985/04/03"),
        ("{birth|era_date}", "昭和60年4月3日"),
        ("{birth|era_date:2}", "昭和60年04月03日"),
        ("{birth|dashed}", "1985-04-03"),
        ("{birth|compact}", "19850403"),
        ("{birth|era_number}{birth|yy}{birth|mm}{birth|dd}", "3600403"),
        ("{birth|age:first_day}", "34"),
        ("{first_day|era_date}", "令和元年5月1日"),
        ("{first_day|era_date:2}", "令和01年05月01日"),
        ("{kana|half_kana}", "ﾔﾏﾀﾞ ｳﾞｨｰ"),
        ("{mixed|katakana}", "ヴァイオリン　がっこう1".replace("がっこう", "ガッコウ")),
        ("{mixed|hiragana}", "ゔぁいおりん　がっこう1"),
        ("{mixed|big_kana}", "ｳﾞｱｲｵﾘﾝ　がつこう1"),
        ("{mixed|katakana|big_kana|no_space}", "ヴアイオリンガツコウ1"),
        ("{latin|upper}", "ABCＡＢＣ"),
        ("{number|pad:10}", "0000012345"),
        ("{number|comma}", "12,345"),
        ("{damage|join:・}", "屋根・外壁"),
        ("{damage|code:damage|join:,}", "1,2"),
        ("{sex|join:,}", "女"),
        ("{address|full_width}", "東京都千代田区霞が関２－１－２"),
        ("{address|full_width|half_width}", "東京都千代田区霞が関2-1-2"),
        ("{name|family}", "山田"),
        ("{name|given}", "太郎"),
        ("{postal|postal}", "100-0013"),
        ("{postal|first:3}", "100"),
        ("{postal|last:4}", "0013"),
        ("{mobile|phone}", "090-1234-5678"),
        ("{tokyo|phone:1}", "03"),
        ("{tokyo|phone:2}", "5555"),
        ("{tokyo|phone:3}", "1234"),
        ("{sex|code:sex}", "2"),
        ("{sex|code:sex}:{sex}", "2:女"),
        ("{damage|code:damage}", ("1", "2")),
        ("被害 {damage}", "被害 屋根、外壁"),
        ("{address|after:town}", "2-1-2"),
        ("{blank|or:なし}", "なし"),
        ("{sex|or:なし}", "女"),
        ("{blank}", None),
        ("{blank}様", None),
        ("{name}{blank}", "山田　太郎"),
        ("{wave}", "1～2－3"),
        ("言葉だけ", "言葉だけ"),
        ("{{そのまま}}", "{そのまま}"),
        ("", ""),
    ],
)
def test_a_text_becomes_a_value(text: str, value: Value) -> None:
    assert VALUES.value(parse(text)) == value


def test_every_filter_is_in_the_table_above() -> None:
    marks = test_a_text_becomes_a_value.pytestmark  # type: ignore[attr-defined]
    used = {
        each.name for text, _ in marks[0].args[1] for s in parse(text).slots for each in s.filters
    }
    assert used == set(FILTERS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{sex|era}", "日付ではありません"),
        ("{sex|phone}", "10 桁か 11 桁"),
        ("{birth|code:sex}", "コード表「sex」にない"),
        ("{sex|family}", "空白が一つ"),
        ("{sex|postal}", "7 桁"),
        ("{name|after:town}", "始まりが合いません"),
        ("{name|half_kana}", "半角カナにできない"),
        ("{small|half_kana}", "半角カナにできない"),
        ("{name|katakana}", "カタカナにできない"),
        ("{name|hiragana}", "ひらがなにできない"),
        ("{name|big_kana}", "大きなカナにできない"),
        ("{kana|pad:10}", "数字だけ"),
        ("{number|pad:4}", "4 桁を超えて"),
        ("{minus|comma}", "金額や個数"),
        ("{postal|era}", "日付ではありません"),
        ("{edo|era}", "明治より前"),
        ("{birth|age:edo}", "生まれる前"),
        ("{birth|age:blank}", "日付ではありません"),
    ],
)
def test_what_a_filter_does_not_understand_it_refuses(text: str, words: str) -> None:
    with pytest.raises(Rejected, match=words) as raised:
        VALUES.value(parse(text))
    assert not any(str(value) in raised.value.message for value in RECORD.values() if value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{kana", "閉じていません"),
        ("kana}", "閉じていません"),
        ("{}", "項目の id"),
        ("{カナ}", "項目の id"),
        ("{kana|}", "変換の書き方"),
        ("{kana|__import__('os')}", "変換の書き方"),
    ],
)
def test_wrong_braces_are_told(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse(text)


def test_a_slot_keeps_its_filters_in_order() -> None:
    assert parse("{a_b|first:3|or:x y}").only == Slot(
        "a_b", (Filter("first", "3"), Filter("or", "x y"))
    )


def test_rows_and_given_names_are_looked_up_first() -> None:
    row = VALUES.at_row("child", 1)
    assert row.text(parse("{child.n}:{child.name|family}")) == "1:佐藤"
    assert VALUES.called({"name": parse("別")}).text(parse("{name}")) == "別"
    assert VALUES.text(parse("{not_read_yet}")) is None


@pytest.mark.parametrize(
    ("digits", "groups"),
    [
        ("0312345678", ("03", "1234", "5678")),
        ("0612345678", ("06", "1234", "5678")),
        ("0451234567", ("045", "123", "4567")),
        ("0471234567", ("04", "7123", "4567")),
        ("0429123456", ("042", "912", "3456")),
        ("0762345678", ("076", "234", "5678")),
        ("0768223456", ("0768", "22", "3456")),
        ("0126712345", ("01267", "1", "2345")),
        ("0120123456", ("0120", "123", "456")),
        ("07012345678", ("070", "1234", "5678")),
    ],
)
def test_a_phone_number_falls_into_its_groups(digits: str, groups: tuple[str, str, str]) -> None:
    assert phones.groups(digits) == groups


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True))
def test_the_groups_of_a_phone_number_lose_no_digit(digits: str) -> None:
    assert "".join(phones.groups(digits)) == digits


@given(st.text(max_size=12))
def test_what_is_no_phone_number_is_refused(text: str) -> None:
    if not (text.isascii() and text.isdigit() and len(text) in (10, 11)):
        with pytest.raises(ValueError, match="電話番号"):
            phones.groups(text)


@given(st.dates(min_value=date(1868, 1, 25), max_value=date(2118, 12, 31)))
def test_the_parts_of_a_date_are_the_same_day(day: date) -> None:
    values = Values({"d": day.isoformat()})
    era, year, month, dom = (values.text(parse(f"{{d|{f}}}")) for f in ("era", "yy", "mm", "dd"))
    assert to_date(EraDate(str(era), int(str(year)), int(str(month)), int(str(dom)))) == day


KANA = st.text(alphabet=[chr(code) for code in range(0x30A1, 0x30F5)] + ["ー", "　"], min_size=1)


@given(KANA)
def test_half_width_kana_says_the_same_or_is_refused(kana: str) -> None:
    try:
        half = Values({"k": kana}).text(parse("{k|half_kana}")) or ""
    except Rejected:
        assert set(kana) & set("ヮヰヱヵヶ")
        return
    assert is_same(jaconv.h2z(half), kana)
    assert all(unicodedata.east_asian_width(ch) in ("H", "Na") for ch in half)


@given(KANA)
def test_the_kind_of_kana_comes_back(kana: str) -> None:
    there = FILTERS["hiragana"].apply(kana, "", VALUES)
    assert FILTERS["katakana"].apply(there, "", VALUES) == kana
    big = FILTERS["big_kana"].apply(kana, "", VALUES)
    assert len(big) == len(kana)
    assert FILTERS["big_kana"].apply(big, "", VALUES) == big


@pytest.mark.parametrize("name", ["katakana", "hiragana", "big_kana", "half_kana"])
@given(text=st.text(max_size=8))
def test_kana_filters_refuse_what_they_do_not_understand(name: str, text: str) -> None:
    """What comes out says the same but for the kana; no digit, sign or kanji is changed."""
    try:
        made = FILTERS[name].apply(text, "", VALUES)
    except ValueError:
        return
    assert not re.search(r"[\u3400-\u9fff]", text)
    assert [ch for ch in fold(made) if ch.isdigit()] == [ch for ch in fold(text) if ch.isdigit()]
    if name != "big_kana":
        assert is_same(made, text)


@given(st.from_regex(r"[0-9]{1,12}", fullmatch=True), st.integers(1, 15))
def test_padding_and_commas_never_change_the_number(digits: str, length: int) -> None:
    for name, argument in (("pad", str(length)), ("comma", "")):
        try:
            made = FILTERS[name].apply(digits, argument, VALUES)
        except ValueError:
            continue
        assert int(made.replace(",", "")) == int(digits)
        assert name == "comma" or len(made) == length


@given(st.text(max_size=10))
def test_no_space_and_upper_lose_nothing_else(text: str) -> None:
    assert FILTERS["no_space"].apply(text, "", VALUES) == "".join(text.split())
    assert FILTERS["upper"].apply(text, "", VALUES).lower() == text.lower()


@given(st.dates(min_value=date(1868, 1, 25), max_value=date(2118, 12, 31)))
def test_western_dates_are_the_same_day(day: date) -> None:
    values = Values({"d": day.isoformat()})
    forms = {"slashed": "%Y/%m/%d", "dashed": "%Y-%m-%d", "compact": "%Y%m%d"}
    for name, pattern in forms.items():
        text = str(values.text(parse(f"{{d|{name}}}")))
        assert datetime.strptime(text, pattern).date() == day


@pytest.mark.parametrize(
    ("born", "then", "years"),
    [
        ("2008-04-02", "2026-04-01", "17"),
        ("2008-04-02", "2026-04-02", "18"),
        ("2008-02-29", "2026-02-28", "17"),
        ("2008-02-29", "2026-03-01", "18"),
        ("2026-04-02", "2026-04-02", "0"),
    ],
)
def test_age_on_a_day(born: str, then: str, years: str) -> None:
    values = Values({"born": born, "then": then})
    assert values.text(parse("{born|age:then}")) == years


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_full_width_and_back_changes_nothing(text: str) -> None:
    there = FILTERS["full_width"].apply(text, "", VALUES)
    assert FILTERS["half_width"].apply(there, "", VALUES) == text


@pytest.mark.parametrize(
    ("text", "bad"), [("髙﨑①～－", ""), ("𠮷野家𠮷", "𠮷"), ("栁澤", ""), ("草彅ㇵ", "ㇵ")]
)
def test_characters_that_the_target_lacks(text: str, bad: str) -> None:
    assert unencodable(text, "cp932") == bad
