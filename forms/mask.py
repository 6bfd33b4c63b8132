"""Hiding what must not be shown: My Numbers and fields that a form marks private."""

import re

from forms.form import Field, FieldType
from forms.record import Value

_LONG = re.compile(r"\d(?:[\s\-/・]*\d){11,}")
_TWELVE_DIGITS = re.compile(r"(?<!\d)\d(?:[ \-]?\d){11}(?!\d)")


def mask_digits(text: str) -> str:
    """`text` with every run of twelve digits (a My Number's shape) replaced by asterisks."""
    return _TWELVE_DIGITS.sub(lambda m: "*" * len(m.group()), text)


def mask_long_numbers(text: str) -> str:
    """`text` with every number of twelve digits or more replaced by asterisks, however it is
    spaced: where no form says what stands where, a My Number may be read with a digit too many,
    or in pieces."""
    return _LONG.sub(lambda m: "*" * len(m.group()), text)


def mask_value(field: Field, value: Value) -> Value:
    """The value as it may be shown: a private field's characters become asterisks."""
    if value is None:
        return None
    if field.private or field.type is FieldType.MY_NUMBER:
        return "*" * len(value) if isinstance(value, str) else tuple("*" for _ in value)
    return value
