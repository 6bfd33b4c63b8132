"""個人情報ファイル簿: persons counted, what is filled in, what is left to the office, the files."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.review.seeding import RISAI, Office
from workflows import cli
from workflows.accounts import EVERYTHING, Scope
from workflows.clock import utc_now
from workflows.privacy import Entry, Heading, Kind, Need, Registers, Source, register, write
from workflows.store.tables import AuditRow

ON = date(2026, 4, 1)


@pytest.fixture
def registers(office: Office) -> Registers:
    return Registers(office.store, office.catalogue, office.settings.home_path, utc_now)


def entry(registers: Registers, key: str) -> Entry:
    return next(each for each in registers.entries(EVERYTHING) if each.key == key)


def cell(found: Entry, heading: Heading) -> tuple[str, Source, str]:
    each = next(each for each in found.cells if each.heading is heading)
    return each.text, each.source, each.hint


def test_the_same_person_on_two_papers_counts_once(office: Office, registers: Registers) -> None:
    values = {"seikyusha_name": "山田　花子", "seikyusha_birth": "1985-04-03"}
    child = {"child1_name": "山田　太郎", "child1_birth": "2016-05-01"}
    office.add("jido-teate-nintei", values | child, picture=False)
    office.add("jido-teate-nintei", values | {"seikyusha_name": "山田花 子"}, picture=False)
    count = entry(registers, "kosodate-1").count
    assert (count.records, count.names, count.people) == (2, 3, 2)


def test_a_name_without_a_day_of_birth_counts_on_each_paper(
    office: Office, registers: Registers
) -> None:
    for _ in range(2):
        office.add("risai-shomei", {**RISAI, "setai_nushi": RISAI["name"]}, picture=False)
    count = entry(registers, "hisai-1").count
    assert (count.records, count.first) == (2, ON)
    assert count.people == count.names


@pytest.mark.parametrize(
    ("threshold", "need"), [(1, Need.NEEDED), (3, Need.UNSURE), (99, Need.NOT_YET)]
)
def test_from_a_thousand_persons_the_entry_is_needed(
    office: Office, registers: Registers, threshold: int, need: Need,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    values = {"seikyusha_name": "山田　花子", "seikyusha_birth": "1985-04-03"}
    for _ in range(3):
        office.add("jido-teate-nintei", values, picture=False)
    monkeypatch.setattr(register, "THRESHOLD", threshold)
    found = entry(registers, "kosodate-1")
    assert (found.count.people, found.count.names, found.need) == (1, 3, need)


def test_what_follows_from_forms_is_filled_in_and_the_rest_is_left(registers: Registers) -> None:
    found = entry(registers, "kaigo-1")
    assert cell(found, Heading.UNIT)[:2] == ("高齢者支援課", Source.FILLED)
    items = cell(found, Heading.ITEMS)[0]
    assert "被保険者番号" in items
    assert "個人番号" in items
    assert cell(found, Heading.NOTES)[0].startswith("個人番号を含む")
    assert cell(found, Heading.TITLE)[1] is Source.PROPOSED
    for heading in (Heading.BODY, Heading.PURPOSE, Heading.SENSITIVE, Heading.GIVEN_TO):
        assert cell(found, heading)[:2] == ("〔役所で記入〕", Source.OFFICE)
    assert "特定疾病名" in cell(found, Heading.SENSITIVE)[2]
    assert found.left == sum(each.source is Source.OFFICE for each in found.cells)


def test_the_law_is_said_once_and_confirmed_rather_than_not(registers: Registers) -> None:
    laws = [cell(entry(registers, key), Heading.PURPOSE)[2] for key in ("kosodate-1", "hisai-1")]
    assert laws == [
        "根拠: 児童手当法第7条、同施行規則様式第2号", "根拠: 災害対策基本法第90条の2",
    ]  # fmt: skip


def test_rows_of_a_table_are_one_item(registers: Registers) -> None:
    items = cell(entry(registers, "kosodate-1"), Heading.ITEMS)[0]
    assert "児童 氏名" in items
    assert "児童2" not in items


def test_the_offices_own_words_stand_first(office: Office, registers: Registers) -> None:
    (office.settings.home_path / "privacy.yaml").write_text(
        "office: {行政機関等の名称: 写し町長}\n"
        "files: {kaigo-1: {個人情報ファイルの利用目的: 要介護認定の事務}}\n",
        encoding="utf-8",
    )
    found = entry(registers, "kaigo-1")
    assert cell(found, Heading.BODY)[:2] == ("写し町長", Source.GIVEN)
    assert cell(found, Heading.PURPOSE)[0] == "要介護認定の事務"
    assert cell(entry(registers, "hisai-1"), Heading.PURPOSE)[1] is Source.OFFICE


def test_a_department_sees_its_own_files(registers: Registers) -> None:
    seen = registers.entries(Scope(frozenset({"危機管理課"})))
    assert "hisai-1" in [each.key for each in seen]
    assert "kaigo-1" not in [each.key for each in seen]


@pytest.fixture
def home(office: Office, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UTSUSHI_HOME", str(office.settings.home_path))
    return office.settings.home_path


def test_an_unknown_heading_is_told_with_the_nearest(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "privacy.yaml").write_text("office: {行政機関の名称: 町長}\n", encoding="utf-8")
    assert cli.run(["privacy", "register"]) == 3
    assert "「行政機関等の名称」ではありませんか" in capsys.readouterr().err


def test_excel_has_a_list_and_a_sheet_for_each_file(registers: Registers, tmp_path: Path) -> None:
    entries = registers.entries(EVERYTHING)
    path = tmp_path / "out.xlsx"
    path.write_bytes(write(Kind.EXCEL, entries, ON))
    book = openpyxl.load_workbook(path)
    names = [f"{number} {each.key}" for number, each in enumerate(entries, start=1)]
    assert book.sheetnames == ["一覧", *names]
    sheet = book[names[-1]]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [each.value for each in Heading]


def test_csv_and_markdown_say_the_same(registers: Registers) -> None:
    entries = registers.entries(EVERYTHING)
    rows = list(csv.DictReader(io.StringIO(write(Kind.CSV, entries, ON).decode("utf-8-sig"))))
    assert len(rows) == len(entries) * (len(Heading) + 1)
    text = write(Kind.MARKDOWN, entries, ON).decode()
    assert text.count("〔役所で記入〕") == 1 + sum(each.left for each in entries)


def test_the_command_shows_counts_and_writes_a_file(
    office: Office, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.add("risai-shomei", RISAI, picture=False)
    assert cli.run(["privacy", "register", "--json"]) == 0
    told = {each["key"]: each for each in json.loads(capsys.readouterr().out)}
    assert told["hisai-1"]["records"] == 1
    assert told["hisai-1"]["need"] == "not_yet"
    out = tmp_path / "out.md"
    assert cli.run(["privacy", "register", str(out), "--all"]) == 0
    assert "個人情報ファイル簿の案" in out.read_text(encoding="utf-8")
    assert cli.run(["privacy", "register", str(tmp_path / "out.doc")]) == 3
    with office.store.read() as session:
        whats = [row.what for row in session.query(AuditRow) if row.act == "exported"]
    assert any("privacy-register markdown" in what for what in whats)
