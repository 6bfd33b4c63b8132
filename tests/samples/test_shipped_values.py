"""Invented applications of every form that has no maker of its own."""

import re
from datetime import date
from random import Random

import pytest

from forms.form import FieldType, Form
from samples.generate.people import Town
from samples.generate.values import MAKERS, Values, values_of
from samples.generate.values.vocabulary import WORDS, vocabulary_of
from tests.ours import OURS
from tests.samples.checking import broken_fields

TODAY = date(2025, 9, 3)
FORMS = [form for form in OURS if form.id not in MAKERS]
by_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)


def applications(form: Form, count: int) -> list[Values]:
    return [values_of(form, Town(Random(n)), Random(n), TODAY) for n in range(count)]


@by_form
def test_every_application_keeps_all_rules_and_fills_what_is_required(form: Form) -> None:
    for values in applications(form, 12):
        assert list(values) == [field.id for field in form.fields]
        assert all(values[field.id] for field in form.fields if field.required)
        assert broken_fields(form, values) == set()


@by_form
def test_marks_are_on_words_of_the_paper_and_numbers_fit_their_boxes(form: Form) -> None:
    for values in applications(form, 12):
        for field in form.fields:
            value = values[field.id]
            if field.type is FieldType.CHOICE and value is not None:
                marked = {value} if isinstance(value, str) else set(value)
                assert marked <= {option.value for option in field.options}, field.id
            elif field.cells and value is not None:
                assert len(str(value)) <= field.cells, field.id


def test_words_are_of_forms_and_fields_that_are_there() -> None:
    known = {form.id: form for form in FORMS}
    for path in WORDS.glob("*.yaml"):
        words, form = vocabulary_of(path.stem), known[path.stem]
        fields = {row_free(field.id, field.group) for field in form.fields}
        subjects = {row_free(field.subject, field.subject) for field in form.fields}
        named = {*words.words, *words.days, *words.blank, *words.numbers}
        assert named - fields == set(), path.name
        assert {*words.ages, *words.family, *words.home} - subjects == set(), path.name


def row_free(name: str, group: str | None) -> str:
    """child_name of child1_name, child of child1."""
    head = re.sub(r"\d+$", "", group) if group else ""
    return head + name[len(group) :] if group and name.startswith(group) else name


@pytest.mark.parametrize(
    "form", [form for form in OURS if len(form.pages) > 1], ids=lambda form: form.id
)
def test_signed_pages_of_two_people_in_one_record_are_doubted(form: Form) -> None:
    """As where a stack lost the last page of one and the first page of the next."""
    signature = next(f.id for f in form.fields if f.page > 1 and f.id.endswith("signature"))
    (name,) = (
        next(each for each in rule.fields if each != signature)
        for rule in form.rules
        if rule.kind == "same" and signature in rule.fields
    )
    first, second = (values_of(form, Town(Random(n)), Random(n), TODAY) for n in (1, 2))
    assert first[name] != second[name]
    further = {f.id: second[f.id] for f in form.fields if f.page > 1}
    joined = first | further | {signature: second[name]}
    assert {name, signature} <= broken_fields(form, joined)
