"""Whether two texts say the same, written differently. For comparing only, never for storing."""

import re
import unicodedata

import jaconv

from forms.record import Value

_DROPPED = re.compile(r"[\s\u3000]")
_HYPHENS = re.compile(r"[‐‑‒–—―−-]")


def fold(text: str) -> str:
    """Width, spaces, kana kind and hyphen kind taken away (ﾔﾏﾀﾞ ﾀﾛｳ = やまだ　たろう)."""
    value = jaconv.hira2kata(unicodedata.normalize("NFKC", text))
    return _HYPHENS.sub("-", _DROPPED.sub("", value))


def says_nothing(text: str) -> bool:
    """Blank, or nothing but dashes, by which screens show that there is no value (—, －－)."""
    return not fold(text).strip("-ー")


def is_same(one: Value, other: Value) -> bool:
    """Equal after folding; a blank equals an empty text; the order of several options is free."""
    return _folded(one) == _folded(other)


def _folded(value: Value) -> tuple[str, ...]:
    parts = value if isinstance(value, tuple) else (value or "",)
    return tuple(sorted(fold(part) for part in parts if part))
