"""`utsushi export`."""

import csv
import json
from pathlib import Path

import pytest

from tests.review.seeding import JIDO, RISAI, UNCERTAIN, Office
from workflows import cli
from workflows.accounts import EVERYTHING, Role
from workflows.accounts.book import Accounts
from workflows.audit import AuditLog
from workflows.store.tables import AuditRow


@pytest.fixture(autouse=True)
def people(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    home = office.settings.home_path
    monkeypatch.setenv("UTSUSHI_HOME", str(home))
    accounts = Accounts(office.store, AuditLog(office.store, home))
    for login, name, role in (("tanaka", "田中", Role.CLERK), ("kansa", "監査", Role.AUDITOR)):
        accounts.add(login, name, role, EVERYTHING, "test")


def test_a_standard_is_written_by_the_end_of_the_name_and_replaced(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.add("risai-shomei", RISAI, picture=False)
    out = tmp_path / "out.json"
    for _ in range(2):
        assert cli.run(["export", "risai-shomei", str(out), "--by", "tanaka", "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["records"] for each in told] == [1, 1]
    assert len(json.loads(out.read_text(encoding="utf-8"))) == 1
    with office.store.read() as session:
        whats = [row.what for row in session.query(AuditRow) if row.act == "exported"]
    assert told[0]["sha256"] in whats[0]


def test_a_character_that_does_not_fit_is_told_until_a_substitute_is_given(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = office.add("risai-shomei", {**RISAI, "name": "𠮷田　花子"}, picture=False)
    out = tmp_path / "out.csv"
    arguments = ["export", "risai-shomei", str(out), "--by", "tanaka", "--encoding", "cp932"]
    assert cli.run([*arguments, "--json"]) == 6
    troubles = json.loads(capsys.readouterr().out)["troubles"]
    assert troubles == [{"record": number, "column": "氏名", "kind": "character", "what": "𠮷"}]
    assert not out.exists()
    assert cli.run(arguments) == 6
    assert "U+20BB7" in capsys.readouterr().out
    assert cli.run([*arguments, "--substitute", "𠮷=吉"]) == 0
    assert "1 文字を、指定のとおり置きかえました" in capsys.readouterr().out
    assert "吉田" in out.read_text(encoding="cp932")


def test_states_and_days_choose_the_records(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    out, counts = tmp_path / "out.csv", []
    for more in ([], ["--state", "doubted"], ["--state", "doubted", "--to", "2026-03-31"]):
        arguments = ["export", "risai-shomei", str(out), "--by", "tanaka", "--json", *more]
        assert cli.run(arguments) == 0
        counts.append(json.loads(capsys.readouterr().out)["records"])
    assert counts == [0, 1, 0]


def test_private_fields_are_named_on_the_command_line_too(office: Office, tmp_path: Path) -> None:
    office.add("jido-teate-nintei", JIDO, picture=False)
    folder = tmp_path / "home" / "layouts"
    folder.mkdir()
    (folder / "numbers.yaml").write_text(
        "{layout: numbers, title: n, form: jido-teate-nintei, format: csv,"
        " columns: [{field: seikyusha_my_number}]}",
        encoding="utf-8",
    )
    arguments = ["export", "numbers", str(tmp_path / "out.csv"), "--by", "tanaka"]
    assert cli.run(arguments) == 6
    assert cli.run([*arguments, "--private"]) == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["risai-shomei", "out.csv", "--by", "kansa"], 6, "書き出しができません"),
        (["risai-shomei", "out.doc", "--by", "tanaka"], 3, ".xlsx"),
        (["risai-shomei"], 3, "ファイル"),
        (["nothing", "out.csv", "--by", "tanaka"], 3, "レイアウト「nothing」はありません"),
        (["risai-shomei", "out.csv", "--by", "tanaka", "--state", "x"], 3, "verified"),
        (["risai-shomei", "out.csv", "--by", "tanaka", "--from", "x"], 3, "2026-04-01"),
        (["risai-shomei", "out.csv", "--by", "tanaka", "--substitute", "x"], 3, "置きかえ"),
        (["risai-shomei", "out.csv", "--by", "tanaka", "--encoding", "x"], 3, "cp932"),
        (["risai-shomei", "no/such/out.csv", "--by", "tanaka"], 6, "書けませんでした"),
    ],
)
def test_what_cannot_be_done_is_said_in_japanese(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert cli.run(["export", *arguments]) == code
    assert words in capsys.readouterr().err


def test_layouts_are_listed_with_their_mistakes(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "home" / "layouts"
    folder.mkdir()
    (folder / "broken.yaml").write_text("layout: [", encoding="utf-8")
    assert cli.run(["export", "--json"]) == 0
    listed = {each["layout"]: each["format"] for each in json.loads(capsys.readouterr().out)}
    assert listed["broken"] == "誤り"
    assert listed["risai-shomei"] == "-"


def test_the_end_of_the_name_asks_for_the_national_standards_names(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.add("risai-shomei", RISAI, picture=False)
    out = tmp_path / "out.zip"
    arguments = ["export", "risai-shomei", str(out), "--by", "tanaka"]
    assert cli.run([*arguments, "--encoding", "cp932"]) == 3
    assert cli.run(arguments) == 0
    assert out.read_bytes().startswith(b"PK")
    assert cli.run([*arguments, "--characters", "ascii"]) == 3
    assert "使える値: all、cp932、jis_x_0213、jis_x_0208" in capsys.readouterr().err


def test_what_was_replaced_is_reported_with_the_original_beside_it(
    office: Office, tmp_path: Path
) -> None:
    number = office.add("risai-shomei", {**RISAI, "name": "髙田　花子"}, picture=False)
    out, report = tmp_path / "out.csv", tmp_path / "report.csv"
    arguments = ["export", "risai-shomei", str(out), "--by", "tanaka", "--report", str(report)]
    assert cli.run([*arguments, "--characters", "jis_x_0208"]) == 6
    assert not report.exists()
    assert cli.run([*arguments, "--characters", "jis_x_0208", "--substitute", "髙=高"]) == 0
    assert report.read_text(encoding="utf-8-sig").splitlines() == [
        "記録,項目,元の文字,符号位置,書いた文字",
        f"{number},氏名,髙,U+9AD9,高",
    ]


def test_the_procedures_are_listed_with_the_forms(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["form", "list", "--csv"]) == 0
    rows = {row["番号"]: row for row in csv.DictReader(capsys.readouterr().out.splitlines())}
    assert (rows["hisai-1"]["状態"], rows["hisai-1"]["様式"]) == ("使える", "risai-shomei")
    assert rows["a-11"]["状態"] == "ほかの機関の紙"
    assert cli.run(["form", "list"]) == 0
    told = capsys.readouterr().out
    assert "一覧の 55 手続きのうち" in told
    assert "手続きの番号がない様式" not in told
