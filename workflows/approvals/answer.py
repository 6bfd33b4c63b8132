"""What a supervisor wrote into the form, checked. Pure.

Numbers are written as people do: 「12、15-18」, in full or half width.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from forms.errors import UtsushiError

LONGEST_NAME, LONGEST_NOTE = 64, 1000
_BETWEEN = re.compile(r"[\s,、，・;；]+")
_RANGE = re.compile(r"(\d+)\s*[-~〜–—−ー]\s*(\d+)")
_NUMBER = re.compile(r"\d+")


class BadAnswer(UtsushiError):
    """The answer cannot be used: nothing is entered, and the question is asked again."""

    default_advice = "もう一度「Resume」を押して、記入し直してください。"


@dataclass(frozen=True, slots=True)
class Answer:
    """`excluded`: records that are left out of an approval."""

    by: str
    is_approval: bool
    excluded: frozenset[int]
    note: str


def read(by: str, is_approval: bool, excluded: str, note: str, asked: Collection[int]) -> Answer:
    """Raises BadAnswer where a name is missing or a number was not asked about."""
    name = " ".join(unicodedata.normalize("NFKC", by).split())
    if not name:
        raise BadAnswer("承認者の名前がありません。")
    if len(name) > LONGEST_NAME or any(not each.isprintable() for each in name):
        raise BadAnswer(f"承認者の名前は {LONGEST_NAME} 字までで書いてください。")
    if len(note) > LONGEST_NOTE:
        raise BadAnswer(f"備考は {LONGEST_NOTE} 字までで書いてください。")
    return Answer(name, is_approval, numbers(excluded, asked), note.strip())


def numbers(text: str, asked: Collection[int]) -> frozenset[int]:
    """Record numbers out of 「12、15-18」. Raises BadAnswer."""
    plain = unicodedata.normalize("NFKC", text)
    spread = _RANGE.sub(lambda found: f" {found.group(1)}-{found.group(2)} ", plain)
    named: set[int] = set()
    known = frozenset(asked)
    for part in filter(None, _BETWEEN.split(spread)):
        first, _, last = part.partition("-")
        if not _NUMBER.fullmatch(first) or (last and not _NUMBER.fullmatch(last)):
            raise BadAnswer(
                "「対象外とする記録番号」を読み取れません。",
                advice="「12、15-18」のように、番号だけを書いてください。",
            )
        named |= _within(int(first), int(last or first), known)
    return frozenset(named)


def _within(first: int, last: int, known: frozenset[int]) -> frozenset[int]:
    """A number alone must be known; of a range, those that are."""
    found = frozenset(each for each in known if first <= each <= last)
    if not found:
        raise BadAnswer(f"記録 {first} は、この承認の対象にありません。")
    return found
