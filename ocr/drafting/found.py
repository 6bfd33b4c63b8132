"""What was found in one place of a blank, in pixels, before it has a label and a type."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from ocr.drafting.geometry import Rect, around
from ocr.drafting.printed import Char, Line, Word, lines_of, text_of, words_of
from ocr.drafting.ruling import Cell


class Kind(Enum):
    COMB = auto()
    TICKS = auto()
    RINGS = auto()
    DATE = auto()
    SEAL = auto()
    BLANK = auto()


@dataclass(frozen=True, slots=True)
class Choice:
    """`rect`: the word to ring or the square to tick."""

    value: str
    label: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class Found:
    """`label`: printed beside it in the same place (〒, 電話番号), "" where only the place has one;
    `tail`: printed after it (から, 円)."""

    kind: Kind
    rect: Rect
    label: str = ""
    label_rect: Rect | None = None
    tail: str = ""
    boxes: int = 0
    choices: tuple[Choice, ...] = ()
    era: str | None = None
    parts: tuple[Rect, Rect, Rect] | None = None  # year, month, day

    @property
    def taken(self) -> Rect:
        """All the room that it takes, its choices and parts too."""
        return around([self.rect, *(c.rect for c in self.choices), *(self.parts or ())])


@dataclass(slots=True)
class Place:
    """A ruled cell, or a line of print outside of cells, with what stands in it. `chars` holds
    what no finder has taken yet."""

    rect: Rect
    chars: list[Char]
    squares: tuple[Rect, ...] = ()
    combs: tuple[Cell, ...] = ()
    in_cell: bool = True
    found: list[Found] = field(default_factory=list)
    _all: tuple[Char, ...] = ()

    def __post_init__(self) -> None:
        self._all = tuple(self.chars)

    @property
    def lines(self) -> list[Line]:
        """Words that no finder has taken."""
        return lines_of(self.chars)

    @property
    def text(self) -> str:
        """Everything printed in the place."""
        return text_of(columns_or_lines(self._all))

    @property
    def left_text(self) -> str:
        return text_of(self.lines)

    @property
    def printed(self) -> Rect | None:
        """Around everything printed in the place."""
        return around(char.rect for char in self._all) if self._all else None

    def take(self, chars: Sequence[Char]) -> None:
        gone = {id(char) for char in chars}
        self.chars = [char for char in self.chars if id(char) not in gone]


def columns_or_lines(chars: Sequence[Char]) -> list[Line]:
    """Lines, or, where every line is one character, the columns of vertical writing."""
    lines = lines_of(chars)
    if len(lines) < 2 or not all(len(word.chars) == 1 for line in lines for word in line):
        return lines
    columns: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: -c.rect.middle[0]):
        if columns and abs(columns[-1][0].rect.middle[0] - char.rect.middle[0]) < char.rect.width:
            columns[-1].append(char)
        else:
            columns.append([char])
    is_vertical = len(columns) < len(lines)
    if not is_vertical:
        return lines
    return [(Word(tuple(sorted(c, key=lambda k: k.rect.top))),) for c in columns]


def words(place: Place) -> list[Word]:
    return [word for line in place.lines for word in line]


__all__ = ["Choice", "Found", "Kind", "Place", "columns_or_lines", "words", "words_of"]
