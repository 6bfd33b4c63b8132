"""Files as sources write them."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import openpyxl

HEAD = ("氏名", "個人番号", "開始日", "終了日", "性別", "被害", "電話")
Row = Sequence[Any]


def row(name: str = "山田　太郎", **more: str) -> tuple[str, ...]:
    """Cells under `HEAD`."""
    texts = {"氏名": name, "開始日": "R6.4.1", "性別": "男", "電話": "0312345678"} | more
    return tuple(texts.get(each, "") for each in HEAD)


def csv_of(*rows: Row, head: Row = HEAD, encoding: str = "cp932") -> bytes:
    lines = [",".join(str(cell) for cell in each) for each in (head, *rows)]
    return "\r\n".join(lines).encode(encoding)


def excel_of(*rows: Row, head: Row = HEAD, title: str = "一覧") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for each in (head, *rows):
        sheet.append(list(each))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def xml_of(*texts: Mapping[str, str], root: str = "調査票", encoding: str = "UTF-8") -> bytes:
    """One application, or several below a root."""
    inside = ["".join(f"<{name}>{text}</{name}>" for name, text in each.items()) for each in texts]
    if len(inside) > 1:
        inside = [f"<{root}>{each}</{root}>" for each in inside]
        root = "申請一覧"
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    codec = {"Shift_JIS": "cp932"}.get(encoding, encoding)
    return f"{head}<{root}>{''.join(inside)}</{root}>".encode(codec)


def zip_of(parts: Mapping[str, bytes]) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """An archive with more in it."""
    out = BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
