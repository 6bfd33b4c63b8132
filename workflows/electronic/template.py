"""An empty list for a form, to be filled in and put in: headings that are understood without a
source map, every cell a text, so that no leading zero is lost."""

import csv
import re
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from forms.electronic.item import heading_of
from forms.form import Field, FieldType, Form

_ROWS = 1_000  # with lists to choose from
_WIDTHS = {FieldType.ADDRESS: 36, FieldType.NAME: 18, FieldType.KANA: 18, FieldType.TEXT: 20}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")  # in the title of a sheet
_LONGEST_TITLE = 31
_LONGEST_CHOICE = 255  # characters of a list to choose from
_HELP = {
    FieldType.DATE: "令和6年4月1日、R6.4.1、2024-04-01 など。",
    FieldType.POSTAL_CODE: "数字 7 桁。",
    FieldType.PHONE: "数字 10〜11 桁。",
    FieldType.MY_NUMBER: "数字 12 桁。",
    FieldType.KANA: "カタカナ。",
}


def columns_of(form: Form) -> tuple[Field, ...]:
    """What can be typed: no seals."""
    return tuple(each for each in form.fields if each.type is not FieldType.SEAL)


def as_csv(form: Form) -> bytes:
    """The headings alone, in UTF-8 with a mark that Excel knows."""
    text = StringIO(newline="")
    csv.writer(text).writerow([heading_of(form, each.id) for each in columns_of(form)])
    return text.getvalue().encode("utf-8-sig")


def as_excel(form: Form) -> bytes:
    """Two sheets: the list, which is named after the form, and how it is filled in."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_FORBIDDEN.sub("", form.title)[:_LONGEST_TITLE])
        _list(book, sheet, form)
        _help(book, book.add_worksheet("書き方"), form)
    return written.getvalue()


def _list(book: Any, sheet: Any, form: Form) -> None:
    text = book.add_format({"num_format": "@"})
    bold = book.add_format({"bold": True, "bg_color": "#E8EFF9", "border": 1})
    needed = book.add_format({"bold": True, "bg_color": "#FFF4E0", "border": 1})
    for at, each in enumerate(columns_of(form)):
        sheet.write_string(0, at, heading_of(form, each.id), needed if each.required else bold)
        sheet.set_column(at, at, _WIDTHS.get(each.type, 14), text)
        choices = [option.value for option in each.options]
        if choices and not each.multiple and len(",".join(choices)) <= _LONGEST_CHOICE:
            rule = {"validate": "list", "source": choices, "error_type": "warning"}
            sheet.data_validation(1, at, _ROWS, at, rule)
    sheet.freeze_panes(1, 0)


def _help(book: Any, sheet: Any, form: Form) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#E8EFF9"})
    for at, title in enumerate(("列", "必ず", "書き方")):
        sheet.write_string(0, at, title, bold)
    for row, each in enumerate(columns_of(form), start=1):
        sheet.write_string(row, 0, heading_of(form, each.id))
        sheet.write_string(row, 1, "○" if each.required else "")
        sheet.write_string(row, 2, _words(each))
    sheet.set_column(0, 0, 30)
    sheet.set_column(2, 2, 80)


def _words(field: Field) -> str:
    if field.options:
        what = "・".join(option.value for option in field.options)
        return f"{what}（いくつでも、「、」で区切る）" if field.multiple else f"{what} のどれか"
    return _HELP.get(field.type, "")
