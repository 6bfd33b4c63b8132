"""A mistake in a form file is named by file, line and key, with the nearest right word."""

from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from forms.errors import BadDeclaration, SetupError
from forms.form import FieldType
from forms.source import load_form

GOOD = """\
form: inu-toroku
title: 犬の登録申請書
version: "2024"
department: 環境課
work_field: その他
law: 狂犬病予防法施行規則 第3条
manual_seconds: 120
pages:
  - {width: 200, height: 100}
fields:
  - id: owner
    label: 所有者
    type: name
    box: [20, 10, 100, 10]
    required: true
  - rows: dog
    title: 犬
    count: 2
    step: 20
    required_rows: 1
    fields:
      - {id: kind, label: 種類, type: text, box: [20, 30, 50, 10], required: true}
      - id: birth
        label: 生年月日
        type: date
        eras: [{value: 平成, box: [80, 30, 10, 5]}, {value: 令和, box: [80, 35, 10, 5]}]
        year: [92, 30, 10, 10]
        month: [104, 30, 10, 10]
        day: [116, 30, 10, 10]
rules:
  - {kind: differ, fields: [dog1_kind, dog2_kind], message: 同じ犬ではありませんか。}
"""


def written(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "inu-toroku"
    folder.mkdir()
    path = folder / "form.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_boxes_become_fractions_of_the_page(tmp_path: Path) -> None:
    form = load_form(written(tmp_path, GOOD))
    assert form.field("owner").box.as_list() == [0.1, 0.1, 0.5, 0.1]


def test_rows_are_repeated_downwards(tmp_path: Path) -> None:
    form = load_form(written(tmp_path, GOOD))
    assert [f.id for f in form.fields] == [
        "owner", "dog1_kind", "dog1_birth", "dog2_kind", "dog2_birth",
    ]  # fmt: skip
    first, second = form.field("dog1_birth"), form.field("dog2_birth")
    assert first.date is not None
    assert second.date is not None
    assert second.date.year.y == pytest.approx(first.date.year.y + 0.2)
    assert second.date.eras[1].box.y == pytest.approx(first.date.eras[1].box.y + 0.2)
    assert (form.field("dog1_kind").required, form.field("dog2_kind").required) == (True, False)
    assert second.label == "犬2 生年月日"


def test_a_box_encloses_the_parts_where_none_is_declared(tmp_path: Path) -> None:
    birth = load_form(written(tmp_path, GOOD)).field("dog1_birth")
    assert birth.type is FieldType.DATE
    assert birth.box.as_list() == [0.4, 0.3, 0.23, 0.1]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "key", "fix"),
    [
        ("required: true\n  - rows", "requierd: true\n  - rows", 15, "requierd", "required"),
        ("type: name", "type: nane", 13, "type", "name"),
        ("title: 犬の登録申請書\n", "", 1, "title", "title:"),
        ("box: [20, 10, 100, 10]", "box: [20, 10, 100]", 14, "3", ""),
    ],
)
def test_a_mistake_is_named_by_line_and_key(
    tmp_path: Path, right: str, wrong: str, line: int, key: str, fix: str
) -> None:
    with pytest.raises(BadDeclaration) as caught:
        load_form(written(tmp_path, GOOD.replace(right, wrong)))
    assert (caught.value.line, caught.value.key) == (line, key)
    assert "form.yaml" in caught.value.message
    assert fix in caught.value.advice


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("id: owner", "id: dog1_kind", "二つ"),
        ("[dog1_kind, dog2_kind]", "[dog1_kind, dog9_kind]", "ない項目"),
        ("        day: [116, 30, 10, 10]\n", "", "day"),
        ("    box: [20, 10, 100, 10]\n", "", "枠"),
        ("type: name\n", "type: name\n    page: 2\n", "2 ページ目"),
        ("form: inu-toroku", "form: [inu", "YAML"),
        ("[dog1_kind, dog2_kind]", "[dog1_kind]", "2 つ以上"),
        ("id: owner", f"id: {'o' * 41}", "長すぎ"),
        ("kind: differ,", "kind: within_age,", "limits"),
        ("kind: differ,", "kind: years_apart, limits: [9, 1],", "小さい方"),
        ("kind: differ,", "kind: rows_differ, width: 3,", "width"),
    ],
)
def test_what_cannot_hold_is_refused(tmp_path: Path, right: str, wrong: str, words: str) -> None:
    with pytest.raises(BadDeclaration, match=words):
        load_form(written(tmp_path, GOOD.replace(right, wrong)))


def test_a_field_may_be_marked_for_two_people_to_type(tmp_path: Path) -> None:
    text = GOOD.replace("type: name\n", "type: name\n    double: true\n")
    form = load_form(written(tmp_path, text))
    assert [field.id for field in form.fields if field.double] == ["owner"]


def test_a_mark_that_is_no_yes_or_no_is_named(tmp_path: Path) -> None:
    text = GOOD.replace("type: name\n", "type: name\n    double: twice\n")
    with pytest.raises(BadDeclaration, match="true か false") as caught:
        load_form(written(tmp_path, text))
    assert caught.value.key == "double"


def test_the_catalogue_names_the_known_forms_for_an_unknown_id(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    catalogue = Catalogue.load(tmp_path)
    assert [form.id for form in catalogue] == ["inu-toroku"]
    with pytest.raises(SetupError) as caught:
        catalogue["neko"]
    assert "inu-toroku" in caught.value.advice


def test_how_long_it_is_kept_may_stand_there(tmp_path: Path) -> None:
    text = GOOD.replace("manual_seconds: 120", "manual_seconds: 120\nretention: 6ヶ月")
    assert str(load_form(written(tmp_path, text)).retention) == "6か月"


def test_a_period_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    text = GOOD.replace("manual_seconds: 120", "manual_seconds: 120\nretention: ずっと")
    with pytest.raises(BadDeclaration) as told:
        load_form(written(tmp_path, text))
    assert (told.value.line, told.value.key) == (8, "retention")
    assert "5年" in str(told.value)
