"""Fields that must agree: a contradiction is doubted, agreement makes both surer."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import pytest

from forms.catalogue import Catalogue
from forms.form import Form
from forms.geometry import Box
from forms.record import Candidate, Reading, Record
from ocr.between import cross
from ocr.between.agree import agreed, located
from ocr.engines.engine import Emissions
from ocr.fields.plan import Sheet
from ocr.fields.text import TextPlan, script_of
from ocr.guess import Guess
from ocr.lexicon.places import Place

BOX = Box(0, 0, 1, 1)


@pytest.mark.parametrize(
    ("kana", "name", "fits"),
    [
        ("サトウ　タロウ", "佐藤　太郎", True),
        ("サトウタロウ", "佐藤太郎", True),
        ("スズキ　タロウ", "佐藤　太郎", False),
        ("ワタナベ　アイ", "渡邉　愛", True),
        ("テシガワラ　アイ", "勅使河原　愛", None),
        ("マイク　スミス", "マイク　スミス", None),
    ],
)
def test_furigana_against_the_name(kana: str, name: str, fits: bool | None) -> None:
    assert cross.is_reading(kana, name) is fits


@pytest.mark.parametrize(
    ("code", "address", "fits"),
    [
        ("2750014", "千葉県習志野市鷺沼2-3", True),
        ("2750014", "鷺沼2-3", True),
        ("2750014", "千葉県習志野市大久保1", False),
        ("2750014", "東京都新宿区新宿1", False),
        ("2750014", "どこか1-2", None),
    ],
)
def test_postal_code_against_the_address(code: str, address: str, fits: bool | None) -> None:
    assert cross.is_postal(code, address) is fits


@pytest.mark.parametrize(
    ("code", "name", "fits"),
    [
        ("0134", "千葉", True), ("0134", "千葉銀行", True), ("1373", "のと共栄信金", False),
        ("0134", "どこかの", None), ("9999", "千葉", None),
    ],
)  # fmt: skip
def test_bank_code_against_the_name(code: str, name: str, fits: bool | None) -> None:
    assert cross.is_bank(code, name) is fits


@pytest.mark.parametrize(
    ("code", "name", "fits"),
    [("001", "中央支店", True), ("002", "中央", False), ("105", "中央", None)],
)
def test_branch_code_against_the_name(code: str, name: str, fits: bool | None) -> None:
    assert cross.is_branch(code, name, "0134") is fits


@pytest.fixture
def form(catalogue: Catalogue) -> Form:
    return catalogue["jido-teate-nintei"]


def _record(form: Form, **values: str) -> Record:
    return Record(
        form.id, form.version,
        tuple(
            Reading(each.id, values.get(each.id, ""), values.get(each.id), 1.0, 1, BOX, "test")
            for each in form.fields
        ),
    )  # fmt: skip


def test_a_contradiction_is_a_doubt_on_both_fields(form: Form) -> None:
    checked = cross.check(
        form, _record(form, seikyusha_kana="スズキ　タロウ", seikyusha_name="佐藤　太郎")
    )
    doubted = {each.field for each in checked.readings if each.doubts}
    assert doubted == {"seikyusha_kana", "seikyusha_name"}
    assert checked.reading("seikyusha_kana").doubts[0].code == "lexicon"


def test_a_record_that_agrees_is_left_as_it_is(form: Form) -> None:
    record = _record(
        form, seikyusha_kana="サトウ　タロウ", seikyusha_name="佐藤　太郎",
        seikyusha_postal="2750014", seikyusha_address="千葉県習志野市鷺沼1-2",
        bank_code="0134", bank_name="千葉", bank_branch="中央", branch_code="001",
    )  # fmt: skip
    assert cross.check(form, record) == record


def _guess(raw: str, probability: float, **others: float) -> Guess:
    listed = (Candidate(raw, probability), *(Candidate(k, p) for k, p in others.items()))
    return Guess(raw, probability, "engine", candidates=listed)


def test_fields_that_agree_make_each_other_surer(form: Form) -> None:
    out = agreed(form, {
        "seikyusha_postal": _guess("2750014", 0.9, **{"2750044": 0.08}),
        "seikyusha_address": _guess("千葉県習志野市鷺沼1-2", 0.9),
    })  # fmt: skip
    assert out["seikyusha_postal"].probability > 0.99


def test_agreement_says_nothing_of_the_end_of_an_address(form: Form) -> None:
    out = agreed(form, {
        "seikyusha_postal": _guess("2750014", 0.99),
        "seikyusha_address": _guess("千葉県習志野市鷺沼1-2", 0.6, **{"千葉県習志野市鷺沼7-2": 0.3}),
    })  # fmt: skip
    assert out["seikyusha_address"].probability == pytest.approx(0.6, abs=0.02)


def test_the_other_field_settles_what_the_ink_leaves_open(form: Form) -> None:
    out = agreed(form, {
        "seikyusha_kana": _guess("タカハツ", 0.5, **{"タカハシ": 0.45}),
        "seikyusha_name": _guess("高橋", 0.99),
    })  # fmt: skip
    assert out["seikyusha_kana"].raw in ("タカハツ", "タカハシ")
    out = agreed(form, {
        "seikyusha_kana": _guess("タカハツ　アイ", 0.5, **{"タカハシアイ": 0.45}),
        "seikyusha_name": _guess("高橋　愛", 0.99),
    })  # fmt: skip
    assert out["seikyusha_kana"].raw == "タカハシ　アイ"
    assert out["seikyusha_kana"].probability > 0.9


def test_clear_ink_is_kept_with_a_doubt(form: Form) -> None:
    out = agreed(form, {
        "seikyusha_postal": _guess("2750044", 0.93, **{"2750014": 0.04}),
        "seikyusha_address": _guess("千葉県習志野市鷺沼1-2", 0.99),
    })  # fmt: skip
    kept = out["seikyusha_postal"]
    assert kept.raw == "2750044"
    assert [each.code for each in kept.doubts] == ["lexicon"]


@dataclass(frozen=True)
class _Asked(TextPlan):
    """An address whose ink says what the places that it is asked about stand for."""

    def at(self, likely: tuple[Place, ...]) -> "TextPlan":
        return replace(self, crops=(), ink=len(likely))

    def guess(self, emissions: Sequence[Emissions]) -> Guess:
        return _guess("千葉県習志野市鷺沼1-2" if self.ink else "下葉県", 0.9)


@pytest.fixture
def asked(form: Form) -> _Asked:
    field = form.field("seikyusha_address")
    return _Asked(field, cast(Sheet, None), (), (), 0, script_of(field, form))


@pytest.mark.parametrize(
    ("code", "wanted"),
    [("2750014", "千葉県習志野市鷺沼1-2"), ("0000000", "下葉県"), ("", "下葉県")],
)
def test_an_address_is_read_again_beside_its_postal_code(
    form: Form, asked: _Asked, code: str, wanted: str
) -> None:
    guesses = {"seikyusha_postal": _guess(code, 0.99), "seikyusha_address": asked.guess([])}
    out = located(form, {"seikyusha_address": (asked, [])}, guesses)
    assert out["seikyusha_address"].raw == wanted


def test_an_address_that_goes_with_its_code_is_read_once(form: Form, asked: _Asked) -> None:
    read = _guess("千葉県習志野市鷺沼9", 0.9)
    guesses = {"seikyusha_postal": _guess("2750014", 0.99), "seikyusha_address": read}
    assert located(form, {"seikyusha_address": (asked, [])}, guesses) == guesses


def test_what_somebody_typed_is_not_weighed(form: Form) -> None:
    typed = replace(_guess("2750044", 1.0), source="acroform")
    guesses = {"seikyusha_postal": typed, "seikyusha_address": _guess("千葉県習志野市鷺沼1", 0.9)}
    assert agreed(form, guesses) == guesses


def test_shares_never_leave_the_unit_interval(form: Form) -> None:
    out = agreed(form, {
        "seikyusha_kana": _guess("サトウ　アイ", 0.99, **{"サトワアイ": 0.4}),
        "seikyusha_name": _guess("佐藤　愛", 0.7, **{"左藤愛": 0.5}),
    })  # fmt: skip
    for each in out.values():
        assert 0.0 <= each.probability <= 1.0
        assert math.fsum(c.probability for c in each.candidates) <= 1.001
