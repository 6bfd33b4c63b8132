"""What keeps a value from being written as the layout asks."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

LISTED = 2000  # troubles that are kept one by one; all are counted


class Kind(StrEnum):
    CHARACTER = "character"  # the encoding does not have it
    TOO_LONG = "too_long"  # more bytes than the column has
    NO_CODE = "no_code"  # a value that the layout gives no code for
    NO_WIDTH = "no_width"  # a character without a half-width or full-width form
    NO_DATE = "no_date"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One cell. `what` is the character, or what is wrong in words; never a whole value."""

    record_id: int
    column: str
    kind: Kind
    what: str

    @property
    def words(self) -> str:
        if self.kind is Kind.CHARACTER:
            points = " ".join(f"U+{ord(ch):04X}" for ch in self.what)
            return f"文字「{self.what}」({points}) がこの文字コードにない"
        return f"長すぎる: {self.what}" if self.kind is Kind.TOO_LONG else self.what


@dataclass(frozen=True, slots=True)
class Replaced:
    """A character that stands as another in the file, because a person said so."""

    record_id: int
    column: str
    character: str
    written: str


class Unwritable(Exception):
    """Inside this package: this cell cannot be written."""

    def __init__(self, kind: Kind, what: str) -> None:
        super().__init__(kind)
        self.kind, self.what = kind, what


@dataclass(slots=True)
class Troubles:
    """All that was met in one run, and what was done about cells with a person's leave."""

    listed: list[Trouble] = field(default_factory=list)
    count: int = 0
    characters: Counter[str] = field(default_factory=Counter)  # that the encoding does not have
    replaced: list[Replaced] = field(default_factory=list)
    guarded: int = 0  # cells that a spreadsheet would have taken for a formula
    cut: int = 0  # cells

    @property
    def substituted(self) -> int:
        """Characters."""
        return len(self.replaced)

    @property
    def replaced_by_character(self) -> tuple[tuple[str, str, int], ...]:
        """Each with what was written for it and how often, the most frequent first."""
        found = Counter((each.character, each.written) for each in self.replaced)
        return tuple((*pair, count) for pair, count in found.most_common(LISTED))

    def add(self, trouble: Trouble) -> None:
        self.count += 1
        if trouble.kind is Kind.CHARACTER:
            self.characters[trouble.what] += 1
        if len(self.listed) < LISTED:
            self.listed.append(trouble)
