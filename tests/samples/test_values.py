"""Invented applications are true to their forms; invented people are consistent."""

from datetime import date
from random import Random

import pytest

from forms.check_digits import insurer_digit, is_my_number
from samples.generate import tables
from samples.generate.doubts import DOUBTS
from samples.generate.people import Town, phone_with_hyphens
from samples.generate.values import MAKERS
from tests.ours import OURS
from tests.samples.checking import broken_fields

CATALOGUE = OURS
TODAY = date(2025, 2, 28)


@pytest.mark.parametrize("form_id", sorted(MAKERS))
def test_every_application_keeps_all_rules_of_its_form(form_id: str) -> None:
    form, town = CATALOGUE[form_id], Town(Random(form_id))
    for seed in range(60):
        values = MAKERS[form_id](town, Random(seed), TODAY)
        assert sorted(values) == sorted(field.id for field in form.fields)
        assert broken_fields(form, values) == set()


@pytest.mark.parametrize("form_id", sorted(MAKERS))
def test_optional_fields_are_sometimes_blank(form_id: str) -> None:
    form, town = CATALOGUE[form_id], Town(Random(form_id))
    made = [MAKERS[form_id](town, Random(seed), TODAY) for seed in range(60)]
    optional = [f.id for f in form.fields if not f.required and f.type != "seal"]
    blank = {name for name in optional if any(values[name] is None for values in made)}
    assert len(blank) >= len(optional) // 3


@pytest.mark.parametrize(
    "kind", [kind for kind in DOUBTS if kind not in ("", "check_digit", "missing_page")]
)
@pytest.mark.parametrize("form_id", sorted(MAKERS))
def test_a_doubtful_paper_names_what_is_wrong(form_id: str, kind: str) -> None:
    form, values = CATALOGUE[form_id], MAKERS[form_id](Town(Random(4)), Random(4), TODAY)
    made = DOUBTS[kind](form, values, Random(1))
    assert made.fields
    optional = {f.id for f in form.fields if not f.required}
    assert set(made.fields) <= broken_fields(form, made.truth) | optional


def test_a_wrong_check_digit_is_wrong() -> None:
    form = CATALOGUE["jido-teate-nintei"]
    values = MAKERS[form.id](Town(Random(4)), Random(4), TODAY)
    for seed in range(30):
        made = DOUBTS["check_digit"](form, values, Random(seed))
        assert broken_fields(form, made.truth) == {"seikyusha_my_number"}


def test_a_missing_page_doubts_what_was_required_on_it() -> None:
    form = CATALOGUE["kaigo-nintei"]
    values = MAKERS[form.id](Town(Random(4)), Random(4), TODAY)
    made = DOUBTS["missing_page"](form, values, Random(1))
    assert made.pages == 1
    assert made.fields == ("doctor_name", "clinic", "consent")
    assert broken_fields(form, made.truth) == set(made.fields)


def test_my_numbers_and_insurer_numbers_carry_their_check_digits() -> None:
    town = Town(Random(9))
    for _ in range(50):
        assert is_my_number(town.my_number())
        number = town.insurer_number("39")
        assert len(number) == 8
        assert int(number[-1]) == insurer_digit(number[:-1])


def test_no_two_people_of_a_town_share_a_reading_or_a_number() -> None:
    town = Town(Random(9))
    people = [town.person((20, 90), TODAY) for _ in range(200)]
    assert len({each.kana for each in people}) == len({each.my_number for each in people}) == 200


def test_people_have_the_age_that_was_asked_for() -> None:
    town = Town(Random(9))
    for _ in range(50):
        person = town.person((68, 98), TODAY)
        assert 67 <= (TODAY - person.birth).days / 365.25 <= 98


@pytest.mark.parametrize(
    ("digits", "written"),
    [
        ("09012345678", "090-1234-5678"),
        ("0312345678", "03-1234-5678"),
        ("0471234567", "047-123-4567"),
    ],
)
def test_phone_numbers_are_written_with_hyphens(digits: str, written: str) -> None:
    assert phone_with_hyphens(digits) == written


def test_every_surname_and_given_name_has_one_reading() -> None:
    for name, reading in (*tables.SURNAMES, *tables.MEN, *tables.WOMEN):
        assert name
        assert all("ァ" <= ch <= "ー" for ch in reading)
