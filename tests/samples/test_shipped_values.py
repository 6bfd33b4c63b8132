"""Invented applications of every form that has no maker of its own."""

from datetime import date
from random import Random

import pytest

from forms.catalogue import Catalogue
from forms.form import FieldType, Form
from samples.generate.people import Town
from samples.generate.values import MAKERS, Values, values_of
from tests.samples.checking import broken_fields

TODAY = date(2025, 9, 3)
FORMS = [form for form in Catalogue.load() if form.id not in MAKERS]
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
