"""Records under the national standards' names and codes; rare characters and their reductions."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.check_digits import is_municipality_code
from forms.form import Form
from forms.geometry import Box
from forms.record import Reading, Record, Value
from forms.standard import (
    CodeState,
    Held,
    Municipality,
    Oddity,
    item_of,
    odd_characters,
    people_of,
    reductions,
    standard,
    standard_record,
    standardised,
)
from forms.standard.characters import units
from tests.ours import OURS

JIDO = OURS["jido-teate-nintei"]
NARASHINO = Municipality("122165", "千葉県", "習志野市")


def record(values: Mapping[str, Value], raw: Mapping[str, str]) -> Record:
    made = (
        Reading(name, raw.get(name, ""), value, 1.0, 1, Box(0, 0, 0.1, 0.1), "person")
        for name, value in values.items()
    )
    return Record(JIDO.id, JIDO.version, tuple(made))


def test_a_record_stands_under_the_names_of_the_standard_beside_what_is_written() -> None:
    values = {
        "seikyusha_kana": "タカハシ　ハナコ", "seikyusha_name": "髙橋　花子",
        "seikyusha_sex": "女", "seikyusha_birth": "1985-04-03", "seikyusha_address": "千葉県…",
        "account_type": "普通",
    }  # fmt: skip
    found = standard_record(
        JIDO, record(values, {"seikyusha_birth": "昭和60年4月3日"}), lambda _: NARASHINO
    )
    assert (found.form, found.procedure) == ("jido-teate-nintei", "kosodate-1")
    name = found.of("seikyusha_name")
    assert (name.standard, name.text, name.kana) == ("氏名", "髙橋　花子", "タカハシ　ハナコ")
    assert [(e.character, e.points) for e in name.characters] == [("髙", "U+9AD9")]
    birth = found.of("seikyusha_birth")
    assert (birth.iso, birth.era, birth.written) == (
        "1985-04-03",
        "昭和60年4月3日",
        "昭和60年4月3日",
    )
    sex = found.of("seikyusha_sex")
    assert (sex.standard, sex.coded_as, sex.code) == ("性別表記", "性別", "2")
    assert sex.code_state is CodeState.CONFIRMED
    assert found.of("seikyusha_address").municipality == NARASHINO
    assert found.of("account_type").code_state is CodeState.UNCONFIRMED


def test_only_fields_that_are_held_are_there_and_blank_ones_stay_blank() -> None:
    found = standardised(JIDO, {"seikyusha_sex": Held(None), "seikyusha_birth": Held(None)})
    assert [(e.field, e.text, e.code, e.iso) for e in found.fields] == [
        ("seikyusha_sex", "", "", ""),
        ("seikyusha_birth", "", "", ""),
    ]


def test_a_value_that_no_table_has_gets_no_code() -> None:
    (field,) = standardised(JIDO, {"account_type": Held("貯蓄")}).fields
    assert (field.code, field.code_state) == ("", CodeState.NOT_IN_TABLE)


def test_a_date_that_a_person_let_stand_is_no_date() -> None:
    (field,) = standardised(JIDO, {"seikyusha_birth": Held("不明")}).fields
    assert (field.text, field.iso, field.era) == ("不明", "", "")


@pytest.mark.parametrize(
    ("table", "value", "code"),
    [
        ("性別", "男", "1"), ("性別", "その他", ""), ("要介護状態区分", "要支援２", "13"),
        ("要介護状態区分", "要介護5", "25"), ("元号", "令和", "5"), ("続柄", "妻(未届)", "14"),
        ("続柄", "長男", ""), ("ない表", "男", ""),
    ],
)  # fmt: skip
def test_codes(table: str, value: str, code: str) -> None:
    assert standard().code(table, value) == code


def test_every_table_of_codes_says_whence_and_every_item_names_a_known_one() -> None:
    known = standard()
    assert all(each.source for each in known.tables.values())
    assert {each.codes for each in known.items.values() if each.codes} <= set(known.tables)


@pytest.mark.parametrize("form", list(OURS), ids=lambda form: form.id)
def test_every_item_that_a_form_names_is_known(form: Form) -> None:
    unknown = {f.item for f in form.fields if f.item and not standard().knows(f.item)}
    assert not unknown


def test_whose_a_field_is_follows_from_its_id_where_the_form_does_not_say() -> None:
    people = {each.subject: each for each in people_of(JIDO)}
    assert (kana := people["seikyusha"].kana)
    assert kana.id == "seikyusha_kana"
    assert (birth := people["child1"].birth)
    assert birth.id == "child1_birth"
    assert people["haigusha"].kana is None


def test_what_a_choice_holds_is_not_guessed() -> None:
    assert item_of(JIDO.field("child1_relation")).item in ("", "続柄")
    assert item_of(JIDO.field("pension_kind")).item == ""


@pytest.mark.parametrize(
    ("character", "kinds"),
    [
        ("髙", {Oddity.OUTSIDE_JIS_X_0208, Oddity.OUTSIDE_JIS_X_0213}),
        ("﨑", {Oddity.OUTSIDE_JIS_X_0208}),
        ("𠮷", {Oddity.OUTSIDE_JIS_X_0208, Oddity.OUTSIDE_CP932, Oddity.OUTSIDE_JIS_X_0213}),
        ("葛\U000e0100", set(Oddity) - {Oddity.PRIVATE}),
        ("\ue000", set(Oddity) - {Oddity.IVS}),
        ("\u301c", {Oddity.OUTSIDE_CP932}),
    ],
)
def test_rare_characters_are_flagged(character: str, kinds: set[Oddity]) -> None:
    (found,) = odd_characters(f"山{character}田")
    assert (found.character, set(found.kinds)) == (character, kinds)


@pytest.mark.parametrize("text", ["斎藤　花子", "ABC-123", "カガミ・タロウ", ""])
def test_common_ones_are_not(text: str) -> None:
    assert odd_characters(text) == ()


@given(st.text(max_size=12))
def test_no_character_is_lost_when_a_text_is_taken_apart(text: str) -> None:
    assert "".join(units(text)) == text


@given(st.text(max_size=12))
def test_values_stay_as_they_are_written(text: str) -> None:
    (found,) = standardised(JIDO, {"seikyusha_name": Held(text)}).fields
    assert found.text == text


@pytest.mark.parametrize(
    ("character", "first"),
    [("髙", "高"), ("﨑", "崎"), ("𠮷", "吉"), ("栁", "柳"), ("葛\U000e0100", "葛"), ("邉", "辺")],
)
def test_a_rare_character_may_be_reduced_by_a_named_rule(character: str, first: str) -> None:
    found = reductions(character)
    assert found[0].text == first
    assert all(each.why and each.text != character for each in found)


@pytest.mark.parametrize("character", ["山", "ア", "1", "\ue000", "\u301c", "\U000e0100", "\ud800"])
def test_others_have_nothing_to_be_reduced_to(character: str) -> None:
    assert reductions(character) == ()


def test_the_codes_of_municipalities_hold_their_check_digit() -> None:
    assert is_municipality_code(NARASHINO.code)
