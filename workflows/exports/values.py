"""A value of a record as the text of a cell; what cannot be written is told, never dropped."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import jaconv

from forms.era import to_era
from forms.errors import RuleBroken
from forms.form import Field, FieldType
from forms.record import Value
from workflows.exports.declaration import DateStyle, Width
from workflows.exports.trouble import Kind, Unwritable

_LETTERS = {"明治": "M", "大正": "T", "昭和": "S", "平成": "H", "令和": "R"}
_DIGITS = {"明治": 1, "大正": 2, "昭和": 3, "平成": 4, "令和": 5}


def in_style(day: date, style: DateStyle) -> str:
    """The day as `style` writes it. Raises Unwritable where the style has no such day."""
    if style is DateStyle.ISO:
        return day.isoformat()
    if style is DateStyle.COMPACT:
        return f"{day:%Y%m%d}"
    if style is DateStyle.SLASH:
        return f"{day:%Y/%m/%d}"
    try:
        era = to_era(day)
    except RuleBroken as error:
        raise Unwritable(Kind.NO_DATE, "明治より前の日付") from error
    if style is DateStyle.ERA:
        return str(era)
    if style is DateStyle.ERA_LETTER:
        return f"{_LETTERS[era.era]}{era.year:02d}.{era.month:02d}.{era.day:02d}"
    return f"{_DIGITS[era.era]}{era.year:02d}{era.month:02d}{era.day:02d}"


def of_field(
    field: Field, value: Value, style: DateStyle, codes: Mapping[str, str], join: str
) -> str:
    """The text of a field's value, empty where it is blank. Raises Unwritable."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return join.join(_code(each, codes) for each in value)
    if field.type is FieldType.DATE:
        return _code(in_style(_day(value), style), codes)
    return _code(value, codes)


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise Unwritable(Kind.NO_DATE, "日付として読めない値") from error


def _code(text: str, codes: Mapping[str, str]) -> str:
    if not codes:
        return text
    if text not in codes:
        raise Unwritable(Kind.NO_CODE, "codes にない値")
    return codes[text]


def in_width(text: str, width: Width) -> str:
    """All characters 全角, or all 半角. Raises Unwritable for one that has no such form.

    A person's 髙 or 〜 is never changed for another: only the width of what has two widths.
    """
    if width is Width.AS_IS:
        return text
    if width is Width.FULL:
        return _checked(_jaconv(jaconv.h2z, text).replace(" ", "　"), is_half=False)
    return _checked(_jaconv(jaconv.z2h, text).replace("　", " "), is_half=True)


def _jaconv(convert: Any, text: str) -> str:
    converted: str = convert(text, kana=True, ascii=True, digit=True)
    return converted


def _checked(text: str, *, is_half: bool) -> str:
    for ch in text:
        if is_half_width(ch) is not is_half:
            form = "半角" if is_half else "全角"
            raise Unwritable(Kind.NO_WIDTH, f"{form}の形がない文字「{ch}」")
    return text


def is_half_width(ch: str) -> bool:
    """ASCII, or half-width katakana with its marks (U+FF61 to U+FF9F)."""
    return ch.isascii() or "｡" <= ch <= "ﾟ"
