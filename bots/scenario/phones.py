"""A telephone number of digits → its groups, as forms with three boxes want them."""

import json
from functools import cache
from pathlib import Path

_MOBILE = ("050", "060", "070", "080", "090", "020")


def groups(digits: str) -> tuple[str, str, str]:
    """Area code, exchange, number of a 10 or 11 digit number. Raises ValueError for any other.

    Area codes: `area_codes.json`, by the longest beginning that is listed.
    """
    if not (digits.isascii() and digits.isdigit() and len(digits) in (10, 11)):
        raise ValueError("電話番号は 10 桁か 11 桁の数字です。")
    if len(digits) == 11:
        if not digits.startswith(_MOBILE):
            raise ValueError("11 桁の電話番号は 050・060・070・080・090 で始まります。")
        return digits[:3], digits[3:7], digits[7:]
    table, threes = _areas()
    if digits.startswith(threes):
        return digits[:4], digits[4:7], digits[7:]
    area = next((table[digits[:n]] for n in range(6, 1, -1) if digits[:n] in table), 4)
    return digits[:area], digits[area:-4], digits[-4:]


@cache
def _areas() -> tuple[dict[str, int], tuple[str, ...]]:
    text = Path(__file__).with_name("area_codes.json").read_text(encoding="utf-8")
    data: dict[str, str] = json.loads(text)
    lengths = {begin: n for n in (2, 3, 4, 5) for begin in data[str(n)].split()}
    return lengths, tuple(data["0120-123-456"].split())
