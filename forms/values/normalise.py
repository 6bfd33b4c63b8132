"""The one door: a field and a text → its value."""

from forms.errors import Unreadable
from forms.form import Field, FieldType
from forms.record import Value
from forms.values import dates, numbers, text

MOST_QR = 1000  # characters of a QR code that can be meant to be a value


def normalise(field: Field, raw: str) -> Value:
    """The value of `raw` in `field`; None for blank text.

    Idempotent: a value normalises to itself. Raises Unreadable where the text is no value of the
    type, RuleBroken where it is one that cannot be true. Several options are joined by `、`.
    """
    if not raw.strip():
        return None
    if field.type is FieldType.CHOICE:
        return _choice(field, raw)
    return _TEXT[field.type](field, raw) or None


def _choice(field: Field, raw: str) -> Value:
    chosen = tuple(part.strip() for part in raw.split("、") if part.strip())
    known = {option.value for option in field.options}
    if unknown := [each for each in chosen if each not in known]:
        raise Unreadable(f"{field.label}に「{unknown[0]}」という選択肢はありません。")
    if field.multiple:
        return chosen
    if len(chosen) != 1:
        raise Unreadable(f"{field.label}は一つだけ選びます。")
    return chosen[0]


def _seal(field: Field, raw: str) -> str:
    if raw.strip() not in ("あり", "なし"):
        raise Unreadable(f"{field.label}は「あり」か「なし」です。")
    return raw.strip()


def _qr(field: Field, raw: str) -> str:
    """As it stands in the code: nothing is folded, a code is compared character by character."""
    text = raw.strip()
    if len(text) > MOST_QR or not text.isprintable():
        raise Unreadable(f"{field.label}の中身は文字だけではありません。")
    return text


_TEXT = {
    FieldType.NAME: lambda field, raw: text.name(raw),
    FieldType.KANA: lambda field, raw: text.kana(raw),
    FieldType.ADDRESS: lambda field, raw: text.address(raw),
    FieldType.TEXT: lambda field, raw: text.free(raw),
    FieldType.POSTAL_CODE: lambda field, raw: numbers.postal_code(raw, field.label),
    FieldType.PHONE: lambda field, raw: numbers.phone(raw, field.label),
    FieldType.NUMBER: lambda field, raw: numbers.number(
        raw, field.label, _length(field), field.check
    ),
    FieldType.MY_NUMBER: lambda field, raw: numbers.my_number(raw, field.label),
    FieldType.DATE: lambda field, raw: dates.day(raw, field.label),
    FieldType.SEAL: _seal,
    FieldType.QR: _qr,
}


def _length(field: Field) -> tuple[int, int] | None:
    return field.length or ((field.cells, field.cells) if field.cells else None)
