"""Characters that not every system has: named, and kept as they are written.

A character is looked at with the marks that belong to it (a combining voice mark, a variation
selector), so that no half of one is judged.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Oddity(StrEnum):
    IVS = "ivs"  # a variation selector follows: the same character in another shape
    PRIVATE = "private"  # 外字: means something on the machine alone where it was made
    OUTSIDE_JIS_X_0208 = "outside_jis_x_0208"
    OUTSIDE_CP932 = "outside_cp932"
    OUTSIDE_JIS_X_0213 = "outside_jis_x_0213"


TITLES: Mapping[Oddity, str] = {
    Oddity.IVS: "異体字セレクタ (IVS) 付き",
    Oddity.PRIVATE: "外字 (私用領域)",
    Oddity.OUTSIDE_JIS_X_0208: "JIS X 0208 (第一・第二水準) にない",
    Oddity.OUTSIDE_CP932: "CP932 (Windows の Shift_JIS) にない",
    Oddity.OUTSIDE_JIS_X_0213: "JIS X 0213 (第三・第四水準) にない",
}

# Python's own codecs: `shift_jis` is JIS X 0201 and 0208 alone, `shift_jis_2004` JIS X 0213:2004
# without the 補助漢字 that `euc_jp` would let through.
CODECS: Mapping[Oddity, str] = {
    Oddity.OUTSIDE_JIS_X_0208: "shift_jis",
    Oddity.OUTSIDE_CP932: "cp932",
    Oddity.OUTSIDE_JIS_X_0213: "shift_jis_2004",
}


@dataclass(frozen=True, slots=True)
class OddCharacter:
    """A character with its marks, and what is odd about it."""

    character: str
    kinds: tuple[Oddity, ...]

    @property
    def points(self) -> str:
        """U+20BB7, several joined by a space."""
        return " ".join(f"U+{ord(ch):04X}" for ch in self.character)


def odd_characters(text: str) -> tuple[OddCharacter, ...]:
    """Those of `text`, in order, each once."""
    if text.isascii():
        return ()
    found = {unit: kinds for unit in units(text) if (kinds := _kinds(unit))}
    return tuple(OddCharacter(unit, kinds) for unit, kinds in found.items())


@lru_cache(maxsize=4096)
def _kinds(unit: str) -> tuple[Oddity, ...]:
    kinds = [kind for kind, codec in CODECS.items() if not fits_codec(unit, codec)]
    if any(is_selector(ch) for ch in unit):
        kinds.insert(0, Oddity.IVS)
    if any(unicodedata.category(ch) == "Co" for ch in unit):
        kinds.insert(0, Oddity.PRIVATE)
    return tuple(kinds)


def fits_codec(text: str, codec: str) -> bool:
    """It comes back as it was. Python writes six characters (〜 U+301C among them) as their twins
    in CP932 without a word; other systems refuse them. It also puts 外字 into the user's own area
    of CP932, where they mean what that machine says."""
    if any(unicodedata.category(ch) == "Co" for ch in text):
        return False
    try:
        return text.encode(codec).decode(codec) == text
    except UnicodeEncodeError:
        return False


def is_selector(ch: str) -> bool:
    """A variation selector (U+FE00 to U+FE0F, U+E0100 to U+E01EF)."""
    return "\ufe00" <= ch <= "\ufe0f" or "\U000e0100" <= ch <= "\U000e01ef"


def units(text: str) -> Iterator[str]:
    """The characters of `text`, each with the marks that follow it."""
    unit = ""
    for ch in text:
        if unit and not _is_mark(ch):
            yield unit
            unit = ""
        unit += ch
    if unit:
        yield unit


def _is_mark(ch: str) -> bool:
    return unicodedata.category(ch) in ("Mn", "Me") or ch == "\u200d"
