"""The invented application keeps the rules of its form: it could stand on a paper."""

import pytest

from bots.recorder.sample import invent
from forms import rules
from forms.form import Form
from tests.bots.records import CATALOGUE

FORMS = [pytest.param(form, id=form.id) for form in CATALOGUE]


@pytest.mark.parametrize("form", FORMS)
def test_no_rule_of_the_form_is_broken(form: Form) -> None:
    readings = rules.check(form, invent(form)).readings
    assert [doubt.message for each in readings for doubt in each.doubts] == []


@pytest.mark.parametrize("form", FORMS)
def test_only_what_must_be_blank_is_blank(form: Form) -> None:
    values = invent(form).values
    may_be = {
        n for rule in form.rules if rule.kind in ("blank_when", "together") for n in rule.fields
    }
    assert {name for name, value in values.items() if not value} <= may_be


def test_what_must_be_blank_beside_the_chosen_option_is_blank() -> None:
    values = invent(CATALOGUE["kokuho-shikaku"]).values
    blank = {"取得": "soshitsu_riyu", "喪失": "shutoku_riyu"}[str(values["kubun"])]
    assert values[blank] is None


def test_it_is_the_same_each_time() -> None:
    form = CATALOGUE["kokuho-shikaku"]
    assert invent(form) == invent(form)
