"""Procedures of 総合窓口クラウド that stand in files: what is read, what is refused."""

from collections import Counter
from pathlib import Path

import pytest

from forms.errors import BadDeclaration
from samples.legacy.items import Procedure
from samples.legacy.procedures import of_the_cloud
from samples.legacy.procedures.files import declared, procedure_of
from samples.legacy.spa.layout import Layout
from samples.legacy.weather import Weather
from tests.ours import OURS

FILE = """\
form: inu-toroku
code: zz
mark: 犬
title: 犬の登録
search: [kana]
columns: [kana, na]
key: [kana, na]
sections:
  - section: 所有者
    items:
      - {field: kana, label: 氏名（カナ）, kind: kana, required: true}
      - {field: postal, label: 郵便番号, kind: postal}
      - {field: address, label: 住所, kind: address, postal: postal}
  - section: 犬
    items:
      - {field: na, label: 犬の名, required: true}
      - {field: riyu, label: 登録事由, kind: code, options: {"11": 取得, "12": 転入}}
      - {field: number, label: 鑑札番号, kind: digits, length: 7, up_to: true}
      - rows: child
        title: 子
        count: 2
        required_rows: 1
        items:
          - {field: name, label: 氏名, required: true}
late: {trigger: riyu, fields: [number], words: [転入]}
"""
FILES = declared()
by_file = pytest.mark.parametrize("procedure", FILES, ids=lambda procedure: procedure.form)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "inu-toroku.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_rows_become_items_of_their_own_under_a_title(path: Path) -> None:
    (first, second) = [item for item in procedure_of(path).items if item.group]
    assert (first.field_id, first.group, first.label, first.required) == (
        "child1_name", "子１", "氏名", True,
    )  # fmt: skip
    assert (second.field_id, second.group, second.required) == ("child2_name", "子２", False)


def test_a_postal_code_fills_the_address_that_names_it(path: Path) -> None:
    layout = Layout(procedure_of(path), Weather())
    fields = {field["id"]: field for field in layout.form()["sections"][0]["fields"]}
    assert fields["postal"]["fills"] == "address"


def test_what_comes_late_comes_with_the_right_choice_only(path: Path) -> None:
    layout = Layout(procedure_of(path), Weather())
    form = layout.form()
    assert form["trigger"] == "riyu"
    assert "number" not in [field["id"] for field in form["sections"][1]["fields"]]
    assert layout.late_fields("11") == []
    assert [field["id"] for field in layout.late_fields("12")] == ["number"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kind: kana", "kind: kanna", "使える値ではありません"),
        ("search: [kana]", "search: [kanna]", "「kanna」: この項目はありません"),
        ("fields: [number]", "fields: [numbr]", "「numbr」: この項目はありません"),
        ("postal: postal", "postal: zip", "「zip」: この項目はありません"),
        ("length: 7, ", "", "桁数 (length) が要ります"),
        ('options: {"11": 取得, "12": 転入}', "required: true", "選択肢 (options) が要ります"),
        ("mark: 犬", "mark: 犬\ncolour: 茶", "知らないキーです"),
    ],
)
def test_a_mistake_in_a_file_is_named(path: Path, old: str, new: str, words: str) -> None:
    assert old in FILE
    path.write_text(FILE.replace(old, new), encoding="utf-8")
    with pytest.raises(BadDeclaration) as told:
        procedure_of(path)
    assert words in told.value.message


@pytest.mark.parametrize("what", ["form", "code", "mark", "title", "table"])
def test_no_two_procedures_share_a_name(what: str) -> None:
    assert max(Counter(getattr(each, what) for each in of_the_cloud()).values()) == 1


@by_file
def test_a_label_stands_once_in_its_group(procedure: Procedure) -> None:
    assert max(Counter((item.group, item.label) for item in procedure.items).values()) == 1


@by_file
def test_the_system_asks_for_nothing_that_the_paper_leaves_open(procedure: Procedure) -> None:
    form = OURS[procedure.form]
    for item in procedure.items:
        assert form.field(item.field_id).required or not item.required, item.field_id
