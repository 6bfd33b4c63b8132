"""The filters of `{field|filter}`: a small closed set. docs/scenarios.md shows each one.

A filter takes a filled text and gives a text. It raises ValueError with a Japanese sentence (no
personal data) for what it does not understand; it never passes that through.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from bots.scenario import dates, kana, phones
from forms.compare import fold
from forms.era import EraDate, era_named
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
    DAY = "日付の項目の id"
    WORDS = "言葉"


@dataclass(frozen=True, slots=True)
class FilterRule:
    """A filter: what it does, its argument, and the field types it is for (none: any)."""

    apply: Callable[[str, str, Surroundings], str]
    argument: Argument = Argument.NONE
    types: frozenset[FieldType] = frozenset()


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


def _pad(text: str, length: str) -> str:
    if not (text.isascii() and text.isdigit()):
        raise ValueError("数字だけの値ではありません。")
    if len(text) > int(length):
        raise ValueError(f"{length} 桁を超えています。")
    return text.zfill(int(length))


def _comma(text: str) -> str:
    if not re.fullmatch(r"0|[1-9][0-9]*", text):
        raise ValueError("金額や個数の数字ではありません。")
    return f"{int(text):,}"


_DATE = frozenset({FieldType.DATE})
_PHONE = frozenset({FieldType.PHONE})
_PERSON = frozenset({FieldType.NAME, FieldType.KANA})


def _plain(change: Callable[[str], str], types: frozenset[FieldType] = frozenset()) -> FilterRule:
    return FilterRule(lambda text, argument, around: change(text), types=types)


def _dated(part: Callable[[EraDate], str]) -> FilterRule:
    return _plain(lambda text: part(dates.era(text)), _DATE)


FILTERS: Mapping[str, FilterRule] = {
    "era": _dated(lambda day: day.era),
    "era_letter": _dated(lambda day: era_named(day.era).letter),
    "era_number": _plain(dates.era_number, _DATE),
    "yy": _dated(lambda day: f"{day.year:02d}"),
    "mm": _dated(lambda day: f"{day.month:02d}"),
    "dd": _dated(lambda day: f"{day.day:02d}"),
    "y": _dated(lambda day: str(day.year)),
    "m": _dated(lambda day: str(day.month)),
    "d": _dated(lambda day: str(day.day)),
    "yyyy": _plain(dates.written(""), _DATE),
    "slashed": _plain(dates.written("/%m/%d"), _DATE),
    "dashed": _plain(dates.written("-%m-%d"), _DATE),
    "compact": _plain(dates.written("%m%d"), _DATE),
    "era_date": FilterRule(
        lambda text, arg, _: dates.era_date(text, arg), Argument.OPTIONAL_TWO, types=_DATE
    ),
    "age": FilterRule(
        lambda text, arg, around: dates.age(text, around.said(arg)), Argument.DAY, types=_DATE
    ),
    "half_kana": _plain(kana.half_kana),
    "katakana": _plain(kana.katakana),
    "hiragana": _plain(kana.hiragana),
    "big_kana": _plain(kana.big_kana),
    "full_width": _plain(kana.full_width),
    "half_width": _plain(kana.half_width),
    "upper": _plain(kana.upper),
    "no_space": _plain(kana.no_space),
    "family": _plain(lambda text: _name_part(text, 0), _PERSON),
    "given": _plain(lambda text: _name_part(text, 1), _PERSON),
    "phone": FilterRule(
        lambda text, arg, _: _phone(text, arg), Argument.OPTIONAL_GROUP, types=_PHONE
    ),
    "postal": _plain(_postal, frozenset({FieldType.POSTAL_CODE})),
    "first": FilterRule(lambda text, arg, _: text[: int(arg)], Argument.NUMBER),
    "last": FilterRule(lambda text, arg, _: _tail(text, arg), Argument.NUMBER),
    "pad": FilterRule(lambda text, arg, _: _pad(text, arg), Argument.NUMBER),
    "comma": _plain(_comma),
    "code": FilterRule(_code, Argument.TABLE),
    "after": FilterRule(lambda text, arg, around: _after(text, around.said(arg)), Argument.NAME),
    "join": FilterRule(lambda text, arg, _: text, Argument.WORDS),
    "or": FilterRule(lambda text, arg, _: text, Argument.WORDS),
}
"""`or` is the one filter for blanks: `{relation|or:本人}` is the words where the field is blank.
`join` is the one for several options as a whole: `{damage|join:・}`."""
