"""Bytes → rows of text. Nothing is calculated: of a formula, the value that was saved is taken.

xlsx by openpyxl, row by row: it makes no more cells than are there, where libraries that build the
whole sheet fall over a single cell in the last corner.
"""

import csv
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import islice, zip_longest
from typing import Any

from workflows.ledger.errors import BadSheet
from workflows.ledger.sheets import archive

MOST_BYTES = 5_000_000
MOST_ROWS = 2_000  # that are not empty
MOST_EMPTY = 20_000  # rows of Excel, the empty ones too
MOST_COLUMNS = 100
LONGEST_CELL = 4_000
# What openpyxl and the parsers under it raise over files that are none.
_BROKEN = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, OSError, SyntaxError,
    zipfile.BadZipFile,
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0"  # .xls, and locked .xlsx


@dataclass(frozen=True, slots=True)
class Table:
    """`rows`: (number as the program shows it, from 1; cells trimmed). `faults`: cells that cannot
    be used, by (number, column from 0), in words. `how`: what it was read as."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    how: str
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)


def table_of(data: bytes, name: str) -> Iterator[Table]:
    """The sheets of a file one after another; a CSV is one. Raises BadSheet."""
    if not data.strip():
        raise BadSheet(f"{name} は空のファイルです。")
    if len(data) > MOST_BYTES:
        raise BadSheet(f"{name} は大きすぎます ({MOST_BYTES // 1_000_000} MB まで)。")
    if data.startswith(_OLE):
        raise BadSheet(
            f"{name} は古い形式 (.xls) か、パスワード付きです。",
            advice="パスワードを外し、.xlsx か CSV で保存し直してください。",
        )
    if data.startswith(b"PK"):
        archive.check(data, name)
        yield from _sheets(data, name)
    else:
        yield _csv(data, name)


def _csv(data: bytes, name: str) -> Table:
    text, how = _decoded(data, name)
    head = text.split("\n", 1)[0]
    delimiter = "\t" if "\t" in head and "," not in head else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    try:
        for cells in reader:
            rows.append((reader.line_num, tuple(_trimmed(each) for each in cells)))
            _check_size(len(rows), len(cells), name)
    except csv.Error as error:
        raise BadSheet(f"{name} の {reader.line_num} 行目を CSV として読めません。") from error
    return Table(tuple(rows), how)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16", name), "UTF-16"
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return _strict(data, "cp932", name), "CP932 (Shift_JIS)"


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadSheet(
            f"{name} の文字コードが分かりません。",
            advice="UTF-8 か CP932 (Shift_JIS) の CSV、または .xlsx で保存し直してください。",
        ) from error


def _sheets(data: bytes, name: str) -> Iterator[Table]:
    values, formulas = (_opened(data, name, has_values=which) for which in (True, False))
    try:
        for values_of, formulas_of in zip(values.worksheets, formulas.worksheets, strict=True):
            yield _sheet(values_of, formulas_of, name)
    except _BROKEN as error:
        raise BadSheet(f"{name} のシートを読めません。") from error
    finally:
        values.close()
        formulas.close()


def _opened(data: bytes, name: str, *, has_values: bool) -> Any:
    """A workbook of openpyxl. `has_values`: what formulas came to; else the formulas themselves."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which we do not use
            return openpyxl.load_workbook(
                BytesIO(data), read_only=True, data_only=has_values, keep_links=False
            )
    except _BROKEN as error:
        raise BadSheet(f"{name} を Excel ファイルとして読めません。") from error


def _sheet(values: Any, formulas: Any, name: str) -> Table:
    rows: list[tuple[int, tuple[str, ...]]] = []
    faults: dict[tuple[int, int], str] = {}
    both = (_rows(values), _rows(formulas))
    for number, (cells, written) in enumerate(zip(*both, strict=False), start=1):
        texts = tuple(_text(cell) for cell in cells)
        if any(texts) or any(written):
            rows.append((number, texts))
        _check_size(len(rows) if number <= MOST_EMPTY else number, 0, name)
        for column, (cell, formula) in enumerate(zip_longest(cells, written)):
            if problem := _fault(cell, formula):
                faults[number, column] = problem
    return Table(tuple(rows), f"Excel のシート「{values.title}」", faults)


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    return islice(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), MOST_EMPTY + 1)


def _fault(value: object, formula: object) -> str:
    if isinstance(value, str) and value.startswith("#") and value[1:4].isupper():
        return f"計算式の誤り ({value[:8]}) があります。"
    if value is None and isinstance(formula, str) and formula.startswith("="):
        return "計算式の結果が保存されていません。Excel で開いて保存し直してください。"
    return ""


def _text(cell: object) -> str:
    """A cell as somebody would type it; a whole number without a point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{Decimal(repr(cell)):f}"
    return _trimmed(str(cell))


def _trimmed(text: str) -> str:
    return text.strip()[:LONGEST_CELL]


def _check_size(rows: int, columns: int, name: str) -> None:
    if rows > MOST_ROWS:
        raise BadSheet(
            f"{name} は行が多すぎます ({MOST_ROWS:,} 行まで)。", advice="表を分けてください。"
        )
    if columns > MOST_COLUMNS:
        raise BadSheet(f"{name} は列が多すぎます ({MOST_COLUMNS} 列まで)。")
