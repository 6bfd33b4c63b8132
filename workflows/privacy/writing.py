"""The register as a file: Excel (a sheet for the list, one for each entry), CSV or Markdown."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from io import BytesIO, StringIO

import xlsxwriter

from workflows.privacy.register import Entry, Source

LIST = ("番号", "ファイル", "様式", "人数", "名前の数", "記録", "個人情報ファイル簿", "残りの記入")
HEAD = ("番号", "ファイル", "見出し", "内容", "記入", "手がかり")
_LONGEST_NAME = 31  # of a sheet (Microsoft, Excel specifications)


class Kind(StrEnum):
    EXCEL = "excel"
    CSV = "csv"
    MARKDOWN = "markdown"


SUFFIXES: Mapping[Kind, str] = {Kind.EXCEL: ".xlsx", Kind.CSV: ".csv", Kind.MARKDOWN: ".md"}


def write(kind: Kind, entries: Sequence[Entry], on: date) -> bytes:
    """The bytes of the file. `on`: the day that the counts are of."""
    if kind is Kind.EXCEL:
        return _excel(entries, on)
    text = _csv(entries) if kind is Kind.CSV else _markdown(entries, on)
    return text.encode("utf-8-sig" if kind is Kind.CSV else "utf-8")


def _summary(each: Entry) -> tuple[str | int, ...]:
    forms = "、".join(form.title for form in each.forms)
    count = each.count
    return (
        each.key, each.title, forms, count.people, count.names, count.records, each.need.value,
        each.left,
    )  # fmt: skip


def _csv(entries: Sequence[Entry]) -> str:
    text = StringIO()
    out = csv.writer(text)
    out.writerow(HEAD)
    for each in entries:
        out.writerow((each.key, each.title, "人数", each.count.people, each.need.value, ""))
        for cell in each.cells:
            row = (each.key, each.title, cell.heading.value, cell.text, cell.source.value)
            out.writerow((*row, cell.hint))
    return text.getvalue()


def _markdown(entries: Sequence[Entry], on: date) -> str:
    lines = [
        "# 個人情報ファイル簿の案",
        "",
        f"{on} 現在。「〔役所で記入〕」は、役所で記入してください。",
    ]
    for each in entries:
        count = each.count
        lines += ["", f"## {_plain(each.title)}", ""]
        lines += [f"人数 {count.people:,} 人 (名前の数 {count.names:,}): {each.need.value}", ""]
        lines += ["| 見出し | 内容 | 記入 |", "|---|---|---|"]
        for cell in each.cells:
            hint = f"<br>{_plain(cell.hint)}" if cell.hint else ""
            lines.append(
                f"| {cell.heading.value} | {_plain(cell.text)}{hint} | {cell.source.value} |"
            )
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Nothing in it that Markdown would take for a mark."""
    return " ".join("".join(f"\\{c}" if c in "|<>*_`[]\\" else c for c in text).split())


def _excel(entries: Sequence[Entry], on: date) -> bytes:
    held = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as book:
        wrap = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        todo = book.add_format(
            {"text_wrap": True, "valign": "top", "border": 1, "bg_color": "#FFF2CC"}
        )
        sheet = book.add_worksheet("一覧")
        sheet.write_string(0, 0, f"{on} 現在")
        sheet.write_row(1, 0, LIST, bold)
        for index, each in enumerate(entries, start=2):
            sheet.write_row(index, 0, _summary(each), wrap)
        for column, width in enumerate((12, 40, 40, 10, 10, 10, 28, 10)):
            sheet.set_column(column, column, width)
        for number, each in enumerate(entries, start=1):
            name = f"{number} {each.key}"[:_LONGEST_NAME]
            _sheet(book.add_worksheet(name), each, wrap, bold, todo)
    return held.getvalue()


def _sheet(
    sheet: "xlsxwriter.worksheet.Worksheet", each: Entry, wrap: object, bold: object, todo: object
) -> None:
    for column, width in enumerate((36, 80, 18, 40)):
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, ("見出し", "内容", "記入", "手がかり"), bold)
    for row, cell in enumerate(each.cells, start=1):
        style = todo if cell.source in (Source.OFFICE, Source.PROPOSED) else wrap
        sheet.write_string(row, 0, cell.heading.value, bold)
        for column, text in enumerate((cell.text, cell.source.value, cell.hint), start=1):
            sheet.write_string(row, column, text, style)
