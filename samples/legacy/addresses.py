"""The small address table of the popup. What is not in it is typed by hand (手入力)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MANUAL_CODE = "99999999999"
"""The address code that stands for a town typed by hand."""

LIMIT = 50


@dataclass(frozen=True, slots=True)
class Town:
    """A row: address code (municipality 5 digits + town 6 digits, the latter invented)."""

    code: str
    postal: str
    name: str


@cache
def towns() -> tuple[Town, ...]:
    """Every town of the table, in the order of the file."""
    text = Path(__file__).with_name("addresses.json").read_text(encoding="utf-8")
    return tuple(Town(*row) for row in json.loads(text))


def look_up(postal: str, name: str) -> list[Town]:
    """Towns whose postal code begins so and whose name holds these characters, at most `LIMIT`."""
    found = (t for t in towns() if t.postal.startswith(postal) and name in t.name)
    return list(found)[:LIMIT]
