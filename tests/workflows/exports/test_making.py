"""Files out of a store: every format, what is in them, what stops them, what is written down."""

import csv
import errno
import json
import os
import re
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from forms.errors import StoreError
from forms.record import Value
from tests.review.seeding import JIDO, RISAI, START, UNCERTAIN, Office
from workflows.accounts import Account, Role, Scope
from workflows.audit import Act, AuditLog
from workflows.exports import (
    CONFIRMED,
    Encoding,
    Export,
    Exports,
    Format,
    LayoutDeclaration,
    NotSeen,
    NotYours,
    PrivateColumns,
    Selection,
    Written,
    standard,
)
from workflows.store.states import State
from workflows.store.tables import AnswerRow, AuditRow, DocumentRow

CLERK = Account(1, "tanaka", "田中", Role.CLERK)
ALL = Selection("risai-shomei")


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def exports(office: Office, clock: Clock) -> Exports:
    audit = AuditLog(office.store, office.settings.home_path, clock)
    return Exports(office.store, office.catalogue, office.settings, audit, clock)


def add(office: Office, **values: Value) -> int:
    return office.add("risai-shomei", {**RISAI, **values}, picture=False)


def layout(
    office: Office, kind: Format = Format.CSV, *fields: str, **more: object
) -> LayoutDeclaration:
    made = standard(office.catalogue["risai-shomei"], kind)
    columns = [{"item": "record"}, *({"field": each} for each in fields)]
    return LayoutDeclaration.model_validate(
        made.model_dump() | {"columns": columns} | more if fields else made.model_dump() | more
    )


def made(
    exports: Exports, of: LayoutDeclaration, selection: Selection = ALL, person: Account = CLERK
) -> tuple[Export, bytes]:
    export = exports.make(of, selection, person)
    assert isinstance(export, Export), export
    return export, b"".join(exports.take(export.id, person.name)[1])


def left(office: Office) -> list[Path]:
    """What lies where files are made."""
    home = office.settings.home_path
    return [*home.glob("tmp/*"), *home.glob("open/*")]


def test_a_csv_begins_with_a_mark_and_holds_every_field(office: Office, exports: Exports) -> None:
    number = add(office)
    export, content = made(exports, layout(office))
    assert content.startswith(b"\xef\xbb\xbf")
    head, line = csv.reader(content.decode("utf-8-sig").splitlines())
    named = dict(zip(head, line, strict=True))
    assert named["記録"] == str(number)
    assert named["氏名"] == "山田　花子"
    assert named["被害の箇所"] == "屋根、床下浸水"
    assert (export.records, export.size) == (1, len(content))
    assert content.count(b"\r\n") == 2


def test_a_cp932_csv_is_read_by_an_old_excel(office: Office, exports: Exports) -> None:
    add(office, name="髙﨑　花子")
    content = made(exports, layout(office, encoding="cp932"))[1]
    assert "髙﨑　花子" in content.decode("cp932")


def test_nothing_is_written_where_a_character_does_not_fit(
    office: Office, exports: Exports
) -> None:
    add(office)
    number = add(office, name="𠮷田　花子")
    refused = exports.make(layout(office, encoding="cp932"), ALL, CLERK)
    assert isinstance(refused, Written)
    assert [(each.record_id, each.column, each.what) for each in refused.troubles.listed] == [
        (number, "氏名", "𠮷")
    ]
    assert left(office) == []
    assert exports.recent(None, 5) == ()


def test_a_persons_substitute_is_written_counted_and_changes_no_record(
    office: Office, exports: Exports
) -> None:
    number = add(office, name="𠮷田　花子")
    export = exports.make(layout(office, encoding="cp932"), ALL, CLERK, {"𠮷": "吉"})
    assert isinstance(export, Export)
    assert export.substituted == 1
    assert "吉田　花子" in b"".join(exports.take(export.id, "田中")[1]).decode("cp932")
    assert office.values(number)["name"] == "𠮷田　花子"


def test_json_is_a_list_of_objects_blank_as_null(office: Office, exports: Exports) -> None:
    add(office, phone=None)
    add(office)
    parsed = json.loads(made(exports, layout(office, Format.JSON, "name", "phone"))[1])
    assert [each["電話番号"] for each in parsed] == [None, "0761234567"]


def test_json_without_records_is_an_empty_list(office: Office, exports: Exports) -> None:
    assert json.loads(made(exports, layout(office, Format.JSON))[1]) == []


def test_excel_cells_are_texts_and_keep_zeros_and_formulas(
    office: Office, exports: Exports
) -> None:
    add(office, damage_text="=HYPERLINK(1)")
    export = exports.make(layout(office, Format.EXCEL, "phone", "damage_text"), ALL, CLERK)
    assert isinstance(export, Export)
    content = b"".join(exports.take(export.id, "田中")[1])
    with zipfile.ZipFile(BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert {"0761234567", "=HYPERLINK(1)"} <= set(re.findall(r"<t[^>]*>([^<]*)</t>", sheet))
    assert re.findall(r'<c [^>]*t="(?!inlineStr)', sheet) == []


def test_a_fixed_line_has_exactly_its_bytes(office: Office, exports: Exports) -> None:
    add(office)
    add(office, name="李　明")
    columns = [
        {"field": "name", "bytes": 20, "width": "full", "pad": "　"},
        {"field": "kana", "bytes": 20, "width": "half"},
        {"field": "risai_date", "bytes": 7, "date": "era_digits"},
        {"item": "record", "bytes": 8, "align": "right", "pad": "0"},
    ]
    of = layout(office, format="fixed", encoding="cp932", columns=columns)
    lines = made(exports, of)[1].split(b"\r\n")
    assert [len(each) for each in lines] == [55, 55, 0]
    assert lines[0].decode("cp932") == "山田　花子　　　　　ﾔﾏﾀﾞ ﾊﾅｺ            508031400000001"


def test_what_a_person_said_goes_out_and_not_what_was_read(
    office: Office, exports: Exports
) -> None:
    number = add(office)
    for text in ("山田　華子", "山田　佳子"):
        answer = AnswerRow(
            record_id=number, field="name", kind="corrected", raw=text, value=text, by="田中",
            at=START, seconds=1.0,
        )  # fmt: skip
        with office.store.write() as session:
            session.add(answer)
    assert "山田　佳子" in made(exports, layout(office))[1].decode()


def test_records_in_doubt_stay_unless_asked_for_and_are_counted_then(
    office: Office, exports: Exports
) -> None:
    office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    assert made(exports, layout(office))[0].records == 0
    asked = Selection("risai-shomei", states=(*CONFIRMED, State.DOUBTED))
    export = made(exports, layout(office), asked)[0]
    assert (export.records, export.unchecked) == (1, 1)


def test_the_days_are_those_of_tokyo_both_included(office: Office, exports: Exports) -> None:
    numbers = [add(office) for _ in range(3)]
    moments = ["2026-03-31T14:59:59", "2026-03-31T15:00:00", "2026-04-01T15:00:00"]
    with office.store.write() as session:
        for document, moment in zip(numbers, moments, strict=True):
            row = session.get_one(DocumentRow, document)
            row.received_at = START.fromisoformat(moment + "+00:00")
    day = date(2026, 4, 1)
    content = made(exports, layout(office), Selection("risai-shomei", day, day))[1]
    assert [line.split(",")[0] for line in content.decode("utf-8-sig").splitlines()[1:]] == ["2"]


def test_a_field_that_any_revision_hides_is_private(office: Office, clock: Clock) -> None:
    """Papers of that revision may be among the records."""
    newest = office.catalogue["risai-shomei"]
    fields = tuple(replace(each, private=each.id == "name") for each in newest.fields)
    known = Catalogue(office.catalogue, [replace(newest, version="0", fields=fields)])
    audit = AuditLog(office.store, office.settings.home_path, clock)
    exports = Exports(office.store, known, office.settings, audit, clock)
    with pytest.raises(PrivateColumns):
        exports.make(layout(office, Format.CSV, "name"), ALL, Account(2, "it", "伊藤", Role.IT))


def test_private_fields_need_the_right(office: Office, exports: Exports) -> None:
    office.add("jido-teate-nintei", JIDO, picture=False)
    form = office.catalogue["jido-teate-nintei"]
    columns = [{"field": "seikyusha_my_number"}]
    of = LayoutDeclaration.model_validate(
        standard(form, Format.CSV).model_dump() | {"columns": columns}
    )
    selection = Selection(form.id)
    with pytest.raises(PrivateColumns):
        exports.make(of, selection, Account(2, "it", "鈴木", Role.IT))
    export, content = made(exports, of, selection)
    assert export.private == ("seikyusha_my_number",)
    assert "private=seikyusha_my_number" in export.codes
    assert b"123456789018" in content
    assert "123456789018" not in repr(export)


def test_another_departments_form_is_not_exported(office: Office, exports: Exports) -> None:
    other = Account(3, "k", "木村", Role.CLERK, Scope(frozenset({"介護保険課"})))
    with pytest.raises(NotSeen):
        exports.make(layout(office), ALL, other)


def test_a_file_is_taken_by_who_made_it_and_once(
    office: Office, exports: Exports, clock: Clock
) -> None:
    add(office)
    export = exports.make(layout(office), ALL, CLERK)
    assert isinstance(export, Export)
    with pytest.raises(NotYours):
        exports.take(export.id, "鈴木")
    _, pieces, done = exports.take(export.id, "田中")
    with pytest.raises(NotYours):
        exports.take(export.id, "田中")  # while the first is still being sent
    assert b"".join(pieces)
    done()
    assert [*(office.settings.home_path / "exports").iterdir()] == []
    with pytest.raises(NotYours):
        exports.take(export.id, "田中")
    assert exports.recent("田中", 5)[0].taken_at == clock.now


def test_a_file_that_nobody_took_is_gone_after_an_hour(
    office: Office, exports: Exports, clock: Clock
) -> None:
    add(office)
    exports.make(layout(office), ALL, CLERK)
    assert len([*(office.settings.home_path / "exports").iterdir()]) == 1
    clock.now += timedelta(hours=1, seconds=1)
    exports.sweep()
    assert left(office) == []
    assert not exports.recent(None, 5)[0].is_there


def test_what_a_killed_process_left_is_swept_after_an_hour(
    office: Office, exports: Exports, clock: Clock
) -> None:
    folder = office.settings.home_path / "exports"
    folder.mkdir()
    for name in ("old.part", "young.part"):
        (folder / name).write_text("x")
    old = (clock.now - timedelta(hours=2)).timestamp()
    os.utime(folder / "old.part", (old, old))
    exports.sweep()
    assert [each.name for each in folder.iterdir()] == ["young.part"]


def test_a_full_disk_is_said_in_japanese_and_nothing_half_is_left(
    office: Office, exports: Exports, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(office)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("workflows.exports.writers._Csv.write", full)
    with pytest.raises(StoreError, match="書けませんでした"):
        exports.make(layout(office), ALL, CLERK)
    assert left(office) == []
    assert exports.recent(None, 5) == ()


def test_making_and_taking_are_lines_of_the_audit_log_without_a_value(
    office: Office, exports: Exports
) -> None:
    add(office)
    export, _ = made(exports, layout(office))
    with office.store.read() as session:
        lines = [(row.act, row.by, row.what) for row in session.query(AuditRow)]
    assert lines == [
        (Act.EXPORTED, "田中", export.codes),
        (Act.EXPORTED, "田中", f"taken {export.codes}"),
    ]
    assert f"records=1 sha256={export.sha256}" in export.codes


def test_a_second_run_replaces_the_file(office: Office, exports: Exports, tmp_path: Path) -> None:
    add(office)
    path = tmp_path / "out.csv"
    first = exports.write(path, layout(office), ALL)
    assert exports.write(path, layout(office), ALL) == first
    assert path.read_bytes().count(b"\r\n") == 2


def test_a_run_in_trouble_leaves_the_file_as_it_was(
    office: Office, exports: Exports, tmp_path: Path
) -> None:
    path = tmp_path / "out.csv"
    path.write_text("before")
    add(office, name="𠮷田")
    assert exports.write(path, layout(office, encoding="cp932"), ALL).path is None
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["out.csv"]
    assert path.read_text() == "before"


def test_memory_does_not_grow_with_the_records(
    office: Office, exports: Exports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.exports.rows.PORTION", 5)
    layouts = [layout(office, each, "damage_text") for each in list(Format)[:3]]

    def peak(of: LayoutDeclaration) -> int:
        tracemalloc.start()
        exports.write(tmp_path / "out", of, ALL)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    def more(count: int) -> None:
        for _ in range(count):
            add(office, damage_text="あ" * 20_000)

    more(15)
    before = [min(peak(of), peak(of)) for of in layouts]
    more(45)
    after = [peak(of) for of in layouts]  # 7 MB of rows more
    assert all(b < a + 500_000 for a, b in zip(before, after, strict=True))


def test_an_encoding_is_one_of_ours() -> None:
    assert {each.value for each in Encoding} == {"utf-8", "cp932"}
