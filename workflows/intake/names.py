"""File names as people and scanners write them: odd characters, too long, temporary."""

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from workflows.path_text import to_path, to_text

__all__ = ["is_temporary", "numbered", "shortened", "to_path", "to_text"]

RECEIVED = "受付済"
REFUSED = "エラー"
MAX_BYTES = 255  # of a name on common Linux file systems; Windows counts 255 UTF-16 units

_TEMPORARY = re.compile(
    r"(^~\$|^\.|^Thumbs\.db$|^desktop\.ini$|\.(tmp|part|partial|crdownload|download|filepart)$)",
    re.IGNORECASE,
)


def is_temporary(name: str) -> bool:
    """A name that a program gives to a file it has not finished, or to its own bookkeeping."""
    return bool(_TEMPORARY.search(name))


def numbered(name: str, extra: str = "") -> Iterator[str]:
    """`name`, then `name (2)`, `name (3)` … before the suffix, each short enough for `extra`."""
    path = Path(name)
    for number in count(1):
        tail = path.suffix if number == 1 else f" ({number}){path.suffix}"
        yield shortened(path.stem, tail + extra).removesuffix(extra)


def shortened(stem: str, tail: str) -> str:
    """`stem + tail`, the stem cut at a character so that the whole is at most MAX_BYTES long."""
    room = MAX_BYTES - len(_bytes(tail))
    while len(_bytes(stem)) > room:
        stem = stem[:-1]
    return stem + tail


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
