"""The checks of the practice target system, item by item and screen by screen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legacy_clerk import Clerk
from legacy_forms import JIDO, KAIGO, RISAI, address
from legacy_forms import date as era_date

from samples import legacy
from samples.legacy import eras
from samples.legacy.addresses import towns
from samples.legacy.guide import tables
from samples.legacy.items import Item, Kind, Procedure
from samples.legacy.procedures import PROCEDURES
from samples.legacy.procedures.jido_teate import JIDO_TEATE
from samples.legacy.procedures.kaigo import KAIGO as KAIGO_PROCEDURE
from samples.legacy.procedures.risai import RISAI as RISAI_PROCEDURE
from samples.legacy.spa.guide import tables as cloud_tables
from samples.legacy.validation import check_item, is_full_width, is_my_number

TODAY = date(2024, 12, 3)
CHOICES = JIDO_TEATE.item("seikyusha_sex").options


@pytest.mark.parametrize(
    ("kind", "length", "exact", "text", "code"),
    [
        (Kind.FULL, 5, False, "佐藤　花", ""),
        (Kind.FULL, 5, False, "佐藤 花", "E0102"),
        (Kind.FULL, 5, False, "ｻﾄｳ", "E0102"),
        (Kind.FULL, 5, False, "佐藤1", "E0102"),
        (Kind.FULL, 5, False, "佐藤佐藤佐藤", "E0105"),
        (Kind.FULL, 5, False, "髙﨑①～", ""),
        (Kind.FULL, 5, False, "&#134071;野家", ""),
        (Kind.FULL, 5, False, "&野家", "E0102"),
        (Kind.FULL, 5, False, "\ufffd", "E0102"),
        (Kind.KANA, 9, False, "ｻﾄｳ ﾊﾅｺ", ""),
        (Kind.KANA, 9, False, "サトウ", "E0103"),
        (Kind.KANA, 9, False, "さとう", "E0103"),
        (Kind.KANA, 3, False, "ｻﾄｳﾊ", "E0105"),
        (Kind.DIGITS, 4, True, "0001", ""),
        (Kind.DIGITS, 4, True, "001", "E0105"),
        (Kind.DIGITS, 4, False, "001", ""),
        (Kind.DIGITS, 4, True, "０００１", "E0104"),
        (Kind.ALNUM, 9, False, "12-A", ""),
        (Kind.ALNUM, 9, False, "国１", "E0106"),
        (Kind.MY_NUMBER, 12, True, "123456789018", ""),
        (Kind.MY_NUMBER, 12, True, "123456789017", "E0123"),
        (Kind.MY_NUMBER, 12, True, "12345678901", "E0105"),
        (Kind.RADIO, 0, False, "1", ""),
        (Kind.RADIO, 0, False, "9", "E0121"),
        (Kind.CHECKS, 0, False, "1,9", "E0121"),
    ],
)
def test_one_input_is_checked(kind: Kind, length: int, exact: bool, text: str, code: str) -> None:
    item = Item("x", "項目", "X", kind, length=length, exact=exact, options=CHOICES)
    messages = check_item(item, {"X": text}, TODAY)
    assert [message.split("(")[-1].rstrip(")") for message in messages] == ([code] if code else [])


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("3", "60", "04", "03"), ""),
        (("3", "64", "1", "8"), ""),
        (("4", "1", "1", "8"), ""),
        (("4", "31", "5", "1"), ""),
        (("3", "65", "1", "1"), "E0111"),
        (("5", "1", "4", "30"), "E0111"),
        (("5", "0", "5", "1"), "E0111"),
        (("4", "5", "2", "30"), "E0111"),
        (("", "5", "2", "3"), "E0111"),
        (("4", "5", "", "3"), "E0111"),
        (("4", "５", "2", "3"), "E0111"),
        (("5", "6", "12", "4"), "E0112"),
        (("5", "", "", ""), ""),
    ],
)
def test_a_date_must_exist_in_its_era(parts: tuple[str, ...], code: str) -> None:
    item = Item("x", "生年月日", "X", Kind.DATE, past=True)
    messages = check_item(item, dict(zip(item.parts, parts, strict=True)), TODAY)
    assert len(messages) == bool(code)
    assert all(code in message for message in messages)


@pytest.mark.parametrize(
    ("kind", "parts", "code"),
    [
        (Kind.PHONE, ("03", "1234", "5678"), ""),
        (Kind.PHONE, ("090", "1234", "5678"), ""),
        (Kind.PHONE, ("03", "1234", ""), "E0107"),
        (Kind.PHONE, ("03", "123", "567"), "E0105"),
        (Kind.POSTAL, ("100", "0001"), ""),
        (Kind.POSTAL, ("10", "00001"), "E0105"),
        (Kind.POSTAL, ("100", "000１"), "E0104"),
        (Kind.ADDRESS, ("99999999999", "写市本町", ""), ""),
        (Kind.ADDRESS, ("99999999999", "写市本町", "1-1"), "E0102"),
        (Kind.ADDRESS, ("", "写市本町", "１"), "E0141"),
        (Kind.ADDRESS, ("99999999999", "", "１"), "E0141"),
        (Kind.ADDRESS, ("99999999999", "写市本町", "１" * 51), "E0105"),
    ],
)
def test_inputs_in_several_boxes_are_checked(kind: Kind, parts: tuple[str, ...], code: str) -> None:
    item = Item("x", "項目", "X", kind, length=50)
    messages = check_item(item, dict(zip(item.parts, parts, strict=True)), TODAY)
    assert len(messages) == bool(code)
    assert all(code in message for message in messages)


@given(st.text("0123456789", min_size=11, max_size=11))
def test_exactly_one_check_digit_fits_a_my_number(body: str) -> None:
    assert sum(is_my_number(body + str(digit)) for digit in range(10)) == 1


@given(st.dates(min_value=date(1868, 1, 25), max_value=date(2090, 1, 1)))
def test_an_era_date_comes_back_as_the_same_day(day: date) -> None:
    assert eras.to_date(*eras.of_day(day)) == day


@given(st.text(st.characters(max_codepoint=0x7E)).filter(lambda text: "&#" not in text))
def test_no_ascii_passes_as_full_width(text: str) -> None:
    assert is_full_width(text) == (text.replace("\n", "") == "")


REFUSED = [
    (JIDO_TEATE, JIDO, {"SKS_KJBG": "123456789010"}, "個人番号に誤りがあります(E0123)"),
    (JIDO_TEATE, JIDO, {"SKS_KN": ""}, "カナ氏名は必ず入力してください(E0101)"),
    (JIDO_TEATE, JIDO, {"SKS_NM": "Hanako"}, "漢字氏名は全角で入力してください(E0102)"),
    (JIDO_TEATE, JIDO, {"SKS_SEX": ""}, "性別は必ず入力してください(E0101)"),
    (JIDO_TEATE, JIDO, {"SKS_JS_NM": ""}, "住所は住所検索から入力してください(E0141)"),
    (JIDO_TEATE, JIDO, {"JD2_NM": "佐藤　二郎"}, "児童２は氏名と生年月日を入力してください(E0132)"),
    (JIDO_TEATE, JIDO, {"KKN_FL": ""}, "(E0131)"),
    (JIDO_TEATE, JIDO, {"KNY_CD": "12"}, "金融機関コードの桁数に誤りがあります(E0105)"),
    (KAIGO_PROCEDURE, KAIGO, {"HHS_NO": "12345"}, "被保険者番号の桁数に誤りがあります(E0105)"),
    (KAIGO_PROCEDURE, KAIGO, {"DOI_FL": ""}, "情報提供への同意は必ず入力してください(E0101)"),
    (KAIGO_PROCEDURE, KAIGO, era_date("YKK_TO", "5", "5", "12", "31"), "(E0151)"),
    (KAIGO_PROCEDURE, KAIGO, era_date("YKK_TO", "5", "6", "2", "30"), "(E0111)"),
    (RISAI_PROCEDURE, RISAI, {"BSU": "10"}, "必要部数の桁数に誤りがあります(E0105)"),
    (JIDO_TEATE, JIDO, era_date("JD1_BD", "5", "7", "1", "1"), "(E0112)"),
    (RISAI_PROCEDURE, RISAI, address("JYK_JS", "", ""), "被災住家の所在地は必ず入力してください"),
]


@pytest.mark.parametrize(("procedure", "form", "change", "message"), REFUSED)
def test_a_screen_refuses_in_its_own_words(
    clerk: Clerk,
    procedure: Procedure,
    form: dict[str, str | list[str]],
    change: dict[str, str],
    message: str,
) -> None:
    page = clerk.enter(procedure, {**form, **change})
    assert message in page
    assert '<TABLE ID="ERR"' in page


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.code)
def test_headings_and_inputs_are_told_apart(procedure: Procedure) -> None:
    headings = [item.heading for item in procedure.items]
    assert len(set(headings)) == len(headings)
    assert len(set(procedure.columns)) == len(procedure.columns)
    assert {*procedure.searched, *procedure.listed, *procedure.key} <= {
        item.field_id for item in procedure.items
    }


def test_the_readme_shows_the_screens_as_they_are() -> None:
    readme = Path(legacy.__file__).with_name("README.md").read_text(encoding="utf-8")
    assert readme.endswith(tables() + "\n")
    of_the_second = Path(legacy.__file__).parent / "spa" / "README.md"
    assert of_the_second.read_text(encoding="utf-8").endswith(cloud_tables() + "\n")


def test_every_town_of_the_table_passes_the_address_check() -> None:
    item = Item("x", "住所", "X", Kind.ADDRESS, length=50)
    drafts = [{"X_CD": town.code, "X_NM": town.name, "X_BN": ""} for town in towns()]
    assert drafts
    assert [message for draft in drafts for message in check_item(item, draft, TODAY)] == []
