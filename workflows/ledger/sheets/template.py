"""The template: an empty table with our headings, lists to choose from, and how to fill it in."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from workflows.fiscal import FiscalYear
from workflows.ledger.measures import MeasureDeclaration
from workflows.ledger.sheets.columns import COLUMNS

_FONT = {"default_format_properties": {"font_name": "游ゴシック", "font_size": 11}}
_A3, _A4 = 8, 9  # as Excel numbers paper
_ROWS = 500  # with lists to choose from


def as_csv() -> bytes:
    """The headings alone, in UTF-8 with a mark that Excel knows."""
    text = StringIO(newline="")
    csv.writer(text).writerow([each.title for each in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def as_excel(year: FiscalYear, measures: Sequence[MeasureDeclaration]) -> bytes:
    """Three sheets: 費用 to be filled in, 書き方, 区分 with the measures of that year."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, **_FONT}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EFF9", "border": 1})
        needed = book.add_format({"bold": True, "bg_color": "#FFF4E0", "border": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        costs = book.add_worksheet("費用")
        _help(book.add_worksheet("書き方"), bold, wrapped)
        count = _categories(book.add_worksheet("区分"), year, measures, bold, wrapped)
        _costs(book, costs, bold, needed, measures, count)
    return written.getvalue()


def _costs(
    book: Any,
    sheet: Any,
    bold: Any,
    needed: Any,
    measures: Sequence[MeasureDeclaration],
    count: int,
) -> None:
    day = book.add_format({"num_format": "yyyy/mm/dd"})
    yen = book.add_format({"num_format": "#,##0"})
    formats = {"contracted_on": day, "inspected_on": day, "paid_on": day} | dict.fromkeys(
        ("amount", "tax", "general", "national", "prefectural", "bonds", "other"), yen
    )
    lists: dict[str, object] = {each.id: list(each.choices) for each in COLUMNS if each.choices}
    lists["measure"] = [each.title for each in measures]
    lists["category"] = f"=区分!$B$4:$B${3 + count}"
    for at, each in enumerate(COLUMNS):
        sheet.write_string(0, at, each.title, needed if each.is_needed else bold)
        sheet.set_column(at, at, each.width, formats.get(each.id))
        if source := lists.get(each.id):
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            sheet.data_validation(1, at, _ROWS, at, rule)
    sheet.freeze_panes(1, 0)
    _print(sheet, _A3)


def _help(sheet: Any, bold: Any, wrapped: Any) -> None:
    for at, title in enumerate(("列", "必ず", "書き方")):
        sheet.write_string(0, at, title, bold)
    for row, each in enumerate(COLUMNS, start=1):
        sheet.write_string(row, 0, each.title, wrapped)
        sheet.write_string(row, 1, "○" if each.is_needed else "", wrapped)
        sheet.write_string(row, 2, each.help, wrapped)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 6)
    sheet.set_column(2, 2, 90)
    _print(sheet, _A4)


def _categories(
    sheet: Any, year: FiscalYear, measures: Sequence[MeasureDeclaration], bold: Any, wrapped: Any
) -> int:
    """How many there are."""
    if measures:
        sheet.write_string(0, 0, f"{year}の措置と区分。出典: {measures[0].source}")
        sheet.merge_range(1, 0, 1, 1, measures[0].confirm, wrapped)
        sheet.set_row(1, 64)
    for at, title in enumerate(("措置", "区分")):
        sheet.write_string(2, at, title, bold)
    pairs = [(each.title, category) for each in measures for category in each.categories]
    for row, pair in enumerate(pairs, start=3):
        for at, text in enumerate(pair):
            sheet.write_string(row, at, text)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 60)
    _print(sheet, _A4)
    return max(1, len(pairs))


def _print(sheet: Any, paper: int) -> None:
    """Landscape, as wide as the paper."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
