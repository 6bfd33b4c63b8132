"""What is printed on a blank, as characters with their places; words and lines made of them."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ocr.drafting.geometry import Rect, around
from ocr.scale import px

APART = 0.65  # of a character's height: a wider gap parts two words


@dataclass(frozen=True, slots=True)
class Char:
    text: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class Word:
    """Characters beside each other. `text`: as printed, in ordinary width."""

    chars: tuple[Char, ...]

    @property
    def text(self) -> str:
        return plain("".join(char.text for char in self.chars))

    @property
    def rect(self) -> Rect:
        return around(char.rect for char in self.chars)


Line = tuple[Word, ...]
"""Words of one line, from left to right."""


def plain(text: str) -> str:
    """Full-width letters and figures as ordinary ones, half-width kana as full ones, no spaces.
    Only these: NFKC would write 〒 and ㊞ as well as ① as something else."""
    out = []
    for ch in text:
        code = ord(ch)
        if 0xFF01 <= code <= 0xFF5E or 0xFF61 <= code <= 0xFF9F:
            out.append(unicodedata.normalize("NFKC", ch))
        elif not ch.isspace():
            out.append(ch)
    return "".join(out)


def lines_of(chars: Iterable[Char]) -> list[Line]:
    """Characters of one place by line, from top to bottom."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: c.rect.middle[1]):
        if rows and _is_on(char, rows[-1]):
            rows[-1].append(char)
        else:
            rows.append([char])
    return [tuple(words_of(row)) for row in rows]


def words_of(row: Sequence[Char]) -> list[Word]:
    ordered = sorted(row, key=lambda c: c.rect.left)
    words: list[list[Char]] = []
    for char in ordered:
        if words and char.rect.left - words[-1][-1].rect.right <= _gap(char, words[-1][-1]):
            words[-1].append(char)
        else:
            words.append([char])
    return [Word(tuple(word)) for word in words]


def _gap(one: Char, other: Char) -> float:
    return APART * max(px(1.5), min(px(8), max(one.rect.height, other.rect.height)))


def _is_on(char: Char, row: Sequence[Char]) -> bool:
    """Whether a character stands on a line: its middle within those of the line's own height."""
    box = around(each.rect for each in row)
    y = char.rect.middle[1]
    rim = 0.2 * box.height
    return box.top + rim <= y <= box.bottom - rim


def text_of(lines: Iterable[Line]) -> str:
    """All text of a place without its spaces and breaks."""
    return "".join(word.text for line in lines for word in line)
