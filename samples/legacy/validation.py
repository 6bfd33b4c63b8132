"""Server-side checks of typed values. Messages are the words that the error band shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from samples.legacy import eras
from samples.legacy.items import Draft, Item, Kind, Step

REFERENCE = re.compile(r"&#\d+;")
KANA = re.compile(r"[ｦ-ﾟ･ \-.()/]+")
DIGITS = re.compile(r"[0-9]+")
ALNUM = re.compile(r"[0-9A-Za-z\-]+")
ADDRESS_CODE = re.compile(r"[0-9]{11}")

Check = Callable[[Item, Draft], list[str]]


def is_full_width(text: str) -> bool:
    """Whether every character takes two bytes in CP932.

    A reference such as &#134071; passes: it is what a browser sends for a character that CP932
    lacks, and the systems of that time took it for the character. They stored it as it came.
    """
    plain = REFERENCE.sub("", text).replace("\n", "")
    return all(len(char.encode("cp932", "replace")) == 2 for char in plain)


def is_my_number(text: str) -> bool:
    """Whether twelve digits carry the right check digit (平成26年総務省令第85号 第5条)."""
    if len(text) != 12 or not DIGITS.fullmatch(text):
        return False
    digits = [int(char) for char in reversed(text[:11])]
    weights = [n + 1 if n <= 6 else n - 5 for n in range(1, 12)]
    rest = sum(p * q for p, q in zip(digits, weights, strict=True)) % 11
    return int(text[11]) == (0 if rest <= 1 else 11 - rest)


def is_blank(item: Item, draft: Draft) -> bool:
    """Whether nothing was typed; the era of a date stands there by itself and does not count."""
    parts = item.parts[1:] if item.kind in {Kind.DATE, Kind.ADDRESS} else item.parts
    return not any(draft.get(part) for part in parts)


def check_step(step: Step, draft: Draft, today: date) -> list[str]:
    """Every message for one screen, in the order of its items; empty when all is well."""
    messages = [text for item in step.items for text in check_item(item, draft, today)]
    ruled = (rule(draft) for rule in step.rules)
    return messages + [text for text in ruled if text]


def check_all(steps: Iterable[Step], draft: Draft, today: date) -> list[str]:
    """Every message for all the screens of a procedure."""
    return [text for step in steps for text in check_step(step, draft, today)]


def check_item(item: Item, draft: Draft, today: date) -> list[str]:
    """The messages for one item."""
    if is_blank(item, draft):
        return [f"{item.heading}は必ず入力してください(E0101)"] if item.required else []
    if item.kind is Kind.DATE:
        return _check_date(item, draft, today)
    return CHECKS[item.kind](item, draft)


def _check_date(item: Item, draft: Draft, today: date) -> list[str]:
    code, year, month, day = (draft.get(part, "") for part in item.parts)
    try:
        found = eras.to_date(code, year, month, day)
    except ValueError:
        return [f"{item.heading}の日付に誤りがあります(E0111)"]
    if item.past and found > today:
        return [f"{item.heading}に未来の日付が入力されています(E0112)"]
    return []


def _too_long(item: Item, text: str) -> list[str]:
    wrong = len(text) != item.length if item.exact else len(text) > item.length
    return [f"{item.heading}の桁数に誤りがあります(E0105)"] if wrong else []


def _check_full(item: Item, draft: Draft) -> list[str]:
    text = draft[item.name]
    if not is_full_width(text):
        return [f"{item.heading}は全角で入力してください(E0102)"]
    return _too_long(item, REFERENCE.sub("？", text))


def _check_kana(item: Item, draft: Draft) -> list[str]:
    if not KANA.fullmatch(draft[item.name]):
        return [f"{item.heading}は半角カナで入力してください(E0103)"]
    return _too_long(item, draft[item.name])


def _check_digits(item: Item, draft: Draft) -> list[str]:
    if not DIGITS.fullmatch(draft[item.name]):
        return [f"{item.heading}は半角数字で入力してください(E0104)"]
    return _too_long(item, draft[item.name])


def _check_alnum(item: Item, draft: Draft) -> list[str]:
    if not ALNUM.fullmatch(draft[item.name]):
        return [f"{item.heading}は半角英数字で入力してください(E0106)"]
    return _too_long(item, draft[item.name])


def _check_my_number(item: Item, draft: Draft) -> list[str]:
    wrong = _check_digits(item, draft)
    if wrong or is_my_number(draft[item.name]):
        return wrong
    return [f"{item.heading}に誤りがあります(E0123)"]


def _check_choice(item: Item, draft: Draft) -> list[str]:
    codes = draft[item.name].split(",")
    if all(item.word(code) is not None for code in codes):
        return []
    return [f"{item.heading}の選択に誤りがあります(E0121)"]


def _check_phone(item: Item, draft: Draft) -> list[str]:
    boxes = [draft.get(part, "") for part in item.parts]
    if not all(DIGITS.fullmatch(box) for box in boxes):
        return [f"{item.heading}は3つの欄すべてに半角数字で入力してください(E0107)"]
    if len("".join(boxes)) not in {10, 11}:
        return [f"{item.heading}の桁数に誤りがあります(E0105)"]
    return []


def _check_postal(item: Item, draft: Draft) -> list[str]:
    upper, lower = (draft.get(part, "") for part in item.parts)
    if not DIGITS.fullmatch(upper + lower):
        return [f"{item.heading}は半角数字で入力してください(E0104)"]
    if (len(upper), len(lower)) != (3, 4):
        return [f"{item.heading}の桁数に誤りがあります(E0105)"]
    return []


def _check_address(item: Item, draft: Draft) -> list[str]:
    code, town, rest = (draft.get(part, "") for part in item.parts)
    if not town or not ADDRESS_CODE.fullmatch(code):
        return [f"{item.heading}は住所検索から入力してください(E0141)"]
    if not is_full_width(town + rest):
        return [f"{item.heading}は全角で入力してください(E0102)"]
    return _too_long(item, town) or _too_long(item, rest)


CHECKS: Mapping[Kind, Check] = {
    Kind.FULL: _check_full,
    Kind.AREA: _check_full,
    Kind.KANA: _check_kana,
    Kind.DIGITS: _check_digits,
    Kind.ALNUM: _check_alnum,
    Kind.MY_NUMBER: _check_my_number,
    Kind.RADIO: _check_choice,
    Kind.CODE: _check_choice,
    Kind.CHECKS: _check_choice,
    Kind.FLAG: _check_choice,
    Kind.PHONE: _check_phone,
    Kind.POSTAL: _check_postal,
    Kind.ADDRESS: _check_address,
}
