"""`utsushi form intake`: source maps checked, a file read as it would be, nothing stored."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from forms.catalogue import Catalogue
from forms.electronic.item import TITLES
from forms.electronic.source_map import load_map, maps_in
from forms.errors import BadDeclaration, SetupError
from forms.form import Form
from forms.mask import mask_value
from forms.record import Reading
from workflows.cli.tables import print_table
from workflows.electronic.result import ElectronicApplication, ElectronicDocument
from workflows.makers import open_catalogue
from workflows.reviewing import as_text
from workflows.settings import Settings

MOST_NAMED = 20  # of those that a person must look at


def run(
    form_id: str, file: Path | None, *, template: Path | None, draft_to: Path | None, most: int,
    reveal: bool, as_json: bool,
) -> None:  # fmt: skip
    """Raises SetupError, PaperError."""
    settings = Settings.load()
    catalogue = open_catalogue(settings)
    form = catalogue[form_id]
    if template is not None:
        _write_template(form, template)
    if draft_to is not None:
        _write_draft(form, file, draft_to)
        return
    if file is not None:
        _try(settings, catalogue, form, file, most, reveal, as_json)
    elif template is None:
        _list(form, settings.forms_paths)


def _list(form: Form, folders: Sequence[Path]) -> None:
    """Every source map of the form. Raises the first mistake, when all have been shown."""
    rows, mistakes = [], list[BadDeclaration]()
    for path in maps_in(form, folders):
        try:
            found = load_map(path, form)
        except BadDeclaration as error:
            mistakes.append(error)
            rows.append((path.name, "", "", "", error.message))
            continue
        rows.append(
            (path.name, found.id, found.title, TITLES[found.kind], f"{len(found.fields)} 項目")
        )
    if rows:
        print_table("対応表", ["ファイル", "id", "名前", "種類", "内容"], rows)
    else:
        print("対応表はありません。欄の名前が様式の項目名と同じなら、なくても取り込めます。")
    if mistakes:
        raise mistakes[0]


def _write_template(form: Form, out: Path) -> None:
    from workflows.electronic.template import as_csv, as_excel

    makers = {".csv": as_csv, ".xlsx": as_excel}
    if out.suffix.lower() not in makers:
        raise SetupError(
            "記入用の一覧は .csv か .xlsx です。", advice="ファイルの名前を直してください。"
        )
    out.write_bytes(makers[out.suffix.lower()](form))
    print(f"{form.title}の記入用の一覧を書きました: {out}")


def _write_draft(form: Form, file: Path | None, out: Path) -> None:
    from workflows.electronic.drafting import draft, names_in

    if file is None:
        raise SetupError(
            "案のもとになるファイルがありません。", advice="届いたファイルを指定します。"
        )
    if out.exists():
        raise SetupError(f"{out} は、もうあります。", advice="別の名前を指定してください。")
    out.write_text(draft(form, names_in(file, form)), encoding="utf-8")
    print(f"対応表の案を書きました: {out}\n確かめてから、様式のフォルダの intake に置きます。")


def _try(
    settings: Settings, catalogue: Catalogue, form: Form, file: Path, most: int, reveal: bool,
    as_json: bool,
) -> None:  # fmt: skip
    from workflows.electronic.reader import DataReader
    from workflows.electronic.sources import Sources

    document = DataReader(Sources(catalogue, settings.forms_paths)).read_as(file, form)
    if as_json:
        print(
            json.dumps(
                [_data(each) for each in document.applications], ensure_ascii=False, indent=2
            )
        )
        return
    for each in document.applications[:most]:
        _show(each, reveal)
    _sum_up(document)


def _show(application: ElectronicApplication, reveal: bool) -> None:
    form, arrived = application.form, application.arrived
    rows = [
        (form.field(r.field).label, _text(form, r, reveal), arrived.places.get(r.field, ""),
         " ".join(doubt.message for doubt in r.doubts))
        for r in application.record.readings
        if r.field in arrived.places or r.doubts
    ]  # fmt: skip
    source = arrived.source or "欄の名前による"
    title = f"{form.title}　{arrived.place or f'{arrived.number} 件目'}（{source}）"
    print_table(title, ["項目", "値", "場所", "確かめること"], rows)
    for note in (*arrived.notes, *arrived.warnings):
        print(note)


def _sum_up(document: ElectronicDocument) -> None:
    doubted = [
        each for each in document.applications if each.record.is_doubted or each.arrived.warnings
    ]
    count = len(document.applications)
    print(
        f"申請 {count} 件: そのまま進む {count - len(doubted)} 件、人が確かめる {len(doubted)} 件。"
    )
    for each in doubted[:MOST_NAMED]:
        labels = [each.form.field(r.field).label for r in each.record.readings if not r.accepted]
        print(f"  {each.arrived.place or each.arrived.number}: {'、'.join(labels)}")
    if len(doubted) > MOST_NAMED:
        print(f"  ほか {len(doubted) - MOST_NAMED} 件")
    for refused in document.refused:
        print(refused.error.message)
    print("何も保存していません。")


def _text(form: Form, reading: Reading, reveal: bool) -> str:
    field = form.field(reading.field)
    if reading.value is None:
        return "" if field.private and not reveal else reading.raw
    return as_text(reading.value if reveal else mask_value(field, reading.value))


def _data(application: ElectronicApplication) -> dict[str, Any]:
    arrived = application.arrived
    return {
        "form": application.form.id,
        "version": application.record.version,
        "kind": arrived.kind.value,
        "source": arrived.source,
        "number": arrived.number,
        "place": arrived.place,
        "notes": [*arrived.notes, *arrived.warnings],
        "fields": {
            each.field: {
                "value": as_text(mask_value(application.form.field(each.field), each.value)),
                "place": arrived.places.get(each.field, ""),
                "doubts": [doubt.code for doubt in each.doubts],
            }
            for each in application.record.readings
        },
    }
