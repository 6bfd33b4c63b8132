"""The filters of `{field|filter}`: a small closed set. docs/scenarios.md shows each one.

A filter takes a filled text and gives a text. It raises ValueError with a Japanese sentence (no
personal data) for what it does not understand; it never passes that through.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

import jaconv

from bots.scenario import phones
from forms.compare import fold
from forms.era import EraDate, era_named, to_era
from forms.errors import RuleBroken
from forms.form import FieldType

_SPACES = re.compile(r"[ \u3000]+")


class Surroundings(Protocol):
    """What a filter may look at beside its value."""

    def table(self, name: str) -> Mapping[str, str]: ...

    def said(self, name: str) -> str: ...


class Argument(Enum):
    """What stands after the colon."""

    NONE = "なし"
    NUMBER = "1 以上の整数"
    OPTIONAL_TWO = "なし、または 2"
    OPTIONAL_GROUP = "なし、または 1・2・3"
    TABLE = "コード表の名前"
    NAME = "項目の id か read で覚えた名前"
    WORDS = "言葉"


@dataclass(frozen=True, slots=True)
class FilterRule:
    """A filter: what it does, its argument, and the field types it is for (none: any)."""

    apply: Callable[[str, str, Surroundings], str]
    argument: Argument = Argument.NONE
    types: frozenset[FieldType] = frozenset()


def _era(text: str) -> EraDate:
    try:
        return to_era(date.fromisoformat(text))
    except (ValueError, RuleBroken) as error:
        raise ValueError("日付ではありません。") from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("日付ではありません。") from error


def _era_date(text: str, digits: str) -> str:
    era = _era(text)
    if not digits:
        return str(era)
    return f"{era.era}{era.year:02d}年{era.month:02d}月{era.day:02d}日"


def _wide(text: str) -> str:
    """Every character two bytes wide in CP932: kana, digits, Latin letters, signs, spaces."""
    wide = jaconv.h2z(text, kana=True, digit=True, ascii=True).replace(" ", "\u3000")
    return wide.replace("-", "－").replace("\u2212", "－").replace("\u301c", "～")


def _narrow(text: str) -> str:
    return jaconv.z2h(text, kana=False, digit=True, ascii=True).replace("\u3000", " ")


def _half_kana(text: str) -> str:
    return jaconv.z2h(jaconv.hira2kata(text), kana=True, digit=True, ascii=True).replace(
        "\u3000", " "
    )


def _name_part(text: str, index: int) -> str:
    parts = _SPACES.split(text.strip())
    if len(parts) != 2:
        raise ValueError("姓と名の間に空白が一つ要ります。")
    return parts[index]


def _phone(text: str, group: str) -> str:
    groups = phones.groups(text)
    return groups[int(group) - 1] if group else "-".join(groups)


def _postal(text: str) -> str:
    if len(text) != 7:
        raise ValueError("郵便番号は 7 桁です。")
    return f"{text[:3]}-{text[3:]}"


def _code(text: str, name: str, around: Surroundings) -> str:
    table = around.table(name)
    if text not in table:
        raise ValueError(f"コード表「{name}」にない値です。")
    return table[text]


def _after(text: str, start: str) -> str:
    """What follows `start` in `text`; width and spaces of the start may differ."""
    wanted = fold(start)
    for end in range(len(text) + 1):
        if fold(text[:end]) == wanted:
            return text[end:].lstrip(" \u3000")
    raise ValueError("始まりが合いません。")


def _tail(text: str, count: str) -> str:
    return text[-int(count) :]


_DATE = frozenset({FieldType.DATE})
_PHONE = frozenset({FieldType.PHONE})
_PERSON = frozenset({FieldType.NAME, FieldType.KANA})


def _dated(part: Callable[[EraDate], str]) -> FilterRule:
    return FilterRule(lambda text, argument, around: part(_era(text)), types=_DATE)


FILTERS: Mapping[str, FilterRule] = {
    "era": _dated(lambda day: day.era),
    "era_letter": _dated(lambda day: era_named(day.era).letter),
    "yy": _dated(lambda day: f"{day.year:02d}"),
    "mm": _dated(lambda day: f"{day.month:02d}"),
    "dd": _dated(lambda day: f"{day.day:02d}"),
    "y": _dated(lambda day: str(day.year)),
    "m": _dated(lambda day: str(day.month)),
    "d": _dated(lambda day: str(day.day)),
    "yyyy": FilterRule(lambda text, arg, _: f"{_day(text).year:04d}", types=_DATE),
    "slashed": FilterRule(lambda text, arg, _: f"{_day(text):%Y/%m/%d}", types=_DATE),
    "era_date": FilterRule(
        lambda text, arg, _: _era_date(text, arg), Argument.OPTIONAL_TWO, types=_DATE
    ),
    "half_kana": FilterRule(lambda text, arg, _: _half_kana(text)),
    "full_width": FilterRule(lambda text, arg, _: _wide(text)),
    "half_width": FilterRule(lambda text, arg, _: _narrow(text)),
    "family": FilterRule(lambda text, arg, _: _name_part(text, 0), types=_PERSON),
    "given": FilterRule(lambda text, arg, _: _name_part(text, 1), types=_PERSON),
    "phone": FilterRule(
        lambda text, arg, _: _phone(text, arg), Argument.OPTIONAL_GROUP, types=_PHONE
    ),
    "postal": FilterRule(
        lambda text, arg, _: _postal(text), types=frozenset({FieldType.POSTAL_CODE})
    ),
    "first": FilterRule(lambda text, arg, _: text[: int(arg)], Argument.NUMBER),
    "last": FilterRule(lambda text, arg, _: _tail(text, arg), Argument.NUMBER),
    "code": FilterRule(_code, Argument.TABLE),
    "after": FilterRule(lambda text, arg, around: _after(text, around.said(arg)), Argument.NAME),
    "or": FilterRule(lambda text, arg, _: text, Argument.WORDS),
}
"""`or` is the one filter for blanks: `{relation|or:本人}` is the words where the field is blank."""
