"""The access log as a file for those who have to account for it: CSV or Excel, in Japanese.

Beside the words of the office stands what the seal is over (符号), so that the file can be held
against the log. Written row by row, in flat memory.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from forms.errors import SetupError, StoreError
from workflows.audit.reading import AuditReader, Line, Wanted, plain, row_text
from workflows.audit.words import in_words
from workflows.clock import TOKYO, tokyo_text
from workflows.files import PRIVATE

HEADINGS = ("番号", "日時", "だれが", "種類", "記録", "項目", "内容", "符号", "検印")
CSV, EXCEL = ".csv", ".xlsx"
EXCEL_ROWS = 1_048_575  # of a sheet, below the heading (Microsoft, Excel specifications)
_WIDTHS = (8, 22, 16, 18, 8, 18, 40, 30, 20)


@dataclass(frozen=True, slots=True)
class Made:
    """What the first sheet says. `broken`: how many findings the log's check had."""

    wanted: Wanted
    by: str
    at: datetime
    lines: int
    broken: int


def kind_of(path: Path) -> str:
    """Raises SetupError where the name ends in neither."""
    kind = path.suffix.lower()
    if kind not in (CSV, EXCEL):
        raise SetupError(
            f"「{path.suffix}」の形式では書き出せません。",
            advice="ファイルの名前の終わりを .csv か .xlsx にしてください。",
        )
    return kind


def write(reader: AuditReader, made: Made, path: Path) -> None:
    """All lines that are wanted, the oldest first, into a file for the owner alone.

    Raises SetupError, StoreError where they are too many for a sheet, OSError.
    """
    kind = kind_of(path)
    if kind == EXCEL and made.lines > EXCEL_ROWS:
        raise StoreError(
            "Excel の 1 枚の表に入る行数を超えました。",
            advice="期間を分けるか、CSV で書き出してください。",
        )
    path.touch(mode=PRIVATE)
    if kind == CSV:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            file.writelines(csv_rows(reader, made.wanted))
        return
    with _book(path) as book:
        _cover(book, made)
        _table(book, (cells(line) for line in reader.each(made.wanted)))


def csv_rows(reader: AuditReader, wanted: Wanted) -> Iterator[str]:
    yield row_text(HEADINGS)
    for line in reader.each(wanted):
        yield row_text([plain(each) for each in cells(line)])


def cells(line: Line) -> tuple[str, ...]:
    moment = line.at.astimezone(TOKYO).isoformat(sep=" ", timespec="seconds")
    return (
        str(line.number), moment.removesuffix("+09:00"), line.by, line.title,
        "" if line.record is None else str(line.record), line.field, in_words(line.what),
        line.what, line.seal,
    )  # fmt: skip


def asked(wanted: Wanted) -> tuple[tuple[str, str], ...]:
    """What was asked for, as title and words."""
    return (
        ("期間", f"{_day(wanted.first, 'はじめ')}から {_day(wanted.last, 'おわり')}まで"),
        ("だれが", wanted.by or "全員"),
        ("記録", "すべて" if wanted.record is None else str(wanted.record)),
    )


def _day(day: date | None, end: str) -> str:
    return day.isoformat() if day else end


@contextmanager
def _book(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """Every cell is a text: nothing is calculated, no zero is lost."""
    options = {
        "constant_memory": True, "tmpdir": str(path.parent), "strings_to_formulas": False,
        "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(str(path), options) as book:
        yield book


def _cover(book: xlsxwriter.Workbook, made: Made) -> None:
    sheet = book.add_worksheet("説明")
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 60)
    sheet.write_string(0, 0, "アクセス記録（監査ログの写し）", bold)
    found = f"{made.broken} 件の異常があります" if made.broken else "書き換えの跡はありません"
    rows = (
        *asked(made.wanted), ("行数", f"{made.lines:,}"), ("書き出し", tokyo_text(made.at)),
        ("書き出した人", made.by), ("監査ログの確認", found),
        ("この表について", "値そのものは記録していません。項目は様式の項目の id です。"),
    )  # fmt: skip
    for number, (title, words) in enumerate(rows, start=2):
        sheet.write_string(number, 0, title, bold)
        sheet.write_string(number, 1, words, text)


def _table(book: xlsxwriter.Workbook, rows: Iterator[Sequence[str]]) -> None:
    sheet = book.add_worksheet("アクセス記録")
    text = book.add_format({"num_format": "@"})
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for index, title in enumerate(HEADINGS):
        sheet.write_string(0, index, title, bold)
    for number, row in enumerate(rows, start=1):
        for index, cell in enumerate(row):
            sheet.write_string(number, index, cell, text)
