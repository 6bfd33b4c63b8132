"""`utsushi separator`."""

import json
from pathlib import Path

import pytest

from forms.separator import Kind, Separator, written
from tests.workflows.stacks.fake_stack import StackReader, stack
from workflows.accounts import EVERYTHING
from workflows.app import Utsushi
from workflows.cli import reading, run, separating
from workflows.settings import Settings
from workflows.stacks.key import separator_key
from workflows.stacks.sheets import Separators


@pytest.fixture
def home(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UTSUSHI_HOME", str(settings.home_path))
    monkeypatch.setattr(separating, "pdf_of_sheets", lambda sheets, key: b"%PDF")
    return settings.home_path


def test_a_sheet_is_made_written_and_listed(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "仕切り.pdf"
    command = ["separator", "new", "--form", "risai-shomei", "--count", "3", "--out", str(out)]
    assert run(command) == 0
    assert out.read_bytes() == b"%PDF"
    assert run(["separator", "new", "--end", "--out", str(out)]) == 0
    capsys.readouterr()
    assert run(["separator", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(each["kind"], each["form"], each["count"]) for each in listed] == [
        ("end", "", 0), ("part", "risai-shomei", 3),
    ]  # fmt: skip
    assert listed[0]["document"] is None


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--form", "nai", "--count", "3"], "様式「nai」は登録されていません"),
        ([], "様式と件数が要ります"),
        (["--form", "risai-shomei"], "様式と件数が要ります"),
        (["--form", "risai-shomei", "--count", "1001"], "件数は 1 から"),
        (["--form", "risai-shomei", "--count", "1", "--department", "宇宙課"], "部署「宇宙課」"),
    ],
)
def test_what_cannot_stand_on_a_sheet_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    assert run(["separator", "new", *more]) == 6
    assert words in capsys.readouterr().err


def test_no_number_is_given_to_a_sheet_that_cannot_be_written(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = home / "nai" / "仕切り.pdf"
    assert run(["separator", "new", "--end", "--out", str(out)]) == 3
    assert "フォルダがありません" in capsys.readouterr().err
    assert run(["separator", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.fixture
def scan(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stack of one 罹災証明書, with an end and a sheet from elsewhere."""
    key = separator_key(home)
    sheet = Separator(7, Kind.PART, "risai-shomei", "危機管理課", 1)
    pages = [
        written(sheet, key), "risai-shomei", written(Separator(8, Kind.END), key),
        written(sheet, b"another office"),
    ]  # fmt: skip
    monkeypatch.setattr(reading, "open_reader", lambda _, forms: StackReader(forms, key))
    path = tmp_path / "stack.pdf"
    path.write_text(stack(*pages), encoding="utf-8")
    return path


def test_reading_a_stack_tells_its_sheets(scan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(scan)]) == 0
    shown = capsys.readouterr().out
    assert "1 ページ目: 仕切り紙 7: risai-shomei、危機管理課、1 件" in shown
    assert "3 ページ目: 仕切り紙 8: 束の終わり" in shown
    assert "4 ページ目: ここで作ったものではない仕切り紙" in shown
    assert run(["read", str(scan), "--json"]) == 0
    sheets = json.loads(capsys.readouterr().out)["separators"]
    assert [(each["number"], each.get("serial")) for each in sheets] == [(1, 7), (3, 8), (4, None)]


def test_sheets_have_numbers_of_their_own(app: Utsushi) -> None:
    separators = Separators(app.store, app.catalogue, app.clock)
    made = [separators.make("risai-shomei", "", 1, "田中", EVERYTHING) for _ in range(2)]
    made.append(separators.make_end("田中"))
    assert len({each.separator.serial for each in made}) == 3
    assert [each.separator.kind for each in made] == [Kind.PART, Kind.PART, Kind.END]
