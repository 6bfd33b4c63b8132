import pytest

from forms.form import Field, FieldType
from forms.geometry import Box
from forms.mask import mask_digits, mask_value


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
