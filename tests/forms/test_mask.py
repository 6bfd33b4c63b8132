import pytest

from forms.form import Field, FieldType
from forms.geometry import Box
from forms.mask import mask_digits, mask_long_numbers, mask_value


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("番号 123456789018 です", "番号 ************ です"),
        ("1234 5678 9018", "**************"),
        ("1234-5678-9018", "**************"),
        ("電話 09012345678", "電話 09012345678"),
        ("13桁 8000012010038", "13桁 8000012010038"),
    ],
)
def test_a_run_of_twelve_digits_is_masked(text: str, shown: str) -> None:
    assert mask_digits(text) == shown


def test_private_fields_are_masked_whatever_their_type() -> None:
    where = Box(0, 0, 1, 1)
    assert mask_value(Field("n", "番号", FieldType.MY_NUMBER, 1, where), "123456789018") == "*" * 12
    assert mask_value(Field("t", "病名", FieldType.TEXT, 1, where, private=True), "風邪") == "**"
    assert mask_value(Field("t", "備考", FieldType.TEXT, 1, where), "風邪") == "風邪"


@pytest.mark.parametrize(
    "text", ["123456789018", "1234567890187", "1234\u30005678\u30009018", "1234 / 5678-9018"]
)
def test_a_number_as_long_as_a_my_number_is_hidden_however_it_is_spaced(text: str) -> None:
    assert set(mask_long_numbers(f"番号{text}")) == set("番号*")


def test_a_phone_number_is_not_hidden() -> None:
    assert mask_long_numbers("090-1234-5678") == "090-1234-5678"
