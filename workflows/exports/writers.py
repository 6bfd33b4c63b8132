"""Rows into a file, one after another: what is in memory does not grow with their number."""

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TextIO

import xlsxwriter

from forms.errors import StoreError
from workflows.exports.cells import Cells, Exported
from workflows.exports.declaration import Encoding, Format, LayoutDeclaration

EXCEL_ROWS = 1_048_575  # of a sheet, below the heading (Microsoft, Excel specifications)
SUFFIXES = {
    Format.CSV: ".csv", Format.EXCEL: ".xlsx", Format.JSON: ".json", Format.FIXED: ".txt",
    Format.NATIONAL: ".zip",
}  # fmt: skip
_NEWLINES = {"crlf": "\r\n", "lf": "\n", "none": ""}
_WIDEST = 40  # of a column, in characters


class TooManyRows(StoreError):
    default_advice = "期間を分けて書き出すか、CSV を使ってください。"


class Writer(Protocol):
    def write(self, record: Exported) -> None: ...


@contextmanager
def writing(path: Path, layout: LayoutDeclaration, cells: Cells) -> Iterator[Writer]:
    """A writer of the layout's format into the file at `path`, which is whole after the block."""
    opened = {
        Format.CSV: _csv, Format.JSON: _json, Format.EXCEL: _excel, Format.FIXED: _fixed,
    }[layout.format]  # fmt: skip
    with opened(path, layout, cells) as writer:
        yield writer


class _Csv:
    def __init__(self, file: TextIO, layout: LayoutDeclaration, cells: Cells) -> None:
        self._out = csv.writer(
            file,
            quoting=csv.QUOTE_ALL if layout.quote == "all" else csv.QUOTE_MINIMAL,
            lineterminator=_NEWLINES[layout.newline],
        )
        self._cells = cells
        if layout.header:
            self._out.writerow(cells.headings)

    def write(self, record: Exported) -> None:
        self._out.writerow(self._cells.row(record))


@contextmanager
def _csv(path: Path, layout: LayoutDeclaration, cells: Cells) -> Iterator[Writer]:
    encoding = "utf-8-sig" if layout.encoding is Encoding.UTF_8 else layout.encoding.value
    # What does not fit is told as trouble, and a file with trouble is never handed out.
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        yield _Csv(file, layout, cells)


class _Fixed:
    def __init__(self, path: Path, layout: LayoutDeclaration, cells: Cells) -> None:
        self._file = path.open("wb")
        self._end = _NEWLINES[layout.newline].encode()
        self._cells = cells

    def write(self, record: Exported) -> None:
        row = self._cells.padded(record, self._cells.row(record))
        self._file.write(b"".join(row) + self._end)

    def close(self) -> None:
        self._file.close()


@contextmanager
def _fixed(path: Path, layout: LayoutDeclaration, cells: Cells) -> Iterator[Writer]:
    writer = _Fixed(path, layout, cells)
    try:
        yield writer
    finally:
        writer.close()


class _Json:
    """A list with an object a record; a blank cell is null."""

    def __init__(self, file: TextIO, cells: Cells) -> None:
        self._file, self._cells = file, cells
        self._before = "["

    def write(self, record: Exported) -> None:
        row = self._cells.row(record)
        named = dict(zip(self._cells.titles, (each or None for each in row), strict=True))
        self._file.write(self._before + "\n" + json.dumps(named, ensure_ascii=False))
        self._before = ","

    def finish(self) -> None:
        self._file.write("[]\n" if self._before == "[" else "\n]\n")


@contextmanager
def _json(path: Path, layout: LayoutDeclaration, cells: Cells) -> Iterator[Writer]:
    with path.open("w", encoding=layout.encoding.value, errors="replace", newline="\n") as file:
        writer = _Json(file, cells)
        yield writer
        writer.finish()


class _Excel:
    """Every cell is a text: leading zeros stay, nothing is calculated."""

    def __init__(self, book: xlsxwriter.Workbook, header: bool, cells: Cells) -> None:
        self._sheet = book.add_worksheet("書き出し")
        self._text = book.add_format({"num_format": "@"})
        self._cells, self._next = cells, 0
        for index, width in enumerate(_widths(cells.titles)):
            self._sheet.set_column(index, index, width, self._text)
        if header:
            self._put(cells.titles, book.add_format({"bold": True, "num_format": "@"}))
            self._sheet.freeze_panes(1, 0)

    def write(self, record: Exported) -> None:
        if self._next > EXCEL_ROWS:
            raise TooManyRows("Excel の 1 枚の表に入る行数を超えました。")
        self._put(self._cells.row(record), self._text)

    def _put(self, texts: Sequence[str], style: object) -> None:
        for index, text in enumerate(texts):
            if text:
                self._sheet.write_string(self._next, index, text, style)
        self._next += 1


def _widths(titles: Sequence[str]) -> list[int]:
    return [min(_WIDEST, max(12, 2 * len(each) + 2)) for each in titles]


@contextmanager
def _excel(path: Path, layout: LayoutDeclaration, cells: Cells) -> Iterator[Writer]:
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),  # rows lie there until the file is whole: for the owner alone
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        yield _Excel(book, layout.header, cells)
