"""Paths as text that every store and every terminal takes."""

import re
from pathlib import Path

_ESCAPED = re.compile(r"\\ud([89a-f][0-9a-f]{2})")


def to_text(path: Path | str) -> str:
    """As storable text: bytes that are no UTF-8 (lone surrogates in Python) become `\\udcNN`."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def to_path(text: str) -> Path:
    """The path that `to_text` wrote down."""
    return Path(_ESCAPED.sub(lambda m: chr(int("d" + m.group(1), 16)), text))
