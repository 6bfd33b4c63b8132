"""CSV and TSV: the encoding found out or said, formulas taken for what they are."""

import csv
import re
from io import StringIO

from forms.electronic.item import Kind
from forms.errors import UnreadableFile
from workflows.electronic import limits
from workflows.electronic.table import Raw, Row, Table

SUFFIXES = (".csv", ".tsv")
_KEPT = re.compile(r'="([^"=]*)"')  # how programs keep "0123" as text in a CSV
_FORMULA = re.compile(r"[=@]|[+-](?![0-9０-９.,]*$)")
_DELIMITERS = ",\t;"
_LOOKED_AT = 4_000  # characters


def table_of(data: bytes, encoding: str = "", delimiter: str = "") -> Table:
    """Raises UnreadableFile naming the line."""
    if len(data) > limits.MOST_BYTES:
        raise limits.too_large(f"大きすぎます ({limits.MOST_BYTES // 1_000_000} MB まで)。")
    text = decoded(data, encoding)
    if "\0" in text:
        raise _broken("は文字のファイルではありません。")
    reader = csv.reader(
        StringIO(text, newline=""), delimiter=delimiter or _delimiter(text), strict=True
    )
    rows = []
    number = 0
    try:
        for cells in reader:
            number += 1
            row = Row(number, tuple(_raw(each) for each in cells))
            if not row.is_blank:
                rows.append(row)
            _check_size(len(rows), len(cells))
    except csv.Error as error:
        raise _broken(f"は {reader.line_num} 行目で読めなくなります (引用符の誤り)。") from error
    return Table(Kind.CSV, "", tuple(rows), is_exact=True)


def decoded(data: bytes, encoding: str = "") -> str:
    """UTF-8 or CP932 (or UTF-16 where it says so), as told or found out. Raises UnreadableFile."""
    tried = (encoding,) if encoding else ("utf-8-sig", "cp932")
    if not encoding and data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tried = ("utf-16",)
    for each in tried:
        try:
            return data.decode(each)
        except (UnicodeDecodeError, LookupError):
            continue
    raise _broken("の文字コードが分かりません。")


def _broken(what: str) -> UnreadableFile:
    return limits.refused(
        what, "UTF-8 か CP932 (Shift_JIS) の CSV、または .xlsx で保存し直してください。"
    )


def _delimiter(text: str) -> str:
    """That of which the first lines have most."""
    first = text[:_LOOKED_AT]
    return max(_DELIMITERS, key=lambda each: (first.count(each), -_DELIMITERS.index(each)))


def _raw(text: str) -> Raw:
    if found := _KEPT.fullmatch(text.strip()):
        return Raw(found[1])
    if len(text) > limits.LONGEST_CELL:
        return Raw(
            "", fault=f"長すぎます ({limits.LONGEST_CELL:,} 字まで)。元の値を見て入力してください。"
        )
    if _FORMULA.match(text.strip()) and len(text.strip()) > 1:
        return Raw("", fault="計算式のため、取り込みません。元の値を見て入力してください。")
    return Raw(text)


def _check_size(rows: int, columns: int) -> None:
    if rows > limits.MOST_ROWS + 1:
        raise limits.too_large(f"行が多すぎます ({limits.MOST_ROWS:,} 行まで)。")
    if columns > limits.MOST_COLUMNS:
        raise limits.too_large(f"列が多すぎます ({limits.MOST_COLUMNS} 列まで)。")
