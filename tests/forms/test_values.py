"""Every normaliser returns a value or raises; it never passes on what it did not understand."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.check_digits import my_number_digit
from forms.errors import DoubtError, RuleBroken, Unreadable
from forms.form import Field, FieldType, Option
from forms.geometry import Box
from forms.values import normalise

WHERE = Box(0.1, 0.1, 0.2, 0.02)


def field(kind: FieldType, **changes: object) -> Field:
    return replace(Field("f", "項目", kind, 1, WHERE), **changes)  # type: ignore[arg-type]


SEX = field(FieldType.CHOICE, options=(Option("男", "男", WHERE), Option("女", "女", WHERE)))


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (FieldType.NAME, " 山田  太郎 ", "山田\u3000太郎"),
        (FieldType.NAME, "髙﨑 𠮷男", "髙﨑\u3000𠮷男"),
        (FieldType.KANA, "ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ\u3000タロウ"),
        (FieldType.KANA, "やまだ　たろう", "ヤマダ\u3000タロウ"),
        (FieldType.KANA, "リー－ミン", "リーーミン"),
        (FieldType.ADDRESS, "青葉市本町３－５ー１２", "青葉市本町3-5-12"),
        (FieldType.ADDRESS, "コーポ青葉２０１号", "コーポ青葉201号"),
        (FieldType.TEXT, "①　㈱青葉", "①\u3000㈱青葉"),
        (FieldType.POSTAL_CODE, "〒１２３－４５６７", "1234567"),
        (FieldType.PHONE, "03(1234)5678", "0312345678"),
        (FieldType.PHONE, "090-1234-5678", "09012345678"),
        (FieldType.NUMBER, "00123", "00123"),
        (FieldType.MY_NUMBER, "1234 5678 9018", "123456789018"),
        (FieldType.DATE, "昭和60年4月3日", "1985-04-03"),
        (FieldType.DATE, "S60.4.3", "1985-04-03"),
        (FieldType.DATE, "令和元年５月１日", "2019-05-01"),
        (FieldType.DATE, "平成31年4月30日", "2019-04-30"),
        (FieldType.DATE, "2024-02-29", "2024-02-29"),
        (FieldType.SEAL, "あり", "あり"),
        (FieldType.NAME, "   ", None),
    ],
)
def test_understood_text_becomes_its_value(kind: FieldType, raw: str, value: str | None) -> None:
    assert normalise(field(kind), raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "error"),
    [
        (FieldType.NAME, "山田3郎", Unreadable),
        (FieldType.NAME, "山田\x07太郎", Unreadable),
        (FieldType.ADDRESS, "本町\u202e三丁目", Unreadable),
        (FieldType.TEXT, "な\u200bし", Unreadable),
        (FieldType.KANA, "ヤマ田", Unreadable),
        (FieldType.POSTAL_CODE, "123456", RuleBroken),
        (FieldType.PHONE, "12-3456-7890", RuleBroken),
        (FieldType.PHONE, "03-1234-56789", RuleBroken),
        (FieldType.NUMBER, "▲12000", Unreadable),
        (FieldType.NUMBER, "-5x", Unreadable),
        (FieldType.MY_NUMBER, "123456789012", RuleBroken),
        (FieldType.MY_NUMBER, "12345678901", RuleBroken),
        (FieldType.DATE, "令和99年13月45日", RuleBroken),
        (FieldType.DATE, "昭和65年1月1日", RuleBroken),
        (FieldType.DATE, "平成32年1月1日", RuleBroken),
        (FieldType.DATE, "昭和1年12月24日", RuleBroken),
        (FieldType.DATE, "2023-02-29", RuleBroken),
        (FieldType.DATE, "60年4月3日", Unreadable),
        (FieldType.SEAL, "多分", Unreadable),
    ],
)
def test_anything_else_raises(kind: FieldType, raw: str, error: type[DoubtError]) -> None:
    with pytest.raises(error):
        normalise(field(kind), raw)


def test_a_date_beyond_its_era_proposes_the_likely_one() -> None:
    with pytest.raises(RuleBroken, match="平成2年1月1日"):
        normalise(field(FieldType.DATE), "昭和65年1月1日")


def test_a_message_never_repeats_a_my_number() -> None:
    with pytest.raises(RuleBroken) as caught:
        normalise(field(FieldType.MY_NUMBER), "123456789012")
    assert "123456789012" not in caught.value.message


def test_a_choice_is_one_of_the_printed_options() -> None:
    assert normalise(SEX, "男") == "男"
    for wrong in ("男、女", "不明"):
        with pytest.raises(Unreadable):
            normalise(SEX, wrong)


def test_several_choices_where_the_form_allows_them() -> None:
    assert normalise(replace(SEX, multiple=True), "女、男") == ("女", "男")


def test_a_comb_fixes_the_number_of_digits() -> None:
    with pytest.raises(RuleBroken, match="7 桁"):
        normalise(field(FieldType.NUMBER, cells=7), "123456")


@given(st.text(max_size=30), st.sampled_from([t for t in FieldType if t != FieldType.CHOICE]))
def test_a_value_normalises_to_itself(raw: str, kind: FieldType) -> None:
    try:
        value = normalise(field(kind), raw)
    except DoubtError:
        return
    if isinstance(value, str):
        assert normalise(field(kind), value) == value


@given(st.text(alphabet="0123456789０１２３-－ ", max_size=20))
def test_no_digit_is_dropped_or_added(raw: str) -> None:
    wanted = "".join(str(int(ch)) for ch in raw if ch.isdigit())
    assert (normalise(field(FieldType.NUMBER), raw) or "") == wanted


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_western_dates_round_trip(day: date) -> None:
    assert normalise(field(FieldType.DATE), day.isoformat()) == day.isoformat()


@given(st.text(alphabet="0123456789", min_size=11, max_size=11))
def test_a_my_number_with_its_digit_is_accepted_and_no_other(eleven: str) -> None:
    right = my_number_digit(eleven)
    assert normalise(field(FieldType.MY_NUMBER), f"{eleven}{right}") == f"{eleven}{right}"
    with pytest.raises(RuleBroken):
        normalise(field(FieldType.MY_NUMBER), f"{eleven}{(right + 1) % 10}")
