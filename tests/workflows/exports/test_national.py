"""Exports under the national standards' names, and characters that a system cannot take."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from forms.record import Value
from tests.review.seeding import JIDO, RISAI, Office
from workflows.accounts import Account, Role
from workflows.audit import AuditLog
from workflows.exports import (
    Characters,
    Encoding,
    Exports,
    Format,
    LayoutDeclaration,
    Selection,
    Written,
    standard,
)
from workflows.exports.charset import candidates, fits, misfits, proposal

CLERK = Account(1, "tanaka", "田中", Role.CLERK)


@pytest.fixture
def exports(office: Office) -> Exports:
    audit = AuditLog(office.store, office.settings.home_path)
    return Exports(office.store, office.catalogue, office.settings, audit)


def layout(office: Office, form: str = "risai-shomei", **more: object) -> LayoutDeclaration:
    made = standard(office.catalogue[form], Format.NATIONAL)
    return made.model_copy(update=more)


def add(office: Office, **values: Value) -> int:
    return office.add("risai-shomei", {**RISAI, **values}, picture=False)


def written(
    exports: Exports, path: Path, of: LayoutDeclaration, **substitutes: str
) -> dict[str, bytes]:
    made = exports.write(path, of, Selection(of.form), substitutes)
    assert made.path is not None, made.troubles.listed
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def fields_of(content: bytes) -> dict[str, Any]:
    (record,) = json.loads(content)["records"]
    return {each["field"]: each for each in record["fields"]}


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_zip_holds_the_records_as_json_and_csv_and_what_is_rare(
    office: Office, exports: Exports, tmp_path: Path
) -> None:
    number = add(office, name="𠮷田　花子")
    held = written(exports, tmp_path / "out.zip", layout(office))
    assert list(held) == ["records.json", "records.csv", "characters.csv"]
    fields = fields_of(held["records.json"])
    assert fields["name"]["standard"] == "氏名"
    assert fields["name"]["text"] == "𠮷田　花子"
    assert fields["risai_date"]["iso"] == RISAI["risai_date"]
    assert fields["risai_date"]["era"].startswith("令和")
    (line,) = [row for row in rows_of(held["records.csv"]) if row["項目の id"] == "name"]
    assert (line["記録"], line["手続き"], line["値"]) == (str(number), "hisai-1", "𠮷田　花子")
    (rare,) = rows_of(held["characters.csv"])
    assert (rare["文字"], rare["符号位置"], rare["書いた文字"]) == ("𠮷", "U+20BB7", "")


def test_what_is_reduced_keeps_the_original_beside_it(
    office: Office, exports: Exports, tmp_path: Path
) -> None:
    add(office, name="𠮷田　花子")
    of = layout(office, characters=Characters.JIS_X_0208)
    held = written(exports, tmp_path / "out.zip", of, 𠮷="吉")
    name = fields_of(held["records.json"])["name"]
    assert (name["text"], name["original"], name["written"]) == (
        "吉田　花子", "𠮷田　花子", "𠮷田　花子",
    )  # fmt: skip
    (rare,) = rows_of(held["characters.csv"])
    assert (rare["文字"], rare["書いた文字"]) == ("𠮷", "吉")
    assert office.values(office.received[0])["name"] == "𠮷田　花子"


def test_nothing_is_reduced_that_no_person_asked_for(office: Office, exports: Exports) -> None:
    add(office, name="髙田　花子")
    refused = exports.make(
        layout(office, characters=Characters.JIS_X_0208), Selection("risai-shomei"), CLERK
    )
    assert isinstance(refused, Written)
    assert [(each.column, each.what) for each in refused.troubles.listed] == [("氏名", "髙")]


def test_a_characters_range_holds_for_every_format(
    office: Office, exports: Exports, tmp_path: Path
) -> None:
    add(office, name="髙田　花子")
    of = standard(office.catalogue["risai-shomei"], Format.CSV)
    of = of.model_copy(update={"characters": Characters.JIS_X_0208})
    path = tmp_path / "out.csv"
    assert exports.write(path, of, Selection("risai-shomei")).path is None
    made = exports.write(path, of, Selection("risai-shomei"), {"髙": "高"})
    assert [(e.character, e.written) for e in made.troubles.replaced] == [("髙", "高")]
    assert "高田" in path.read_text(encoding="utf-8-sig")


def test_private_fields_stay_away(office: Office, exports: Exports, tmp_path: Path) -> None:
    office.add("jido-teate-nintei", JIDO, picture=False)
    held = written(exports, tmp_path / "out.zip", layout(office, "jido-teate-nintei"))
    assert b"123456789018" not in b"".join(held.values())


def test_without_records_the_files_are_whole(
    office: Office, exports: Exports, tmp_path: Path
) -> None:
    held = written(exports, tmp_path / "out.zip", layout(office))
    assert json.loads(held["records.json"])["records"] == []
    assert rows_of(held["records.csv"]) == []


def test_what_a_spreadsheet_would_calculate_is_guarded(
    office: Office, exports: Exports, tmp_path: Path
) -> None:
    add(office, damage_text="=1+1")
    held = written(exports, tmp_path / "out.zip", layout(office))
    (line,) = [row for row in rows_of(held["records.csv"]) if row["項目の id"] == "damage_text"]
    assert line["値"] == "'=1+1"
    assert fields_of(held["records.json"])["damage_text"]["text"] == "=1+1"


def test_the_standards_names_go_out_as_utf_8_alone(office: Office) -> None:
    said = layout(office).model_dump() | {"encoding": Encoding.CP932}
    with pytest.raises(ValueError, match="utf-8"):
        LayoutDeclaration.model_validate(said)


@pytest.mark.parametrize(
    ("text", "characters", "misfit"),
    [
        ("髙﨑", Characters.CP932, []),
        ("髙﨑", Characters.JIS_X_0213, ["髙"]),
        ("髙﨑", Characters.JIS_X_0208, ["髙", "﨑"]),
        ("𠮷", Characters.CP932, ["𠮷"]),
        ("𠮷髙", Characters.ALL, []),
    ],
)
def test_a_range_of_characters_counts_beside_the_encoding(
    text: str, characters: Characters, misfit: list[str]
) -> None:
    assert misfits(text, Encoding.UTF_8, characters) == misfit


def test_candidates_fit_and_a_twin_alone_is_proposed() -> None:
    (found,) = candidates("﨑", Encoding.UTF_8, Characters.JIS_X_0208)
    assert (found.text, found.why) == ("崎", "法務省の戸籍法関連の通達・通知")
    assert fits(found.text, Encoding.UTF_8, Characters.JIS_X_0208)
    assert proposal("﨑", Encoding.UTF_8, Characters.JIS_X_0208) == ""
    assert proposal("\u301c", Encoding.CP932) == "\uff5e"
