"""Whether two people, or a person and the machine, wrote the same: characters count, spacing does
not.

Stricter than `forms.compare`, which is for what a target system shows: variants of a kanji and
kinds of kana stay different here.
"""

import re

from forms.record import Value
from forms.values.text import half_width

_DROPPED = re.compile(r"[\s\u3000]")
_HYPHENS = re.compile(r"[‐‑‒–—―−－-]")


def is_written_alike(one: Value, other: Value) -> bool:
    """Equal but for spaces, kinds of hyphens and the width of digits and Latin letters; blank
    equals empty; the order of several options is free."""
    return _parts(one) == _parts(other)


def _parts(value: Value) -> tuple[str, ...]:
    parts = value if isinstance(value, tuple) else (value or "",)
    return tuple(sorted(folded for part in parts if (folded := _fold(part))))


def _fold(text: str) -> str:
    narrow = "".join(half_width(ch) for ch in _DROPPED.sub("", text))
    return _HYPHENS.sub("-", narrow)
