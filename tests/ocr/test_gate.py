"""Accept or doubt."""

import pytest

from forms.form import Field, FieldType
from forms.geometry import Box
from forms.record import Doubt
from ocr import gate
from ocr.guess import Guess, blank

BOX = Box(0.1, 0.1, 0.2, 0.05)


def _field(kind: FieldType, **more: object) -> Field:
    return Field("f", "項目", kind, 1, BOX, **more)  # type: ignore[arg-type]


def _codes(field: Field, guess: Guess) -> list[str]:
    return [doubt.code for doubt in gate.judge(field, guess, 1, BOX).doubts]


def test_clear_reading_is_accepted() -> None:
    reading = gate.judge(_field(FieldType.NAME), Guess("山田\u3000太郎", 0.999, "engine"), 1, BOX)
    assert reading.accepted
    assert reading.value == "山田\u3000太郎"
    assert reading.confidence == 0.999


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
