"""Numbers of digits: My Number, postal code, phone, account and other numbers."""

import re

from forms import check_digits
from forms.errors import RuleBroken, Unreadable
from forms.values.text import half_width

_SEPARATORS = re.compile(r"[\s\u3000\-‐‑‒–—―−－ー()（）]")


def digits(text: str, label: str) -> str:
    """Digits alone, leading zeros kept. Raises Unreadable where anything but separators stands."""
    value = "".join(half_width(ch) for ch in _SEPARATORS.sub("", text))
    if value and not (value.isascii() and value.isdigit()):
        raise Unreadable(f"{label}に数字以外の文字があります。")
    return value


def number(text: str, label: str, length: tuple[int, int] | None, check: str | None = None) -> str:
    """Raises RuleBroken where the number of digits is outside `length` (min, max), or its check
    digit does not hold (`check`: the rule's name)."""
    value = digits(text, label)
    if value and length and not length[0] <= len(value) <= length[1]:
        want = str(length[0]) if length[0] == length[1] else f"{length[0]}〜{length[1]}"
        raise RuleBroken(f"{label}は {want} 桁です (読めたのは {len(value)} 桁)。")
    if value and check and not check_digits.CHECKS[check](value):
        raise RuleBroken(f"{label}の検査数字が合いません。")
    return value


def my_number(text: str, label: str) -> str:
    """Twelve digits with a right check digit. Messages never repeat the number."""
    value = number(text, label, (12, 12))
    if value and not check_digits.is_my_number(value):
        raise RuleBroken(f"{label}の検査数字が合いません。")
    return value


def postal_code(text: str, label: str) -> str:
    return number(text.replace("〒", ""), label, (7, 7))


def phone(text: str, label: str) -> str:
    """10 digits (fixed line) or 11 (070 080 090 060 050), from 0. Raises RuleBroken otherwise."""
    value = number(text, label, (10, 11))
    if value and not value.startswith("0"):
        raise RuleBroken(f"{label}は 0 から始まります。")
    # No area code begins as the 11-digit numbers do (総務省 電気通信番号計画).
    if value and (len(value) == 11) != (value[:3] in ("050", "060", "070", "080", "090")):
        raise RuleBroken(f"{label}の桁数が合いません (固定電話は 10 桁、携帯電話は 11 桁です)。")
    return value
