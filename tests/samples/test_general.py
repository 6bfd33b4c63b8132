"""The maker of invented applications for any form keeps what the form says."""

from datetime import date
from pathlib import Path
from random import Random

import pytest

from forms.errors import SetupError
from forms.form import Form
from forms.record import Value
from forms.source import load_form
from samples.generate.people import Town
from samples.generate.values import values_of
from samples.generate.values.general import broken, general
from tests.ours import OURS

TODAY = date(2025, 2, 28)
HEAD = """\
form: test-form
title: 届
version: "1"
department: 課
work_field: その他
law: ""
manual_seconds: 60
sheet:
  - rows:
      - use: submitted
"""
FORM = (
    HEAD
    + """\
      - {use: applicant, as: oya}
      - use: {use}
      - row:
          - {id: umu, label: 有無, type: choice, required: true, options: [有, 無]}
          - {id: count, label: 人数, type: number, length: [1, 1]}
          - {id: memo, label: 事情, type: text}
rules:
  - {kind: filled_when, fields: [memo], when: {umu: 有}, message: 事情がありません。}
  - {kind: blank_when, fields: [memo], when: {umu: 無}, message: 事情があります。}
  - {kind: between, fields: [count], limits: [2, 5], message: 人数が合いません。}
  - {kind: years_apart, fields: [child1_birth, child2_birth], limits: [0, 12], message: 年が離れています。}
"""  # noqa: E501
)
WORDS = """\
ages: {oya: [30, 45], child: [1, 14]}
family: [child]
words: {memo: [転勤, 入院]}
"""


@pytest.fixture
def form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Form:
    (tmp_path / "form.yaml").write_text(FORM.replace("{use}", "children"), encoding="utf-8")
    (tmp_path / "test-form.yaml").write_text(WORDS, encoding="utf-8")
    monkeypatch.setattr("samples.generate.values.vocabulary.WORDS", tmp_path)
    return load_form(tmp_path / "form.yaml")


def applications(form: Form, count: int = 40) -> list[dict[str, Value]]:
    return [general(form, Town(Random(n)), Random(n), TODAY) for n in range(count)]


def test_no_rule_is_broken_and_no_field_is_missing(form: Form) -> None:
    for values in applications(form):
        assert list(values) == [field.id for field in form.fields]
        assert broken(form, values) == []
        assert all(values[field.id] for field in form.fields if field.required)


def test_a_field_that_must_be_blank_is_blank(form: Form) -> None:
    kinds = {(values["umu"], bool(values["memo"])) for values in applications(form)}
    assert kinds == {("有", True), ("無", False)}


def test_children_bear_the_name_of_the_first_person(form: Form) -> None:
    for values in applications(form, 10):
        family = str(values["oya_name"]).split("\u3000")[0]
        assert str(values["child1_name"]).startswith(family)


def test_rows_are_filled_from_the_top(form: Form) -> None:
    for values in applications(form):
        filled = [bool(values[f"child{n}_name"]) for n in (1, 2, 3)]
        assert filled == sorted(filled, reverse=True)
        assert filled[0]


def test_the_same_seed_makes_the_same_application(form: Form) -> None:
    assert applications(form, 3) == applications(form, 3)


def test_a_missing_word_is_asked_for_by_name(form: Form, tmp_path: Path) -> None:
    (tmp_path / "test-form.yaml").write_text("words: {}\n", encoding="utf-8")
    with pytest.raises(SetupError, match="「memo」の語"):
        applications(form)


OWN = (
    HEAD
    + """\
      - {use: person, as: haha}
      - row:
          - {id: age, label: 年齢, type: number, required: true, length: [2, 2], unit: 歳}
          - {id: code, label: 申請書ID, type: qr, required: true}
rules:
  - {kind: age_on, fields: [haha_birth, age, shinsei_date], message: 年齢が合いません。}
"""
)


def test_age_and_sex_are_those_that_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "form.yaml").write_text(OWN, encoding="utf-8")
    words = "ages: {haha: [20, 42]}\nsex: {haha: 女}\n"
    (tmp_path / "test-form.yaml").write_text(words, encoding="utf-8")
    monkeypatch.setattr("samples.generate.values.vocabulary.WORDS", tmp_path)
    made = applications(load_form(tmp_path / "form.yaml"), 10)
    assert {values["haha_sex"] for values in made} == {"女"}
    assert all(20 <= int(str(values["age"])) <= 42 for values in made)
    assert len({values["code"] for values in made}) == len(made)


@pytest.mark.parametrize("form", list(OURS), ids=lambda form: form.id)
def test_what_is_invented_for_a_form_that_we_ship_is_whole_and_keeps_its_rules(form: Form) -> None:
    for n in range(8):
        values = values_of(form, Town(Random(n)), Random(n), TODAY)
        assert set(values) == {field.id for field in form.fields}
        assert all(values[field.id] for field in form.fields if field.required)
        assert broken(form, values) == []
