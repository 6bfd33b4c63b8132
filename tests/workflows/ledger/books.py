"""Tables of costs as files, good and bad."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

import xlsxwriter

HEAD = (
    "契約日",
    "検収日",
    "支出日",
    "支払先",
    "摘要",
    "金額（税込）",
    "うち消費税",
    "措置",
    "区分",
    "対象",
    "理由",
)
GOOD = (
    "R6.4.1",
    "R6.5.1",
    "R6.5.31",
    "写し商事",
    "研修",
    "110,000",
    "10,000",
    "RPA",
    "研修費用",
    "対象",
    "挙がっている",
)
OTHER = (
    "R6.4.1", "R6.5.1", "R6.5.31", "みなと社", "ライセンス", "220,000", "20,000", "RPA",
    "ライセンス費用", "対象", "挙がっている",
)  # fmt: skip


def csv_of(*rows: Sequence[str], head: Sequence[str] = HEAD, encoding: str = "utf-8-sig") -> bytes:
    lines = [",".join(f'"{cell}"' for cell in row) for row in (head, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def book_of(rows: Iterable[Sequence[object]], above: Sequence[Sequence[object]] = ()) -> bytes:
    """An Excel file; a text that begins with `=` is a formula whose value Excel has not saved."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet("費用")
        day = book.add_format({"num_format": '[$-411]ggge"年"m"月"d"日"'})
        for at, row in enumerate([*above, *rows]):
            for column, cell in enumerate(row):
                if isinstance(cell, tuple):  # formula and what it came to
                    sheet.write_formula(at, column, cell[0], None, cell[1])
                elif hasattr(cell, "year"):
                    sheet.write_datetime(at, column, cell, day)
                else:
                    sheet.write(at, column, cell)
    return written.getvalue()


def changed(data: bytes, parts: Mapping[str, bytes], drop: Iterable[str] = ()) -> bytes:
    """An archive with some parts replaced, added or left out."""
    made = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts and name not in drop:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return made.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name)
