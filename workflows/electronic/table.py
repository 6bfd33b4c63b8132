"""Rows of cells, from whatever kind of list, and the items that they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forms.electronic.item import Cell, Held, Item, Kind


@dataclass(frozen=True, slots=True)
class Raw:
    """A cell before its column has a name. `fault` as in `Cell`."""

    text: str
    held: Held = Held.TEXT
    fault: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.text.strip() and not self.fault


@dataclass(frozen=True, slots=True)
class Row:
    """`number` as the program shows it, from 1."""

    number: int
    cells: tuple[Raw, ...]

    @property
    def is_blank(self) -> bool:
        return all(each.is_blank for each in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A list: `rows` that are not empty. `title` of its sheet; empty for a CSV file. `is_exact`:
    every row has as many cells as the headings (CSV). Of a hidden sheet only its title is known."""

    kind: Kind
    title: str
    rows: tuple[Row, ...]
    is_exact: bool
    is_hidden: bool = False


def headings_of(row: Row) -> tuple[str, ...]:
    """Names of the columns, each once: a repeated one gets its number, one without gets its
    letter. Those behind the last heading are none."""
    texts = [" ".join(each.text.split()) for each in row.cells]
    while texts and not texts[-1]:
        texts.pop()
    names: list[str] = []
    for at, text in enumerate(texts):
        name, count = text or f"{letter(at)} 列", 2
        while name in names:
            name, count = f"{text}[{count}]", count + 1
        names.append(name)
    return tuple(names)


def items_of(table: Table, head: Row) -> Iterator[Item]:
    """The rows below the headings."""
    headings = headings_of(head)
    for row in table.rows:
        if row.number > head.number and not row.is_blank:
            yield _item(table, row, headings)


def letter(at: int) -> str:
    """A column as Excel calls it; `at` from 0."""
    name, rest = "", at + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def _item(table: Table, row: Row, headings: Sequence[str]) -> Item:
    at = f"{row.number} 行目"
    place = f"シート「{table.title}」{at}" if table.title else at
    cells = {
        name: Cell(raw.text, f"{letter(column)} 列「{name}」", raw.held, raw.fault)
        for column, (name, raw) in enumerate(zip(headings, row.cells, strict=False))
    }
    return Item(row.number, place, cells, _fault(table, row, len(headings), place))


def _fault(table: Table, row: Row, wanted: int, place: str) -> str:
    beyond = any(not each.is_blank for each in row.cells[wanted:])
    short = table.is_exact and len(row.cells) < wanted
    if not (beyond or short):
        return ""
    return (
        f"{place}は、列の数 ({len(row.cells)}) が見出し ({wanted}) と違います。"
        "値が隣の列にずれていないか確かめてください。"
    )
