"""Accept or doubt."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.form import Field, FieldType
from forms.geometry import Box
from forms.record import Doubt
from ocr import gate
from ocr.calibration import Calibration, Curve, Learnt, Trust
from ocr.guess import Guess, blank

BOX = Box(0.1, 0.1, 0.2, 0.05)


def _field(kind: FieldType, **more: object) -> Field:
    return Field("f", "項目", kind, 1, BOX, **more)  # type: ignore[arg-type]


def _codes(field: Field, guess: Guess, trust: Trust | None = None) -> list[str]:
    return [doubt.code for doubt in gate.judge(field, guess, 1, BOX, trust).doubts]


def _curve(weight: float, ceiling: float = 0.999) -> Calibration:
    """Of names: σ(`weight` × log odds of the decoder's word) × `ceiling`."""
    weights = (0.0, weight, *[0.0] * 7)
    return Calibration("t", "e", "m", {"name": Curve(weights, ceiling, 100, 1)}, least=0.98)


def _learnt(confidence: float, source: str = "own") -> dict[FieldType, Learnt]:
    return {FieldType.NAME: Learnt(confidence, 4000, 0, 0.0008, 0.95, source)}


NAME = "山田\u3000太郎"


def test_clear_reading_is_accepted() -> None:
    guess, trust = Guess(NAME, 0.9999, "engine"), Trust(_curve(1.0))
    reading = gate.judge(_field(FieldType.NAME), guess, 1, BOX, trust)
    assert reading.accepted
    assert reading.value == NAME


def test_confidence_is_the_calibrated_probability_of_the_figures() -> None:
    trust = Trust(_curve(0.5))
    reading = gate.judge(_field(FieldType.NAME), Guess(NAME, 0.99, "e", weakest=0.7), 1, BOX, trust)
    assert reading.figures is not None
    assert reading.confidence == round(trust.confidence(reading.figures), 4) == 0.9078
    assert (reading.figures.kind, reading.figures.probability) == ("name", 0.99)
    assert (reading.figures.weakest, reading.figures.clear) == (0.7, True)


def test_what_is_no_value_of_its_field_has_no_confidence() -> None:
    reading = gate.judge(_field(FieldType.NAME), Guess("山田3", 0.999, "e"), 1, BOX)
    assert (reading.value, reading.confidence) == (None, 0.0)
    assert reading.figures is not None
    assert not reading.figures.clear


def test_typed_text_has_no_figures_and_its_own_word() -> None:
    reading = gate.judge(_field(FieldType.NAME), Guess(NAME, 1.0, "acroform"), 1, BOX)
    assert (reading.confidence, reading.figures) == (1.0, None)


def test_a_low_calibrated_confidence_is_doubted_although_the_figures_look_good() -> None:
    sure = Guess(NAME, 0.9999, "e")
    assert _codes(_field(FieldType.NAME), sure, Trust(_curve(1.0))) == []
    assert _codes(_field(FieldType.NAME), sure, Trust(_curve(1.0, ceiling=0.9))) == ["uncertain"]


def test_a_high_calibrated_confidence_does_not_open_the_guards() -> None:
    generous = Trust(_curve(100.0))
    assert _codes(_field(FieldType.NAME), Guess(NAME, 0.7, "e"), generous) == ["uncertain"]
    weak = Guess(NAME, 0.99, "e", support=0.3)
    assert _codes(_field(FieldType.NAME), weak, generous) == ["uncertain"]


def test_an_office_s_own_threshold_stands_in_the_guards_place() -> None:
    guess = Guess(NAME, 0.7, "e")
    confidence = gate.judge(_field(FieldType.NAME), guess, 1, BOX).confidence
    for threshold, codes in ((confidence, []), (confidence + 0.001, ["uncertain"])):
        trust = replace(Trust.shipped(), learnt=_learnt(threshold))
        assert _codes(_field(FieldType.NAME), guess, trust) == codes


def test_a_threshold_learnt_on_other_types_is_only_ever_stricter() -> None:
    generous = Trust(_curve(100.0), _learnt(0.5, source="letters"))
    assert _codes(_field(FieldType.NAME), Guess(NAME, 0.7, "e"), generous) == ["uncertain"]
    strict = Trust(_curve(1.0), _learnt(0.9995, source="letters"))
    assert _codes(_field(FieldType.NAME), Guess(NAME, 0.9999, "e"), strict) == ["uncertain"]


@given(
    threshold=st.floats(0, 1), support=st.floats(0, 1), probability=st.floats(0, 1),
)  # fmt: skip
def test_no_threshold_lets_a_doubt_of_the_reading_itself_pass(
    threshold: float, support: float, probability: float
) -> None:
    trust = Trust(_curve(1.0), _learnt(threshold))
    doubt = Doubt("outside_vocabulary", "読めない文字")
    guess = Guess(NAME, probability, "e", support=support, doubts=(doubt,))
    assert "outside_vocabulary" in _codes(_field(FieldType.NAME), guess, trust)
    unknown = Guess(NAME, probability, "e", support=support, weakest=0.4)
    assert "outside_vocabulary" in _codes(_field(FieldType.NAME), unknown, trust)


@pytest.mark.parametrize(
    ("kind", "guess", "code"),
    [
        (FieldType.NAME, Guess("山田", 0.6, "e"), "uncertain"),
        (FieldType.NAME, Guess("山田", 0.99, "e", support=0.3), "uncertain"),
        (FieldType.NAME, Guess("山田", 0.95, "e", weakest=0.2), "outside_vocabulary"),
        (FieldType.NAME, Guess("山田3", 0.999, "e"), "unreadable"),
        (FieldType.KANA, Guess("山", 0.999, "e"), "unreadable"),
        (FieldType.PHONE, Guess("123", 0.999, "e"), "rule"),
        (FieldType.MY_NUMBER, Guess("123456789012", 0.999, "e"), "check_digit"),
        (FieldType.DATE, Guess("令和7年2月30日", 0.999, "e"), "rule"),
        (FieldType.CHOICE, Guess("男", 0.7, "mark"), "unreadable"),
    ],
)
def test_doubt_has_its_code(kind: FieldType, guess: Guess, code: str) -> None:
    assert code in _codes(_field(kind), guess)


def test_blank_is_accepted_unless_required() -> None:
    assert _codes(_field(FieldType.NAME), blank("e")) == []
    assert _codes(_field(FieldType.NAME, required=True), blank("e")) == ["blank"]


def test_unsure_blank_is_doubted() -> None:
    assert _codes(_field(FieldType.CHOICE), Guess("", 0.6, "mark")) == ["uncertain"]


def test_doubts_of_the_reading_itself_are_kept_first() -> None:
    guess = Guess("男、女", 0.9, "mark", doubts=(Doubt("two_marks", "二つ"),))
    reading = gate.judge(_field(FieldType.CHOICE), guess, 1, BOX)
    assert reading.doubts[0].code == "two_marks"
    assert reading.value is None


@pytest.mark.parametrize("source", ["acroform", "pdf-text"])
def test_typed_text_is_still_checked(source: str) -> None:
    assert _codes(_field(FieldType.MY_NUMBER), Guess("123456789018", 1.0, source)) == []
    wrong = Guess("123456789012", 1.0, source)
    assert _codes(_field(FieldType.MY_NUMBER), wrong) == ["check_digit"]


def test_field_of_a_missing_page_is_doubted_only_where_required() -> None:
    assert gate.missing(_field(FieldType.NAME), BOX).accepted
    reading = gate.missing(_field(FieldType.NAME, required=True), BOX)
    assert [doubt.code for doubt in reading.doubts] == ["missing_page"]
    assert "ページがありません" in reading.doubts[0].message


def test_field_that_is_cut_off_is_never_called_blank() -> None:
    assert not gate.unseen(_field(FieldType.NAME), BOX).accepted


def test_no_message_repeats_a_my_number() -> None:
    reading = gate.judge(_field(FieldType.MY_NUMBER), Guess("123456789012", 0.9, "e"), 1, BOX)
    assert all("1234567890" not in doubt.message for doubt in reading.doubts)
