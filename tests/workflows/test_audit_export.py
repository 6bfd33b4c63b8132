"""The access log as a file for those who have to account for it."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from forms.errors import SetupError, StoreError
from tests.workflows.conftest import FakeClock
from workflows.app import Utsushi
from workflows.audit import Act, exporting
from workflows.audit.reading import AuditReader, Wanted
from workflows.cli import run


@pytest.fixture
def home(app: Utsushi, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three lines on three days."""
    for number, name in enumerate(("田中", "佐藤", "=cmd()"), start=1):
        app.audit.note(name, Act.OPENED, record=number, what="page=1 small")
        clock.advance(86_400)
    monkeypatch.setenv("UTSUSHI_HOME", str(app.settings.home_path))
    return app.settings.home_path


def test_a_csv_holds_words_codes_and_seals(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "access.csv"
    assert run(["audit", "export", str(path), "--person", "佐藤"]) == 0
    head, row = path.read_text(encoding="utf-8-sig").splitlines()
    assert head == ",".join(exporting.HEADINGS)
    assert row.split(",")[:8] == [
        "2", "2026-04-02 09:05:00", "佐藤", "記録の閲覧", "2", "", "ページ: 1、縮小",
        "page=1 small",
    ]  # fmt: skip
    assert path.stat().st_mode & 0o077 == 0


def test_a_book_says_what_was_asked_for_and_that_the_log_is_intact(
    home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "access.xlsx"
    assert run(["audit", "export", str(path), "--from", "2026-04-02", "--to", "2026-04-03"]) == 0
    book = openpyxl.load_workbook(path)
    said = {row[0].value: row[1].value for row in book["説明"].iter_rows() if row[0].value}
    assert said["期間"] == "2026-04-02から 2026-04-03まで"
    assert (said["行数"], said["監査ログの確認"]) == ("2", "書き換えの跡はありません")
    rows = list(book["アクセス記録"].iter_rows(values_only=True))
    assert rows[0] == exporting.HEADINGS
    assert [row[2] for row in rows[1:]] == ["佐藤", "=cmd()"]
    assert all(cell.data_type == "s" for row in book["アクセス記録"].iter_rows() for cell in row
               if cell.value)  # fmt: skip


def test_of_one_record_only_its_lines_come_and_that_they_were_taken_is_noted(
    app: Utsushi, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "access.csv"
    assert run(["audit", "export", str(path), "--record", "3", "--from", "2026-04-01"]) == 0
    lines = path.read_text(encoding="utf-8-sig").splitlines()[1:]
    assert [line.split(",")[2] for line in lines] == ["'=cmd()", lines[-1].split(",")[2]]
    (noted,) = AuditReader(app.store).latest(Wanted(act=Act.EXPORTED), 5)
    assert (noted.record, noted.what) == (3, "audit lines first_day=2026-04-01")


def test_a_log_that_was_changed_says_so_in_the_book(
    app: Utsushi, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from sqlalchemy import text

    with app.store.write() as session:
        session.execute(text("UPDATE audit_lines SET what = 'x' WHERE number = 2"))
    path = tmp_path / "access.xlsx"
    assert run(["audit", "export", str(path)]) == 0
    assert "1 件の異常があります" in capsys.readouterr().out
    sheet = openpyxl.load_workbook(path)["説明"]
    assert "1 件の異常があります" in [row[1].value for row in sheet.iter_rows()]


def test_another_format_is_refused_before_anything_is_noted(
    app: Utsushi, home: Path, tmp_path: Path
) -> None:
    assert run(["audit", "export", str(tmp_path / "access.pdf")]) == SetupError.exit_code
    assert AuditReader(app.store).count(Wanted(act=Act.EXPORTED)) == 0


def test_more_lines_than_a_sheet_takes_are_told(
    app: Utsushi, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "EXCEL_ROWS", 2)
    made = exporting.Made(Wanted(last=date(2026, 5, 1)), "係長", app.clock(), 3, 0)
    with pytest.raises(StoreError, match="行数を超えました"):
        exporting.write(AuditReader(app.store), made, tmp_path / "a.xlsx")
