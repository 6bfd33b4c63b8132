"""同上 and the like: filled from the field that is meant, or in doubt."""

from dataclasses import replace

import pytest

from forms.form import Form, Rule
from forms.geometry import Box
from forms.record import Reading, Record
from ocr.between.ditto import is_ditto, resolved

BOX = Box(0, 0, 0.1, 0.1)
HOUSE = "house_address"
HOME = "千葉県船橋市湊町2-10-25"


@pytest.mark.parametrize(
    "text",
    ["同上", "同 上", "〃", "住所と同じ", "申請者に同じ。", "上記と同じです", "現住所に同じ"],
)
def test_words_that_refer_to_another_field(text: str) -> None:
    assert is_ditto(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        HOME,
        "同志社前１丁目",
        "大同町上",
        "山田　太郎",
        "佐々木",
        "同じ市内の別の住所で罹災した家屋",
    ],
)
def test_words_that_stand_for_themselves(text: str) -> None:
    assert not is_ditto(text)


def _reading(field: str, raw: str, doubt: str = "") -> Reading:
    reading = Reading(field, raw, raw or None, 0.99, 1, BOX, "paddle")
    return reading.doubted(doubt, "疑い") if doubt else reading


def _read(form: Form, *readings: Reading) -> dict[str, Reading]:
    record = resolved(form, Record(form.id, form.version, readings))
    return {each.field: each for each in record.readings}


@pytest.fixture
def declared(risai: Form) -> Form:
    return replace(risai, rules=(Rule("ditto", (HOUSE, "address"), "同じ住所です。"),))


def test_declared_reference_takes_the_value_over(declared: Form) -> None:
    found = _read(declared, _reading("address", HOME), _reading(HOUSE, "同上"))[HOUSE]
    assert (found.value, found.raw, found.accepted) == (HOME, "同上", True)


def test_reference_to_a_doubted_field_is_doubted(declared: Form) -> None:
    found = _read(declared, _reading("address", HOME, "uncertain"), _reading(HOUSE, "同上"))
    assert [doubt.code for doubt in found[HOUSE].doubts] == ["ditto"]
    assert found[HOUSE].value == HOME


@pytest.mark.parametrize("address", ["", "同上"])
def test_reference_to_nothing_is_doubted_without_a_value(declared: Form, address: str) -> None:
    found = _read(declared, _reading("address", address), _reading(HOUSE, "〃"))[HOUSE]
    assert found.value is None
    assert [doubt.code for doubt in found.doubts] == ["ditto"]


def test_undeclared_reference_is_doubted(risai: Form) -> None:
    bare = replace(risai, rules=())
    found = _read(bare, _reading("address", HOME), _reading(HOUSE, "同上"))[HOUSE]
    assert found.value is None
    assert not found.accepted
