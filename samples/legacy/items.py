"""What stands on a screen: items (a heading and its inputs), steps, procedures. Data only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Draft = Mapping[str, str]
"""Values by input name, as typed. Checkbox groups hold their codes joined by a comma."""

Rule = Callable[[Draft], str | None]
"""A check across items: the message for the clerk, or None when all is well."""


class Kind(StrEnum):
    """How an item is typed, checked, shown and stored."""

    FULL = "full"
    AREA = "area"
    KANA = "kana"
    DIGITS = "digits"
    ALNUM = "alnum"
    MY_NUMBER = "my_number"
    DATE = "date"
    RADIO = "radio"
    CODE = "code"
    CHECKS = "checks"
    FLAG = "flag"
    PHONE = "phone"
    POSTAL = "postal"
    ADDRESS = "address"


SUFFIXES: Mapping[Kind, tuple[str, ...]] = {
    Kind.DATE: ("_G", "_Y", "_M", "_D"),
    Kind.PHONE: ("_1", "_2", "_3"),
    Kind.POSTAL: ("_1", "_2"),
    Kind.ADDRESS: ("_CD", "_NM", "_BN"),
}
"""Input names of an item that needs several inputs: its own name with each of these behind."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the code that is posted and stored, and its word on paper and screen."""

    code: str
    word: str


def coded(*words: str, width: int = 1) -> tuple[Option, ...]:
    """Number the words from 1, with leading zeros up to `width` digits."""
    return tuple(Option(str(n).zfill(width), word) for n, word in enumerate(words, start=1))


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an entry table: the heading cell at the left and its inputs at the right.

    `field_id` is the field of the paper form. `length` counts characters: the maximum of a text,
    or the exact count when `exact` is set. `era` is the era code that a date starts with, `past`
    forbids days to come. `postal` names the POSTAL item which the address popup fills too.
    `labelled` gives the inputs a LABEL, as a few screens of such systems have. `label`, `look` and
    `naming` are what the one-page system says of it, where that does not stand in `spa.looks`.
    """

    field_id: str
    heading: str
    name: str
    kind: Kind
    required: bool = False
    length: int = 0
    exact: bool = False
    options: tuple[Option, ...] = ()
    era: str = ""
    past: bool = False
    postal: str = ""
    group: str = ""
    title: str = ""
    labelled: bool = False
    label: str = ""
    look: str = ""
    naming: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The input names, which are the column names too."""
        return tuple(self.name + suffix for suffix in SUFFIXES.get(self.kind, ("",)))

    def word(self, code: str) -> str | None:
        """The word of a code, None when there is no such code."""
        return next((option.word for option in self.options if option.code == code), None)


@dataclass(frozen=True, slots=True)
class Step:
    """One entry screen of a procedure."""

    title: str
    items: tuple[Item, ...]
    rules: tuple[Rule, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Late:
    """Items of the one-page system that come only once `trigger` is chosen; with `words`, only for
    these choices."""

    trigger: str
    fields: tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure: its screens, its table, and what its search screen offers.

    `form` is the id of the paper form, `code` the part of the URL, `mark` the sign in the receipt
    number. `searched`, `listed` and `key` are field ids: search conditions, columns of the result
    list, and what tells one application from another.
    """

    form: str
    code: str
    mark: str
    title: str
    table: str
    steps: tuple[Step, ...]
    searched: tuple[str, ...]
    listed: tuple[str, ...]
    key: tuple[str, ...]
    late: Late | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in the order of the screens."""
        return tuple(item for step in self.steps for item in step.items)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every input name, which are the columns of the table."""
        return tuple(part for item in self.items for part in item.parts)

    def item(self, field_id: str) -> Item:
        """The item of a field id. Raises KeyError when the procedure does not take that field."""
        for item in self.items:
            if item.field_id == field_id:
                return item
        raise KeyError(field_id)
