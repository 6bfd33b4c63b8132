"""Ids of fields: labels in Latin letters, each once in a form."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import jaconv
import yaml

from ocr.free import labels

_TABLE = Path(__file__).with_name("romaji.yaml")
_KANA = re.compile(r"[ぁ-んァ-ヶー]+")
_LATIN = re.compile(r"[A-Za-z0-9]+")
LONGEST = 40  # characters of an id, as in `forms.declaration`
LONGEST_ROWS = 19
PARTS = 4  # words of a label that go into its id


class Ids:
    """Hands out ids and labels that no other field has."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._labels: set[str] = set()

    def named(self, label: str, section: str = "") -> tuple[str, str]:
        """(id, label): where either is taken, both with the section before it; where that does
        not help, the id gets a number."""
        plain, before = romanised(label) or "field", romanised(section)
        is_new = plain[:LONGEST] not in self._taken and label not in self._labels
        if not is_new and section and not label.startswith(section):
            plain, label = f"{before}_{plain}".strip("_"), f"{section}{label}"
        name = next(each for each in _numbered(plain) if each not in self._taken)
        self._taken.add(name)
        self._labels.add(label)
        return name, label

    def rows(self, title: str) -> str:
        """For rows: letters and _ only, for their number is put behind it."""
        plain = re.sub(r"[^a-z_]", "", romanised(title))[:LONGEST_ROWS].strip("_") or "row"
        others = (f"{plain[: LONGEST_ROWS - 2]}_{letter}" for letter in ascii_lowercase)
        name = next(each for each in (plain, *others) if each not in self._taken)
        self._taken.add(name)
        return name


def _numbered(plain: str) -> Iterator[str]:
    yield plain[:LONGEST].rstrip("_")
    for number in count(2):
        yield f"{plain[: LONGEST - 4].rstrip('_')}_{number}"


def romanised(text: str, longest: int = PARTS) -> str:
    """Latin letters, figures and _ for a Japanese label; "" where nothing of it is known. Begins
    with a letter."""
    parts = []
    rest = labels.bare(text) or text
    while rest:
        part, length = _first(rest)
        if part:
            parts.append(part)
        rest = rest[length:]
    joined = "_".join(_short(parts, longest))
    return joined if joined[:1].isalpha() else f"n{joined}" if joined else ""


def _short(parts: list[str], longest: int) -> list[str]:
    """Without repetitions, the last words where there are many."""
    kept = [part for n, part in enumerate(parts) if n == 0 or part != parts[n - 1]]
    return kept[-longest:]


def _first(text: str) -> tuple[str, int]:
    """(romanised, characters taken) of the beginning."""
    words, letters = _table()
    for length in range(min(len(text), 10), 0, -1):
        if found := words.get(text[:length]):
            return found, length
    if latin := _LATIN.match(text):
        return latin[0].lower(), len(latin[0])
    if text[0] in "のをにがはとやへも" and len(text) > 1:
        return "", 1
    if run := _KANA.match(text):
        sounds = jaconv.kana2alphabet(jaconv.kata2hira(run[0])).replace("ー", "")
        return re.sub(r"[^a-z]", "", sounds), len(run[0])
    length = 0
    while (
        length < len(text) and text[length] in letters and not (length and _is_word(text, length))
    ):
        length += 1
    return "".join(letters[ch] for ch in text[:length]), max(1, length)


def _is_word(text: str, at: int) -> bool:
    """Whether a listed word of two characters or more begins there."""
    words, _ = _table()
    return any(text[at : at + n] in words for n in range(2, 9))


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    loaded: dict[str, Any] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    words = {str(key): str(value) for key, value in loaded["words"].items()}
    letters = {str(key): str(value) for key, value in loaded["letters"].items()}
    return words, letters
