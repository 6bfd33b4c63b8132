"""Applications that come as data: names → fields, values → a record."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.catalogue import Catalogue
from forms.electronic.item import Cell, Held, Item, Kind, heading_of
from forms.electronic.matching import by_names, likeliest, said_form
from forms.electronic.record import places_of, record_of
from forms.electronic.source_map import Wanted, load_map
from forms.electronic.values import typed
from forms.errors import BadDeclaration
from forms.form import Form
from forms.record import Reading
from tests.ours import OURS

FORMS = Path(__file__).parents[1] / "workflows" / "forms"
GOOD = {"氏名": "山田　太郎", "性別": "男", "開始日": "R6.4.1", "電話": "0312345678"}
MAP = """source: portal
title: ポータル
kind: csv
reference: 番号
fields:
  name: {pattern: "{姓}　{名}"}
  sex: {from: 性別コード, values: {"1": 男, "2": 女}}
"""


@pytest.fixture(scope="module")
def chosa() -> Form:
    return Catalogue.load(FORMS)["chosa"]


@pytest.fixture(scope="module")
def child(catalogue: Catalogue) -> Form:
    return catalogue["jido-teate-nintei"]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return OURS


def item(texts: Mapping[str, str | Cell], fault: str = "") -> Item:
    cells = {n: t if isinstance(t, Cell) else Cell(t, f"列「{n}」") for n, t in texts.items()}
    return Item(1, "2 行目", cells, fault)


def read(form: Form, texts: Mapping[str, str | Cell], field: str, fault: str = "") -> Reading:
    fields = by_names(form, tuple(texts)).fields
    return record_of(form, item(texts, fault), fields, Kind.CSV).reading(field)


def codes(reading: Reading) -> list[str]:
    return [each.code for each in reading.doubts]


def test_a_good_row_is_a_record_without_doubt_that_was_not_recognised(chosa: Form) -> None:
    record = record_of(chosa, item(GOOD), by_names(chosa, tuple(GOOD)).fields, Kind.CSV)
    assert not record.is_doubted
    assert record.values["start"] == "2024-04-01"
    assert {each.source for each in record.readings} == {"csv"}
    assert {each.confidence for each in record.readings} == {1.0}
    assert all(each.figures is None for each in record.readings)


def test_a_broken_rule_between_fields_is_a_doubt_as_on_paper(chosa: Form) -> None:
    assert codes(read(chosa, GOOD | {"終了日": "R6.3.1"}, "end")) == ["rule"]


def test_a_required_field_without_a_column_is_in_doubt(chosa: Form) -> None:
    reading = read(chosa, {"性別": "男", "開始日": "R6.4.1"}, "name")
    assert codes(reading) == ["blank"]
    assert "欄がありません" in reading.doubts[0].message


@pytest.mark.parametrize(
    ("field", "name", "text", "code"),
    [
        ("start", "開始日", "R6.2.30", "unreadable"),
        ("sex", "性別", "不明", "unreadable"),
        ("phone", "電話", "312345678", "zeros"),
        ("my_number", "個人番号", "1.23457E+11", "zeros"),
        ("my_number", "個人番号", "123456789012", "unreadable"),
    ],
)
def test_what_is_no_value_goes_to_a_person_with_its_place(
    chosa: Form, field: str, name: str, text: str, code: str
) -> None:
    reading = read(chosa, GOOD | {name: text}, field)
    assert (reading.value, reading.confidence, codes(reading)) == (None, 0.0, [code])
    assert "2 行目" in reading.doubts[0].message
    assert name in reading.doubts[0].message


def test_a_lost_zero_is_proposed_and_never_put_back_by_itself(chosa: Form) -> None:
    reading = read(chosa, GOOD | {"電話": "312345678"}, "phone")
    assert reading.raw == "312345678"
    assert [each.value for each in reading.candidates] == ["0312345678"]


def test_a_my_number_is_never_repeated_in_a_doubt(chosa: Form) -> None:
    reading = read(chosa, GOOD | {"個人番号": "123456789012"}, "my_number")
    assert "123456789012" not in reading.doubts[0].message


def test_a_cell_that_cannot_be_used_leaves_its_field_blank_and_in_doubt(chosa: Form) -> None:
    cell = Cell("", "列「電話」", fault="計算式のため、取り込みません。")
    reading = read(chosa, GOOD | {"電話": cell}, "phone")
    assert (reading.raw, codes(reading)) == ("", ["cell"])


def test_a_formulas_result_is_taken_and_looked_at(chosa: Form) -> None:
    cell = Cell("0312345678", "列「電話」", Held.FORMULA)
    reading = read(chosa, GOOD | {"電話": cell}, "phone")
    assert (reading.value, codes(reading)) == ("0312345678", ["formula"])


def test_every_value_of_a_shifted_row_is_in_doubt(chosa: Form) -> None:
    fields = by_names(chosa, tuple(GOOD)).fields
    record = record_of(chosa, item(GOOD, "列の数が違います。"), fields, Kind.CSV)
    filled = [each for each in record.readings if each.raw]
    assert filled
    assert all(codes(each) == ["shifted"] for each in filled)


@pytest.mark.parametrize(
    ("field", "text", "meant"),
    [
        ("start", "20240401", "2024-04-01"),
        ("start", "2024/4/1 0:00", "2024/4/1"),
        ("start", "2024-04-01T00:00:00+09:00", "2024-04-01"),
        ("damage", "屋根;外壁", "屋根、外壁"),
        ("my_number", "'012345678901", "012345678901"),
        ("name", " 山田 ", "山田"),
    ],
)
def test_what_programs_write_becomes_what_a_person_would_type(
    chosa: Form, field: str, text: str, meant: str
) -> None:
    assert typed(chosa.field(field), text) == meant


@pytest.mark.parametrize(("text", "value"), [("○", "利用する"), ("TRUE", "利用する"), ("×", None)])
def test_a_single_square_is_ticked_by_the_words_of_programs(
    child: Form, text: str, value: str | None
) -> None:
    wanted = {"koukin_kouza": Wanted(("公金",))}
    reading = record_of(child, item({"公金": text}), wanted, Kind.XML).reading("koukin_kouza")
    assert reading.value == value


@given(st.text(alphabet="0123456789", min_size=1, max_size=14))
def test_no_digit_is_ever_added_or_dropped(text: str) -> None:
    form = Catalogue.load(FORMS)["chosa"]
    reading = read(form, {"個人番号": text}, "my_number")
    assert reading.raw == text
    assert reading.value in (None, text)


def test_headings_name_each_field_of_every_form_and_no_other(catalogue: Catalogue) -> None:
    for form in catalogue:
        headings = [heading_of(form, each.id) for each in form.fields]
        found = by_names(form, headings)
        assert not found.unknown
        assert {field: wanted.names[0] for field, wanted in found.fields.items()} == {
            each.id: heading for each, heading in zip(form.fields, headings, strict=True)
        }


@pytest.mark.parametrize("name", ["氏名（必須）", "氏 名", "name", "申請者/氏名", "氏名*"])
def test_a_name_is_known_however_it_is_written(chosa: Form, name: str) -> None:
    assert set(by_names(chosa, (name,)).fields) == {"name"}


def test_a_label_that_two_fields_share_names_neither(chosa: Form) -> None:
    twice = replace(chosa.field("name"), id="other")
    form = replace(chosa, fields=(*chosa.fields, twice))
    assert by_names(form, ("氏名",)).fields == {}
    assert set(by_names(form, ("氏名（other）", "氏名（name）")).fields) == {"name", "other"}


def test_the_form_that_explains_most_is_the_likeliest(catalogue: Catalogue) -> None:
    form = catalogue["risai-shomei"]
    names = [heading_of(form, each.id) for each in form.fields]
    assert [each.form.id for each in likeliest(catalogue, names)] == ["risai-shomei"]


def test_two_names_are_too_few_to_tell_a_form(catalogue: Catalogue) -> None:
    assert likeliest(catalogue, ("氏名", "電話番号")) == ()


def test_a_form_is_known_by_its_title_or_its_id(catalogue: Catalogue) -> None:
    form = catalogue["risai-shomei"]
    assert said_form(catalogue, ["シート1", form.title]) == form
    assert said_form(catalogue, [form.id]) == form
    assert said_form(catalogue, ["別の申請"]) is None


def test_a_source_map_joins_and_translates(chosa: Form, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(MAP, encoding="utf-8")
    source = load_map(tmp_path / "a.yaml", chosa)
    assert source.fits(("姓", "名", "性別コード", "備考"))
    assert not source.fits(("姓", "名"))
    arrived = item({"姓": "山田", "名": "太郎", "性別コード": "2", "番号": "A1"})
    record = record_of(chosa, arrived, source.fields, Kind.CSV)
    assert (record.values["name"], record.values["sex"]) == ("山田　太郎", "女")
    assert places_of(arrived, source.fields)["name"] == "列「姓」、列「名」"


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ("  name:", "  nome:", 6, "nome"),
        ('"2": 女', '"2": 不明', 7, "sex"),
        ("kind: csv", "kind: word", 3, "kind"),
        ("reference:", "referenz:", 4, "referenz"),
    ],
)
def test_a_mistake_in_a_source_map_is_named_by_line_and_key(
    chosa: Form, tmp_path: Path, old: str, new: str, line: int, key: str
) -> None:
    (tmp_path / "a.yaml").write_text(MAP.replace(old, new), encoding="utf-8")
    with pytest.raises(BadDeclaration) as caught:
        load_map(tmp_path / "a.yaml", chosa)
    assert (caught.value.line, caught.value.key) == (line, key)


def test_a_blank_pattern_is_a_blank_field(chosa: Form) -> None:
    wanted = Wanted(("姓", "名"), "{姓}　{名}")
    assert wanted.filled({"姓": "", "名": " "}) == ""
