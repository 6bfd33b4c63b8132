"""Excel (.xlsx) by openpyxl, row by row. Nothing is calculated: of a formula, what was saved."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import islice, zip_longest
from typing import Any

from forms.electronic.item import Held, Kind
from workflows.electronic import limits, office_file
from workflows.electronic.archive import Archive
from workflows.electronic.table import Raw, Row, Table

# What openpyxl and the parsers under it raise over files that are none.
_BROKEN = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, OSError, SyntaxError,
    zipfile.BadZipFile,
)  # fmt: skip
_ZEROS = re.compile(r"0[0\-]*0|0")  # a number format that shows leading zeros
_SAVE = "Excel で開いて保存し直すか、CSV で保存してください。"


def tables_of(data: bytes, archive: Archive) -> tuple[Table, ...]:
    """The sheets that are not empty, the visible ones first. Raises UnreadableFile."""
    office_file.check(archive)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which we do not use
        try:
            found = [each for each in _sheets(data) if each.rows or each.is_hidden]
            return tuple(sorted(found, key=lambda each: each.is_hidden))
        except _BROKEN as error:
            raise limits.refused("を Excel ファイルとして読めません。", _SAVE) from error


def _sheets(data: bytes) -> Iterator[Table]:
    values, formulas = (_opened(data, has_values=which) for which in (True, False))
    try:
        for value_sheet, formula_sheet in zip(values.worksheets, formulas.worksheets, strict=True):
            if value_sheet.sheet_state == "visible":
                yield _table(value_sheet, formula_sheet)
            else:
                yield Table(Kind.EXCEL, str(value_sheet.title), (), False, is_hidden=True)
    finally:
        values.close()
        formulas.close()


def _opened(data: bytes, *, has_values: bool) -> Any:
    import openpyxl

    return openpyxl.load_workbook(
        BytesIO(data), read_only=True, data_only=has_values, keep_links=False
    )


def _table(values: Any, formulas: Any) -> Table:
    rows: list[Row] = []
    both = (_rows(values), _rows(formulas))
    for number, (cells, written) in enumerate(zip(*both, strict=False), start=1):
        if any(each.value is not None for each in (*cells, *written)):
            row = Row(number, tuple(_raw(c, w) for c, w in zip_longest(cells, written)))
            rows += [] if row.is_blank else [row]
        if len(rows) > limits.MOST_ROWS + 1 or number > limits.MOST_EMPTY:
            raise limits.too_large(f"行が多すぎます ({limits.MOST_ROWS:,} 行まで)。")
    return Table(Kind.EXCEL, str(values.title), tuple(rows), is_exact=False)


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    return islice(sheet.iter_rows(max_col=limits.MOST_COLUMNS), limits.MOST_EMPTY + 1)


def _raw(cell: Any, written: Any) -> Raw:
    value = None if cell is None else cell.value
    formula = None if written is None else written.value
    is_formula = isinstance(formula, str) and written.data_type == "f"
    if value is None:
        return (
            Raw("", fault=f"計算式の結果が保存されていません。{_SAVE}") if is_formula else Raw("")
        )
    if cell.data_type == "e":
        return Raw("", fault="計算式の誤りがあります。元の値を見て入力してください。")
    text, held = _text(value, str(getattr(cell, "number_format", "")))
    if len(text) > limits.LONGEST_CELL:
        return Raw(
            "", fault=f"長すぎます ({limits.LONGEST_CELL:,} 字まで)。元の値を見て入力してください。"
        )
    return Raw(text, Held.FORMULA if is_formula else held)


def _text(value: object, shown_as: str) -> tuple[str, Held]:
    """As somebody would type it, and how it was held."""
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return (value.date().isoformat() if is_day else value.isoformat(" ")), Held.DATE
    if isinstance(value, date):
        return value.isoformat(), Held.DATE
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), Held.TEXT
    if isinstance(value, int | float):
        digits = _number(value)
        if _ZEROS.fullmatch(shown_as) and digits.isdigit() and shown_as != "0":
            return digits.zfill(shown_as.count("0")), Held.TEXT  # as Excel shows it
        return digits, Held.NUMBER
    return str(value), Held.TEXT


def _number(value: float) -> str:
    """A whole number without a point."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return f"{Decimal(repr(value)):f}"
