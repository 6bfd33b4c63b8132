"""Printed words that were read with one character wrong, put right by the words of forms."""

from collections.abc import Iterable
from functools import cache

from ocr.drafting.printed import Char, Word, lines_of
from ocr.drafting.wording import CHOICES, ERA_NAMES, SEPARATORS, without_number
from ocr.free.labels import TYPES

LEAST = 2  # characters of a word that is put right; two only where one of them is rare


def put_right(chars: Iterable[Char]) -> list[Char]:
    """The characters of one place. A whole word, letter-spaced ones too, that but for one character
    is a known one is taken for it."""
    out: list[Char] = []
    for line in lines_of(chars):
        for run in _runs([char for word in line for char in word.chars], line):
            text = "".join(char.text for char in run)
            bare = without_number(text)  # of エ自営業
            meant = _nearest(bare)
            if meant is None:
                out += run
            else:
                whole = text[: len(text) - len(bare)] + meant
                out += [Char(ch, char.rect) for ch, char in zip(whole, run, strict=True)]
    return out


def _runs(chars: list[Char], line: tuple[Word, ...]) -> list[list[Char]]:
    """A line of single characters is one word, else words between separators."""
    if len(line) > 1 and all(len(word.chars) == 1 for word in line):
        return [chars]
    runs: list[list[Char]] = []
    for word in line:
        run: list[Char] = []
        for char in word.chars:
            if char.text in SEPARATORS:
                runs += [run, [char]] if run else [[char]]
                run = []
            else:
                run.append(char)
        runs += [run] if run else []
    return runs


@cache
def _nearest(text: str) -> str | None:
    words = _words()
    if len(text) < LEAST or text in words or not all("\u3040" <= ch <= "\u9fff" for ch in text):
        return None
    near = [
        word
        for word in words
        if len(word) == len(text) and sum(a != b for a, b in zip(word, text, strict=True)) == 1
    ]
    if len(near) != 1 or (len(text) == LEAST and not _is_rare(text, near[0])):
        return None
    return near[0]


def _is_rare(text: str, word: str) -> bool:
    """Whether the wrong character stands in no known word: 晋 in 晋通 for 普通."""
    wrong = next(a for a, b in zip(text, word, strict=True) if a != b)
    return not any(wrong in known for known in _words())


@cache
def _words() -> frozenset[str]:
    return frozenset({*TYPES, *CHOICES, *ERA_NAMES})
