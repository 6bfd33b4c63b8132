"""What became of one part of a stack, in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class PartKind(StrEnum):
    """By what it begins with. Values stand in the store: never rename one."""

    PART = "part"  # a sheet of ours
    END = "end"  # a sheet of ours that ends what was announced
    FOREIGN = "foreign"  # a sheet that was not made here
    LOOSE = "loose"  # nothing: what comes before the first sheet


class Role(StrEnum):
    """What a page of the file is. Every page is exactly one of these; `SHORT` ones beside it."""

    SHEET = "sheet"
    READ = "read"  # of an application that was announced, or where nobody announced any
    OTHER = "other"  # of an application on another form
    REFUSED = "refused"  # of none
    BLANK = "blank"
    SHORT = "short"  # first page of an application that lacks pages of its form


@dataclass(frozen=True, slots=True)
class Outcome:
    """`count`: applications as announced, 0 where nobody did; `found`: those of `form`, or of any
    where none was announced. `pages` of the file, from 1. `before`: the document that the same
    sheet came with already. `is_announced`: the sheet stands in our list as it was read."""

    ordinal: int
    kind: PartKind
    serial: int | None
    form: str
    department: str
    count: int
    found: int
    pages: Mapping[Role, tuple[int, ...]]
    is_announced: bool = True
    before: int | None = None

    def of(self, role: Role) -> tuple[int, ...]:
        return self.pages.get(role, ())

    @property
    def sheet(self) -> int:
        """Page of the separator sheet; 0 where there is none."""
        return next(iter(self.of(Role.SHEET)), 0)
