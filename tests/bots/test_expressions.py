"""`{field|filter}`: how it is read, and what each filter makes of a value."""

from datetime import date

import jaconv
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.scenario import phones
from bots.scenario.expressions import Filter, Slot, parse
from bots.scenario.filters import FILTERS
from bots.scenario.values import Values, unencodable
from forms.compare import is_same
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
    "blank": None,
    "child1_name": "佐藤　太郎",
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
        ("{first_day|era_date}", "令和元年5月1日"),
        ("{first_day|era_date:2}", "令和01年05月01日"),
        ("{kana|half_kana}", "ﾔﾏﾀﾞ ｳﾞｨｰ"),
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
def test_half_width_kana_says_the_same(kana: str) -> None:
    half = Values({"k": kana}).text(parse("{k|half_kana}")) or ""
    assert is_same(jaconv.h2z(half), kana)


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_full_width_and_back_changes_nothing(text: str) -> None:
    there = FILTERS["full_width"].apply(text, "", VALUES)
    assert FILTERS["half_width"].apply(there, "", VALUES) == text


@pytest.mark.parametrize(
    ("text", "bad"), [("髙﨑①～－", ""), ("𠮷野家𠮷", "𠮷"), ("栁澤", ""), ("草彅ㇵ", "ㇵ")]
)
def test_characters_that_the_target_lacks(text: str, bad: str) -> None:
    assert unencodable(text, "cp932") == bad
