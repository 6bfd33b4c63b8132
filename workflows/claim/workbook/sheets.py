"""Sheets of a workbook as an office prints them: A4, titles, page numbers; texts stay texts.

A formula is always written with what it gives, so that a viewer which calculates nothing shows the
same as one which does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import ceil
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

A4 = 9  # of Excel's paper sizes
FONT = "游ゴシック"
_LINE = 15  # height of one line of text, in points
_TITLE, _HIGHEST = 22, 409  # points; Excel takes no row that is higher
_FILLED = 0.93  # of a line, before it is broken: fonts differ


class Style(StrEnum):
    """How the cells of a column look. The value is Excel's number format."""

    WORDS = "@"
    YEN = '#,##0;[Red]"▲"#,##0'
    COUNT = "#,##0"
    RATE = "0.0##"
    INDEX = "0.00"
    NUMBER = "0"
    PLAIN = "General"
    HOURS = '#,##0.0;[Red]"▲"#,##0.0'
    SHARE = "0.0%"
    DATE = "yyyy/m/d"


@dataclass(frozen=True, slots=True)
class Formula:
    """As Excel has it, beginning with `=`, and what it gives by our own sums. `style`: where it is
    another than its column's."""

    text: str
    value: int | Decimal | str
    style: Style | None = None


Cell = str | int | Decimal | date | Formula | None


@dataclass(frozen=True, slots=True)
class Column:
    """`width`: in characters of half width."""

    title: str
    width: int
    style: Style = Style.WORDS


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table stands, for formulas that point into it. Rows count from 0."""

    sheet: str
    first: int
    last: int
    titles: tuple[str, ...]

    def column(self, title: str) -> str:
        """The cells of a column below its title, on whatever sheet it is asked from."""
        letter = self.letter(title)
        return f"'{self.sheet}'!${letter}${self.first + 1}:${letter}${self.last + 1}"

    def cell(self, row: int, title: str) -> str:
        return f"'{self.sheet}'!${self.letter(title)}${self.first + row + 1}"

    def here(self, row: int, title: str) -> str:
        """The same for a formula within the sheet itself."""
        return f"{self.letter(title)}{self.first + row + 1}"

    def letter(self, title: str) -> str:
        return str(xl_col_to_name(self.titles.index(title)))


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **looks: Any) -> Any:
        key = tuple(sorted(looks.items()))
        if key not in self._made:
            base = {"font_name": FONT, "font_size": 10, "valign": "top"}
            self._made[key] = self._book.add_format(base | looks)
        return self._made[key]

    def cell(self, style: Style, **more: Any) -> Any:
        looks: dict[str, Any] = {"border": 1, "num_format": style.value}
        if style is Style.WORDS:
            looks["text_wrap"] = True
        if style is Style.NUMBER:
            looks["align"] = "center"
        return self.of(**looks, **more)


class Sheet:
    """One worksheet, filled from the top."""

    def __init__(
        self, book: xlsxwriter.Workbook, styles: Styles, name: str, title: str, columns: int,
        *, upright: bool = False,
    ) -> None:  # fmt: skip
        """`columns`: of how many titles and notes may take the room. `upright`: printed so."""
        self.name, self._styles, self._columns = name, styles, columns
        self.sheet = book.add_worksheet(name)
        self._wide = [10] * columns
        self._print_set_up(title, upright=upright)
        self.sheet.set_row(0, _TITLE)
        self.sheet.write_string(0, 0, title, styles.of(bold=True, font_size=14))
        self._row = 1

    def _print_set_up(self, title: str, *, upright: bool) -> None:
        sheet = self.sheet
        sheet.set_paper(A4)
        if not upright:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.set_header(f"&L&9{title.replace('&', '&&')}")
        sheet.set_footer("&L&9&A&C&9&P / &N ページ")
        sheet.hide_gridlines(2)

    @property
    def next_row(self) -> int:
        return self._row

    def heading(self, text: str) -> None:
        self._row += 1
        self.sheet.write_string(self._row, 0, text, self._styles.of(bold=True, font_size=11))
        self._row += 1

    def say(self, text: str, **looks: Any) -> None:
        """A paragraph over the whole width, as high as it needs."""
        wrapped = self._styles.of(text_wrap=True, **looks)
        lines = sum(_lines(part, sum(self._wide)) for part in text.split("\n"))
        self.sheet.set_row(self._row, min(_HIGHEST, _LINE * lines + 3))
        if self._columns > 1:
            self.sheet.merge_range(self._row, 0, self._row, self._columns - 1, "", wrapped)
        self.sheet.write_string(self._row, 0, text, wrapped)
        self._row += 1

    def widths(self, widths: Sequence[int]) -> None:
        """Of the columns, for the whole sheet. The first table on a sheet decides."""
        self._wide = [*widths, *self._wide[len(widths) :]][: max(self._columns, len(widths))]
        for index, width in enumerate(widths):
            self.sheet.set_column(index, index, width)

    def table(
        self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, repeat: bool = False
    ) -> Placed:
        """With its titles. Without rows it has one blank one, so that formulas find a place.
        `repeat`: the titles stand on every printed page, and stay when the sheet is scrolled."""
        titles = self._styles.of(
            bold=True, border=1, bg_color="#E8EDF3", text_wrap=True, align="center"
        )
        for index, column in enumerate(columns):
            self.sheet.write_string(self._row, index, column.title, titles)
        if repeat:
            self.sheet.repeat_rows(self._row)
            self.sheet.freeze_panes(self._row + 1, 0)
        first = self._row + 1
        self._row = first
        for row in list(rows) or [[None] * len(columns)]:
            self.row(columns, row)
        names = tuple(column.title for column in columns)
        return Placed(self.name, first, self._row - 1, names)

    def row(self, columns: Sequence[Column], cells: Sequence[Cell], **looks: Any) -> None:
        lines = 1
        for index, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            style = cell.style if isinstance(cell, Formula) and cell.style else column.style
            self.put(self._row, index, cell, self._styles.cell(style, **looks))
            if isinstance(cell, str):
                lines = max(lines, _lines(cell, column.width))
        if lines > 1:
            self.sheet.set_row(self._row, min(_HIGHEST, _LINE * lines + 2))
        self._row += 1

    def total(self, columns: Sequence[Column], cells: Sequence[Cell]) -> None:
        self.row(columns, cells, bold=True, top=6, bg_color="#F7F3E6")

    def put(self, row: int, column: int, cell: Cell, style: Any) -> None:
        """A text is never taken for a formula, a link or a number."""
        if isinstance(cell, Formula):
            value = float(cell.value) if isinstance(cell.value, Decimal) else cell.value
            self.sheet.write_formula(row, column, cell.text, style, value)
        elif isinstance(cell, str):
            self.sheet.write_string(row, column, cell, style)
        elif isinstance(cell, date):
            self.sheet.write_datetime(row, column, cell, style)
        elif cell is None:
            self.sheet.write_blank(row, column, None, style)
        else:
            self.sheet.write_number(row, column, float(cell), style)


def _lines(text: str, room: float) -> int:
    """Lines that a text takes in a room of so many characters of half width."""
    width = sum(2 if east_asian_width(ch) in "WFA" else 1 for ch in text)
    return max(1, ceil(width / (room * _FILLED)))
