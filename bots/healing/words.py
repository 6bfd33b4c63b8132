"""How alike two words of a screen are: 漢字氏名 and 氏名（漢字）, 生年月日 and お誕生日."""

import difflib
import re
from collections import Counter
from functools import cache
from pathlib import Path

import yaml

from bots.tables import clean
from forms.compare import fold

MARKS = "※＊*■●◆□☆★：:"
"""Signs that screens put around a heading (required, note)."""

SYNONYMS = Path(__file__).parent / "synonyms.yaml"

SIGNS = 0xE000
"""First of the signs that stand for a row of synonyms: no screen has them."""

_SIGNS = re.compile(r"[()（）\[\]［］【】「」『』・、。,.:：/／]")
BADGES = re.compile(r"^(必須|任意|要入力)|(必須|任意|要入力)$")
_POLITE = re.compile(r"^[オゴ](?=[一-鿿])")  # folded: お, ご


def plain(text: str) -> str:
    """A word without marks, badges, brackets, width, spaces and kinds of kana."""
    return _POLITE.sub("", _SIGNS.sub("", BADGES.sub("", fold(clean(text)))))


def likeness(one: str, other: str) -> float:
    """0 (nothing in common) to 1 (the same word, perhaps written otherwise)."""
    a, b = plain(one), plain(other)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    written = _written(a, b)
    meant = _written(*(_meant(each) for each in (a, b)))
    return max(written, 0.95 * meant)


def _written(a: str, b: str) -> float:
    """By order (difflib) or by the characters alone, for words that only changed places.

    Where one word holds the other, the rest is a specification: 住所 in 申請者住所.
    """
    if a == b:
        return 1.0
    shared = sum((Counter(a) & Counter(b)).values())
    dice = 2 * shared / (len(a) + len(b))
    in_order = difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()
    short = min(a, b, key=len)
    is_word = len(short) > 1 or ord(short) >= SIGNS
    holds = 0.7 if is_word and (a in b or b in a) else 0.0
    return max(in_order, 0.9 * dice, holds)


def _meant(text: str) -> str:
    """Every word of the table replaced by one sign a row, the longest first."""
    for word, sign in _signs():
        text = text.replace(word, sign)
    return text


@cache
def _signs() -> tuple[tuple[str, str], ...]:
    groups = yaml.safe_load(SYNONYMS.read_text(encoding="utf-8"))
    pairs = {plain(word): chr(SIGNS + number) for number, row in enumerate(groups) for word in row}
    return tuple(sorted(pairs.items(), key=lambda pair: -len(pair[0])))
