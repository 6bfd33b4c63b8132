"""Records under the national standards' names and codes: one zip with `records.json`,
`records.csv` (a line a field) and `characters.csv` (which characters are rare, and what was written
instead of them). What stands on the paper is beside every text.
"""

import csv
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from forms.catalogue import Catalogue
from forms.form import Form
from forms.standard import (
    CodeState,
    Held,
    Planned,
    StandardField,
    plan_of,
    standard,
    standardised,
)
from forms.standard.characters import TITLES, odd_characters
from workflows.clock import TOKYO
from workflows.exports.cells import Cells, Exported
from workflows.exports.charset import code_points
from workflows.exports.declaration import LayoutDeclaration
from workflows.exports.trouble import Replaced

RECORDS_JSON, RECORDS_CSV, CHARACTERS_CSV = "records.json", "records.csv", "characters.csv"
_CHUNK = 1 << 20
_HALVES = "backslashreplace"  # half a character, which no system has, is told as trouble

OF_RECORD: Mapping[str, str] = {
    "record": "記録",
    "received": "受付日",
    "form": "様式",
    "version": "版",
    "procedure": "手続き",
}
OF_FIELD: Mapping[str, str] = {
    "subject": "対象",
    "label": "項目",
    "field": "項目の id",
    "item": "持つもの",
    "standard": "標準の項目名",
    "text": "値",
    "original": "置きかえる前の値",
    "written": "書かれたとおり",
    "iso": "日付 (ISO)",
    "era": "日付 (和暦)",
    "era_code": "元号コード",
    "kana": "フリガナ",
    "coded_as": "コードの項目名",
    "code": "コード",
    "code_state": "コードの根拠",
    "municipality_code": "市区町村コード",
    "prefecture": "都道府県",
    "municipality": "市区町村名",
    "characters": "文字の注意",
}
"""What is said of a field: its key in the JSON, its heading in the CSV."""

OF_CHARACTER = ("記録", "項目", "文字", "符号位置", "注意", "書いた文字")
STATES: Mapping[CodeState, str] = {
    CodeState.NOT_ASKED: "",
    CodeState.CONFIRMED: "規格・公の文書",
    CodeState.UNCONFIRMED: "要確認",
    CodeState.NOT_IN_TABLE: "コード表にない値",
}


@contextmanager
def national(
    path: Path, layout: LayoutDeclaration, cells: Cells, catalogue: Catalogue
) -> Iterator["National"]:
    """A writer of the zip at `path`, which is whole after the block. The lists wait in files
    without a name, which are gone with this process."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        TemporaryFile(dir=path.parent) as fields,
        TemporaryFile(dir=path.parent) as characters,
    ):
        with archive.open(RECORDS_JSON, "w", force_zip64=True) as records:
            writer = National(layout, cells, catalogue, records, fields, characters)
            yield writer
            writer.finish()
        for name, held in ((RECORDS_CSV, fields), (CHARACTERS_CSV, characters)):
            held.seek(0)
            with archive.open(name, "w", force_zip64=True) as member:
                while chunk := held.read(_CHUNK):
                    member.write(chunk)


class National:
    """Writes each record as it comes."""

    def __init__(
        self, layout: LayoutDeclaration, cells: Cells, catalogue: Catalogue,
        records: IO[bytes], fields: IO[bytes], characters: IO[bytes],
    ) -> None:  # fmt: skip
        from ocr.lexicon.municipalities import find_municipality  # numpy and the list of places

        self._find = find_municipality
        self._columns = {each.field: each for each in layout.columns if each.field}
        self._form, self._cells, self._catalogue = layout.form, cells, catalogue
        self._records, self._before = records, _head()
        self._plans: dict[str, Sequence[Planned]] = {}
        self._texts = [
            TextIOWrapper(each, "utf-8-sig", _HALVES, newline="") for each in (fields, characters)
        ]
        self._fields, self._characters = (csv.writer(each) for each in self._texts)
        self._fields.writerow([*OF_RECORD.values(), *OF_FIELD.values()])
        self._characters.writerow(OF_CHARACTER)

    def write(self, record: Exported) -> None:
        form = self._catalogue.revision(self._form, record.version)
        known = {name: v for name, v in record.values.items() if name in self._columns}
        held = {name: Held(v, record.written.get(name, "")) for name, v in known.items()}
        received = record.received_at.astimezone(TOKYO).date().isoformat()
        whose = (record.record_id, received, form.id, record.version, form.procedure)
        fields = []
        for each in standardised(form, held, self._find, self._plan(form)).fields:
            said = self._said(record, each)
            row = [*map(str, whose), *said.values()]
            self._fields.writerow([self._cells.guarded(cell) for cell in row])
            fields.append({k: v for k, v in said.items() if v or k in ("field", "text")})
        told = dict(zip(OF_RECORD, whose, strict=True)) | {"fields": fields}
        text = self._before + json.dumps(told, ensure_ascii=False)
        self._records.write(text.encode(errors=_HALVES))
        self._before = ",\n"

    def _plan(self, form: Form) -> Sequence[Planned]:
        if form.version not in self._plans:
            self._plans[form.version] = plan_of(form)
        return self._plans[form.version]

    def _said(self, record: Exported, each: StandardField) -> dict[str, str]:
        """By the keys of OF_FIELD, in their order."""
        first = len(self._cells.troubles.replaced)
        text = self._cells.encodable(record, self._columns[each.field], each.text)
        self._list(record, each, self._cells.troubles.replaced[first:])
        place, is_coded = each.municipality, each.code_state is not CodeState.NOT_ASKED
        values = (
            each.subject, each.label, each.field, each.item, each.standard, text,
            each.text if text != each.text else "", each.written, each.iso, each.era,
            each.era_code, self._cells.as_said(each.kana), each.coded_as if is_coded else "",
            each.code, STATES[each.code_state], place.code if place else "",
            place.prefecture if place else "", place.name if place else "",
            "、".join(f"{e.character} {_notes(e.character)}" for e in each.characters),
        )  # fmt: skip
        return dict(zip(OF_FIELD, values, strict=True))

    def _list(self, record: Exported, each: StandardField, replaced: list[Replaced]) -> None:
        """What is rare in a text, and what stands there instead."""
        instead = {e.character: e.written for e in replaced}
        for unit in dict.fromkeys((*(e.character for e in each.characters), *instead)):
            said = (record.record_id, each.label, unit, code_points(unit), _notes(unit))
            self._characters.writerow([*said, instead.get(unit, "")])

    def finish(self) -> None:
        self._records.write((self._before.removesuffix(",\n") + "\n]}\n").encode())
        for each in self._texts:
            each.detach()


def _head() -> str:
    """The JSON up to its first record: of what day the standard is, and how sure its codes are."""
    known = standard()
    codes = [
        {"table": each.name, "source": each.source, "confirmed": each.confirmed}
        for each in known.tables.values()
    ]
    head = {"as_of": known.as_of.isoformat(), "source": known.source, "codes": codes}
    return json.dumps(head, ensure_ascii=False).removesuffix("}") + ', "records": [\n'


def _notes(unit: str) -> str:
    return "・".join(TITLES[kind] for odd in odd_characters(unit) for kind in odd.kinds)
