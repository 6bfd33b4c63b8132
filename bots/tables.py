"""Lists of rows on a screen: tables, grids, rows of plain elements, cards."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playwright.sync_api import Locator

from bots.asking import ROWS, question, selector
from bots.asking.putting import Scope, put
from forms.compare import fold, is_same
from forms.record import Value

_WORDS = "必須|任意|入力必須|必須項目|要入力"
_BRACKETED = re.compile(rf"[(\[【〔<《](?:{_WORDS})[)\]】〕>》]")
_APART = re.compile(r"^\s*(?:必須|任意)\s+|\s+(?:必須|任意)\s*$")
_MARKS = re.compile(r"[※*■●◆□☆★:\s]")
_NUMBERED = re.compile(r"([0-9]{1,2})列目")
_CUT = re.compile(r"(.+?)\s*(?:…+|‥+|\.{2,}|・{3})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row of a list. `cells` are the texts by column heading; `table` tells lists apart.

    `anchors` are the texts of the cells that hold nothing to type in (None for the others): by
    them and by its number among the rows that look the same (`same`) it is found again.
    """

    table: int
    columns: tuple[str, ...]
    cells: Mapping[str, str]
    anchors: tuple[str | None, ...]
    wanted: tuple[str, ...]
    same: int = 0
    number: str = ""


def clean(text: str) -> str:
    """A heading without marks, badges (必須) and spaces and whatever its width, for comparing."""
    plain = unicodedata.normalize("NFKC", text)
    return _MARKS.sub("", _APART.sub(" ", _BRACKETED.sub(" ", plain)))


def position(heading: str, columns: Sequence[str]) -> int | None:
    """Which of the columns (from 0) has this clean heading; `2列目` is the second one."""
    if heading in columns:
        return columns.index(heading)
    number = _NUMBERED.fullmatch(heading)
    index = int(number.group(1)) - 1 if number else -1
    return index if 0 <= index < len(columns) else None


def numbers_in(text: str) -> list[int]:
    """Every number in a text, 1,234 as one."""
    plain = unicodedata.normalize("NFKC", text)
    return [int(each.replace(",", "")) for each in re.findall(r"\d[\d,]*", plain)]


def rows_under(scope: Scope, columns: Sequence[str]) -> list[FoundRow]:
    """The rows below each row of headings that has all of `columns`, in one question."""
    wanted = tuple(clean(column) for column in columns)
    found: list[FoundRow] = []
    for row in put(scope, question(ROWS), wanted):
        names, texts = tuple(row["columns"]), row["texts"]
        cells = {f"{number}列目": text for number, text in enumerate(texts, start=1)}
        cells.update(reversed(list(zip(names, texts, strict=True))))
        anchors = tuple(row["anchors"])
        same = sum(
            (each.table, each.columns, each.anchors) == (row["list"], names, anchors)
            for each in found
        )
        found.append(FoundRow(row["list"], names, cells, anchors, wanted, same, row["number"]))
    return found


def matches(row: FoundRow, wanted: Mapping[str, Value]) -> bool:
    """Whether each cell says the value, differences of writing aside."""
    return all(is_same(row.cells[clean(column)], value) for column, value in wanted.items())


def may_be(row: FoundRow, wanted: Mapping[str, Value]) -> bool:
    """As `matches`; a cell that the list cuts off (ヤマダ タ…) need only be a beginning."""
    return all(
        is_same(row.cells[clean(column)], value) or _is_cut(row.cells[clean(column)], value)
        for column, value in wanted.items()
    )


def _is_cut(cell: str, value: Value) -> bool:
    found = _CUT.fullmatch(cell.strip())
    whole = fold(value) if isinstance(value, str) else ""
    # ﾂﾞ may be cut off after ﾂ
    return found is not None and _apart(whole).startswith(_apart(fold(found.group(1))))


def _apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def is_start(row: FoundRow, wanted: Mapping[str, Value]) -> bool:
    """Whether each cell is filled and the value begins with it."""
    return all(
        bool(fold(row.cells[clean(column)]))
        and fold(value if isinstance(value, str) else "").startswith(fold(row.cells[clean(column)]))
        for column, value in wanted.items()
    )


def locate(scope: Scope, row: FoundRow) -> Locator:
    """The row, looked for by its cells whenever it is used: one that changed is not there."""
    return scope.locator(
        selector(
            "row",
            wanted=row.wanted,
            list=row.table,
            columns=row.columns,
            anchors=row.anchors,
            same=row.same,
        )
    )
