"""The first draft of a source map, out of a file of that source."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from forms.electronic.item import TITLES, Kind
from forms.electronic.matching import by_names
from forms.form import Form
from ocr.pages.acroform import all_values
from ocr.pages.limits import not_openable
from workflows.electronic import csv_file, excel_file, limits, office_file, xml_file
from workflows.electronic.archive import Archive
from workflows.electronic.bundle import files_in
from workflows.electronic.choosing import HEAD_ROWS
from workflows.electronic.kinds import HEAD_BYTES, is_list, is_xml, is_zip
from workflows.electronic.table import Table, headings_of


@dataclass(frozen=True, slots=True)
class Names:
    """What a file calls its values. `application`: the element that is one (XML). `examples` are
    not kept: they are somebody's data."""

    kind: Kind
    names: tuple[str, ...]
    application: str = ""


def names_in(path: Path, form: Form) -> Names:
    """Of the first thing in the file that can be read as data. Raises PaperError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise not_openable(path.name) from error
    return _names(path.name, data, form)


def draft(form: Form, found: Names) -> str:
    """The text of a source map: what the words on the form explain, and the rest to be filled in,
    as comments."""
    matched = by_names(form, found.names)
    fields = {field: wanted.names[0] for field, wanted in matched.fields.items()}
    left = [each for each in form.fields if each.id not in fields]
    head: Mapping[str, object] = {
        "source": "source-a", "title": f"{form.title}（{TITLES[found.kind]}）",
        "kind": found.kind.value,
    }  # fmt: skip
    lines = [
        "# 対応表: 届くデータのどの欄が、様式のどの項目か。書き方は docs/electronic.ja.md",
        _yaml(head),
    ]
    if found.application:
        lines.append(_yaml({"application": found.application}))
    lines += [
        "# reference: 申請の番号の欄",
        _yaml({"fields": fields or {"ここに項目の id": "欄の名前"}}),
    ]
    lines += [
        f"  # {each.id}:   # {each.label}{'（必須）' if each.required else ''}" for each in left
    ]
    if matched.unknown:
        lines += ["# まだ使っていない欄:", *(f"#   {each}" for each in matched.unknown)]
    return "\n".join(line.rstrip("\n") for line in lines) + "\n"


def _names(name: str, data: bytes, form: Form) -> Names:
    head = data[:HEAD_BYTES]
    if is_zip(head):
        return _in_zip(data, form)
    if is_xml(head):
        root = xml_file.root_of(data)
        element, *_ = xml_file.repeated_in(root, frozenset())
        item = xml_file.item_of(element, 1, False)
        found = "" if element is root else xml_file.local(element.tag)
        return Names(Kind.XML, tuple(item.cells), found)
    if is_list(head, name):
        return _of_table(csv_file.table_of(data), form)
    if values := all_values(data):
        return Names(Kind.ACROFORM, tuple(values))
    raise limits.refused(
        "の中に、欄の名前が見つかりません。", "CSV・Excel・XML・PDF の入力欄です。"
    )


def _in_zip(data: bytes, form: Form) -> Names:
    with Archive(data) as archive:
        if office_file.is_excel(archive.names):
            tables = excel_file.tables_of(data, archive)
            if not tables or tables[0].is_hidden:
                raise limits.refused("には、何も書かれていません。")
            return _of_table(tables[0], form)
        files = files_in(archive, archive.budget)
    for each in files:
        head = each.data[:HEAD_BYTES]
        if is_xml(head) or is_list(head, each.name):
            return _names(each.name, each.data, form)
    raise limits.refused("の中に、XML も CSV もありません。")


def _of_table(table: Table, form: Form) -> Names:
    rows = table.rows[:HEAD_ROWS]
    best = max(rows, key=lambda row: len(by_names(form, headings_of(row)).fields), default=None)
    return Names(table.kind, headings_of(best) if best else ())


def _yaml(value: Mapping[str, object]) -> str:
    text: str = yaml.safe_dump(dict(value), allow_unicode=True, sort_keys=False, width=10**6)
    return text
