"""Tables of old screens: a heading cell with its value at the right, and lists of rows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from playwright.sync_api import Locator

from bots import screen_script
from bots.screen_script import ask
from bots.stage import Scope
from forms.compare import fold, is_same
from forms.record import Value

MARKS = "※＊*■●◆□☆★：:"
"""Signs that screens put around a heading (required, note); they do not count."""

_MARKS = re.compile(f"[{re.escape(MARKS)}\\s\u3000]")
ROWS = "xpath=./tr|./tbody/tr|./thead/tr|./tfoot/tr"


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell; with `inputs`, what they hold."""

    text: str
    inputs: bool


Row = tuple[Cell, ...]
Table = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row of a list: `table` and `row` count from 0, `cells` are the texts by column heading."""

    table: int
    row: int
    columns: tuple[str, ...]
    cells: Mapping[str, str]


def clean(text: str) -> str:
    """A heading without marks and spaces, for comparing."""
    return _MARKS.sub("", text)


def root(scope: Scope) -> Locator:
    return scope if isinstance(scope, Locator) else scope.locator(":root")


def read(scope: Scope) -> list[Table]:
    """Every table in the scope."""
    found: list[list[list[tuple[str, bool]]]] = ask(root(scope), screen_script.TABLES)
    return [tuple(tuple(Cell(*cell) for cell in row) for row in table) for table in found]


def beside(tables: list[Table]) -> dict[str, list[str]]:
    """Heading → the texts of the cells right of such a heading (more than one is a doubt)."""
    found: dict[str, list[str]] = {}
    for table in tables:
        for row in table:
            for heading, cell in pairwise(row):
                if not heading.inputs and (name := clean(heading.text)):
                    found.setdefault(name, []).append(cell.text)
    return found


def rows_under(tables: list[Table], columns: list[str]) -> Iterator[FoundRow]:
    """The rows below each row of headings that has all of `columns` and nothing to type in."""
    wanted = {clean(column) for column in columns}
    for number, table in enumerate(tables):
        headings: tuple[str, ...] = ()
        for row, cells in enumerate(table):
            names = tuple(clean(cell.text) for cell in cells)
            if wanted <= set(names) and not any(cell.inputs for cell in cells):
                headings = names
            elif headings and len(cells) == len(headings):
                texts = [cell.text for cell in cells]
                yield FoundRow(number, row, headings, dict(zip(headings, texts, strict=True)))


def matches(row: FoundRow, wanted: Mapping[str, Value]) -> bool:
    """Whether each cell says the value, differences of writing aside."""
    return all(is_same(row.cells[clean(column)], value) for column, value in wanted.items())


def is_start(row: FoundRow, wanted: Mapping[str, Value]) -> bool:
    """Whether each cell is filled and the value begins with it."""
    return all(
        bool(fold(row.cells[clean(column)]))
        and fold(value if isinstance(value, str) else "").startswith(fold(row.cells[clean(column)]))
        for column, value in wanted.items()
    )


def locate(scope: Scope, row: FoundRow) -> Locator:
    return scope.locator("table").nth(row.table).locator(ROWS).nth(row.row)
