"""Code tables: the words of a form → the codes of a system, from YAML or from a CSV file."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from bots.scenario.check import Report, raise_it
from bots.scenario.models import Table
from bots.scenario.scenario import Loc, Source
from forms.errors import BadDeclaration

ENCODINGS = ("utf-8-sig", "cp932")
"""What spreadsheets of offices write; the first that fits is taken."""


def resolve(
    tables: Mapping[str, Table], source: Source, report: Report = raise_it
) -> Mapping[str, Mapping[str, str]]:
    """Tables by name, those of CSV files read from beside the YAML file.

    Reports (as BadDeclaration) the YAML file where a CSV file is missing, else the CSV file with
    the line of the mistake.
    """
    found = {}
    for name, table in tables.items():
        found[name] = dict(table.rows)
        if table.file is not None:
            try:
                found[name] = _from_csv(table, source, ("codes", name))
            except BadDeclaration as mistake:
                report(mistake)
    return found


def _from_csv(table: Table, source: Source, loc: Loc) -> dict[str, str]:
    path = source.path.parent / str(table.file)
    if not path.is_file():
        problem = f"コード表のファイル {path.name} がありません。"
        fix = f"{path.parent.name} フォルダに置いてください。"
        raise BadDeclaration(str(source.path), source.line(loc), str(loc[-1]), problem, fix)
    reader = csv.reader(io.StringIO(_decoded(path)), strict=True)
    try:
        lines = [(reader.line_num, [c.strip() for c in row]) for row in reader if any(row)]
    except csv.Error as error:
        problem = f"CSV として読めません ({error})。"
        raise BadDeclaration(str(path), reader.line_num, "", problem) from error
    places = (0, 1)
    if table.word is not None:
        places = _columns(table, lines, path)
        lines = lines[1:]
    return _rows(lines, places, path)


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    for encoding in () if b"\0" in content else ENCODINGS:  # a zero byte: UTF-16
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadDeclaration(
        str(path), 0, "", "文字コードが UTF-8 でも Shift_JIS (CP932) でもありません。",
        "表計算ソフトで「CSV UTF-8」として保存し直してください。",
    )  # fmt: skip


def _columns(table: Table, lines: list[tuple[int, list[str]]], path: Path) -> tuple[int, int]:
    number, headings = lines[0] if lines else (1, [])
    for name in (table.word, table.code):
        if headings.count(str(name)) != 1:
            problem = f"見出し「{name}」の列が{'二つ以上' if name in headings else ''}"
            problem += "あります。" if name in headings else "ありません。"
            fix = f"見出しの行: {'・'.join(headings)}" if headings else ""
            raise BadDeclaration(str(path), number, str(name), problem, fix)
    return headings.index(str(table.word)), headings.index(str(table.code))


def _rows(
    lines: list[tuple[int, list[str]]], places: tuple[int, int], path: Path
) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, cells in lines:
        if places == (0, 1) and len(cells) != 2 and any(cells[2:]):
            problem = f"列が {len(cells)} つあります。言葉とコードの 2 列にしてください。"
            fix = "列が多い表は {file: …, word: 見出し, code: 見出し} で読めます。"
            raise BadDeclaration(str(path), number, "", problem, fix)
        word, code = (cells[place] if place < len(cells) else "" for place in places)
        if not word or not code:
            raise BadDeclaration(str(path), number, "", "言葉かコードが空です。")
        if found.setdefault(word, code) != code:
            raise BadDeclaration(str(path), number, word, "同じ言葉に違うコードがあります。")
    if not found:
        raise BadDeclaration(str(path), 1, "", "コード表に行がありません。")
    return found
