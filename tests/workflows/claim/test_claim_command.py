"""`utsushi claim`."""

import json
from pathlib import Path

import pytest

from tests.workflows.claim.making import YEAR
from tests.workflows.ledger.costs import draft
from workflows.accounts import EVERYTHING, Role
from workflows.app import Utsushi
from workflows.cli import run
from workflows.ledger import CostItem, Ledger

pytestmark = pytest.mark.usefixtures("no_browser")
Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def at_home(app: Utsushi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UTSUSHI_HOME", str(app.settings.home_path))


@pytest.fixture
def chief(app: Utsushi) -> str:
    app.accounts.add("kimura", "木村", Role.SUPERVISOR, EVERYTHING, by="test")
    return "kimura"


def test_the_amount_is_shown_and_the_check_counted(cost: CostItem, capsys: Said) -> None:
    assert run(["claim", "--year", "令和6"]) == 0
    said = capsys.readouterr().out
    assert "令和6年度の申請額 297 千円" in said
    assert "誤り 0 件" in said


def test_a_check_that_finds_errors_ends_with_one(ledger: Ledger, capsys: Said) -> None:
    ledger.add(draft(), "佐藤")
    assert run(["claim", "--year", "2024", "--check"]) == 1
    assert "書類が付いていません。" in capsys.readouterr().out


def test_the_files_are_put_into_the_folder(cost: CostItem, tmp_path: Path) -> None:
    out = tmp_path / "申請"
    assert run(["claim", "--year", "令和6", "--out", str(out)]) == 0
    names = sorted(each.name for each in out.iterdir())
    assert names == [f"令和6年度_特別交付税措置_見込み.{suffix}" for suffix in ("pdf", "xlsx")]


def test_a_lock_needs_somebody_who_may(cost: CostItem, ledger: Ledger, chief: str) -> None:
    assert run(["claim", "--year", "令和6", "--lock"]) == 6
    assert run(["claim", "--year", "令和6", "--lock", "--by", "nobody"]) != 0
    assert not ledger.is_locked(YEAR)
    assert run(["claim", "--year", "令和6", "--lock", "--by", chief]) == 0
    assert ledger.is_locked(YEAR)
    assert run(["claim", "--year", "令和6", "--unlock", "誤り", "--by", chief]) == 0
    assert not ledger.is_locked(YEAR)


def test_errors_stop_a_lock_without_a_reason(ledger: Ledger, chief: str, capsys: Said) -> None:
    ledger.add(draft(), "佐藤")
    said = ["claim", "--year", "令和6", "--lock", "--by", chief]
    assert run(said) == 6
    assert "誤りが 1 件あります" in capsys.readouterr().err
    assert run([*said, "--despite", "請求書は財政課で保管"]) == 0


def test_programs_get_all_of_it(cost: CostItem, capsys: Said) -> None:
    assert run(["claim", "--year", "令和6", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["costs"]["total_thousands"] == 297
    assert told["costs"]["items"][0]["own"] == 1_100_000
    assert told["locked_at"] is None
    assert {"severity", "code", "costs", "words", "advice"} == set(told["findings"][0])


def test_a_year_that_is_none_is_told(capsys: Said) -> None:
    assert run(["claim", "--year", "令和X"]) == 3
    assert "年度「令和X」が分かりません" in capsys.readouterr().err
