"""Layouts: read and written, checked line by line, kept in the office's folder."""

from pathlib import Path

import pytest

from forms.errors import BadDeclaration
from tests.ours import OURS
from workflows.exports import Format, NoSuchLayout, Shelf, standard, yaml_of
from workflows.exports.shelf import Changed

CATALOGUE = OURS
LAYOUT = """\
layout: daicho
title: 台帳
form: risai-shomei
format: csv
encoding: cp932
columns:
  - {field: name, title: 氏名}
  - {field: risai_date, date: era}
  - {text: "01", title: 区分}
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path, CATALOGUE)


def mistake(shelf: Shelf, text: str) -> BadDeclaration:
    made = shelf.check(text, "t.yaml")
    assert isinstance(made, list)
    return made[0]


@pytest.mark.parametrize("form", [form.id for form in CATALOGUE])
@pytest.mark.parametrize("kind", list(Format)[:3])
def test_the_standard_of_every_form_comes_back_from_its_yaml(
    shelf: Shelf, form: str, kind: Format
) -> None:
    made = standard(CATALOGUE[form], kind)
    assert shelf.check(yaml_of(made)) == made
    assert not any(CATALOGUE[form].field(each.field).private for each in made.columns if each.field)


def test_what_was_saved_is_found_again(shelf: Shelf) -> None:
    made = shelf.save(LAYOUT, None)
    assert shelf.layout("daicho") == made
    assert [each.name for each in shelf.all()] == ["daicho"]


@pytest.mark.parametrize(
    ("before", "after", "line", "key"),
    [
        ("  - {field: name, title: 氏名}", "  - {field: nane, title: 氏名}", 7, "nane"),
        ("form: risai-shomei", "form: risai", 3, "form"),
        ("title: 台帳", "titel: 台帳", 1, "title"),
        ("date: era", "date: heisei", 8, "date"),
        ("encoding: cp932", "encoding: sjis", 5, "encoding"),
        ('text: "01"', "text: 01", 9, "text"),
        ('text: "01"', 'text: "0\\n1"', 9, "text"),
        ("field: name,", 'field: name, text: "a",', 7, "0"),
    ],
)
def test_a_mistake_is_named_by_its_line(
    shelf: Shelf, before: str, after: str, line: int, key: str
) -> None:
    found = mistake(shelf, LAYOUT.replace(before, after))
    assert (found.line, found.key) == (line, key)
    assert "t.yaml" in found.message


def test_a_fixed_width_needs_bytes_for_every_column(shelf: Shelf) -> None:
    text = LAYOUT.replace("format: csv", "format: fixed").replace("氏名}", "氏名, bytes: 10}")
    found = mistake(shelf, text)
    assert (found.line, found.key) == (8, "bytes")


def test_a_substitute_must_fit_itself(shelf: Shelf) -> None:
    text = LAYOUT + 'substitutes: {"𠮷": "𡈽"}\n'
    assert "置きかえの文字" in mistake(shelf, text).message


def test_a_heading_must_fit_the_encoding(shelf: Shelf) -> None:
    found = mistake(shelf, LAYOUT.replace("title: 氏名", "title: 𠮷"))
    assert (found.line, "見出し" in found.message) == (7, True)


def test_two_columns_of_a_json_cannot_share_a_name(shelf: Shelf) -> None:
    text = LAYOUT.replace("format: csv", "format: json").replace("title: 区分", "title: 氏名")
    assert mistake(shelf, text).line == 9


def test_two_who_edit_at_once_do_not_overwrite_each_other(shelf: Shelf) -> None:
    shelf.save(LAYOUT, None)
    mark = shelf.find("daicho").mark
    shelf.save(LAYOUT.replace("台帳", "台帳2"), mark)
    with pytest.raises(Changed):
        shelf.save(LAYOUT.replace("台帳", "台帳3"), mark)
    with pytest.raises(Changed):
        shelf.save(LAYOUT, None)  # "new", but the name is taken


@pytest.mark.parametrize("name", ["../review", "a/b", "", "..", "C:x", "daicho.yaml"])
def test_a_name_that_is_a_path_is_none(shelf: Shelf, name: str) -> None:
    with pytest.raises(NoSuchLayout):
        shelf.find(name)


def test_a_broken_file_is_listed_with_its_mistake(shelf: Shelf, tmp_path: Path) -> None:
    shelf.save(LAYOUT, None)
    (tmp_path / "layouts" / "other.yaml").write_text("layout: [", encoding="utf-8")
    broken = [each for each in shelf.all() if each.layout is None]
    assert [each.name for each in broken] == ["other"]
    assert broken[0].mistakes


def test_a_removed_layout_is_gone(shelf: Shelf) -> None:
    shelf.save(LAYOUT, None)
    shelf.remove("daicho")
    assert shelf.all() == ()
