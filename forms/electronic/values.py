"""Text as programs write it → text as a person would type it into the field."""

import re
from collections.abc import Mapping

from forms.compare import fold
from forms.electronic.item import Held
from forms.errors import DoubtError
from forms.form import Field, FieldType, Mark
from forms.values import normalise

_MIDNIGHT = re.compile(r"[ T]0{1,2}:00(:00(\.0+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$")
_COMPACT = re.compile(r"[12][0-9]{7}")
_ROUNDED = re.compile(r"[0-9](\.[0-9]+)?[Ee]\+?[0-9]+")
_PARTS = re.compile(r"[、,，;；\n|]")
_YES = frozenset(fold(each) for each in ("○", "◯", "レ", "✓", "✔", "☑", "■", "1", "はい", "有",
                                         "true", "TRUE", "yes", "on"))  # fmt: skip
_NO = frozenset(fold(each) for each in ("×", "□", "☐", "0", "いいえ", "無", "false", "FALSE",
                                        "no", "off"))  # fmt: skip
_DIGITS = (FieldType.NUMBER, FieldType.MY_NUMBER, FieldType.POSTAL_CODE, FieldType.PHONE)
_FIXED: Mapping[FieldType, tuple[int, int]] = {
    FieldType.MY_NUMBER: (12, 12),
    FieldType.POSTAL_CODE: (7, 7),
}


def typed(field: Field, text: str, values: tuple[tuple[str, str], ...] = ()) -> str:
    """As a person would type it. What is not understood stays as it is: the normaliser refuses."""
    text = text.strip()
    if not text:
        return ""
    for written, meant in values:
        if fold(written) == fold(text):
            return meant
    if field.type is FieldType.CHOICE:
        return _choice(field, text)
    if field.type is FieldType.DATE:
        bare = _MIDNIGHT.sub("", text)
        return f"{bare[:4]}-{bare[4:6]}-{bare[6:]}" if _COMPACT.fullmatch(bare) else bare
    if field.type in _DIGITS and text.startswith("'"):
        return text[1:]  # how a program keeps digits as text
    return text


def is_rounded(field: Field, text: str) -> bool:
    """A number that a program has shortened (1.23457E+11): digits are lost."""
    return field.type in _DIGITS and _ROUNDED.fullmatch(text.strip()) is not None


def with_zeros(field: Field, text: str) -> str | None:
    """What it may have been before a program took the zeros at its front; None where it need not
    have lost any."""
    if field.type not in _DIGITS or not (text.isascii() and text.isdigit()):
        return None
    if field.type is FieldType.PHONE:
        return _if_value(field, f"0{text}") if not text.startswith("0") else None
    shortest, longest = _length(field)
    if shortest != longest or not longest // 2 <= len(text) < longest:
        return None
    return _if_value(field, text.zfill(longest))


def may_have_lost_zeros(field: Field, text: str, held: Held) -> bool:
    """A value of its field that was kept as a number, where shorter and longer ones are allowed."""
    shortest, longest = _length(field)
    is_number = field.type is FieldType.NUMBER and held is Held.NUMBER
    return is_number and shortest < longest and len(text) < longest


def _length(field: Field) -> tuple[int, int]:
    return field.length or _FIXED.get(field.type) or (field.cells, field.cells)


def _if_value(field: Field, text: str) -> str | None:
    try:
        normalise(field, text)
    except DoubtError:
        return None
    return text


def _choice(field: Field, text: str) -> str:
    known = {fold(o.label): o.value for o in field.options}
    known |= {fold(o.value): o.value for o in field.options}
    if (whole := known.get(fold(text))) is not None:
        return whole
    if len(field.options) == 1 and field.mark is Mark.CHECK:
        if fold(text) in _YES:
            return field.options[0].value
        return "" if fold(text) in _NO else text
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    return "、".join(known.get(fold(part), part) for part in parts)
