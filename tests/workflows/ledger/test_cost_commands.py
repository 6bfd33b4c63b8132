"""`utsushi cost`, as typed at the console."""

import json
from pathlib import Path

import pytest

from tests.workflows.ledger.books import GOOD, csv_of
from tests.workflows.ledger.conftest import R6
from workflows.accounts import EVERYTHING, Role, Scope
from workflows.accounts.passwords import Hasher
from workflows.app import Utsushi
from workflows.cli import run
from workflows.ledger import Ledger

ADD = [
    "cost", "add", "--payee", "写し商事", "--title", "研修", "--amount", "￥110,000",
    "--tax", "10000", "--contracted", "R6.4.1", "--paid", "R6.5.1", "--measure", "rpa",
    "--category", "研修費用", "--eligible", "対象", "--reason", "挙がっている", "--by", "sato",
]  # fmt: skip


@pytest.fixture(autouse=True)
def home(app: Utsushi, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with a supervisor and a clerk."""
    monkeypatch.setenv("UTSUSHI_HOME", str(app.settings.home_path))
    monkeypatch.setattr(Hasher.__init__, "__defaults__", (2, 1, 1))
    app.accounts.add("sato", "佐藤", Role.SUPERVISOR, EVERYTHING, "端末", None, must_change=False)
    app.accounts.add("tanaka", "田中", Role.CLERK, EVERYTHING, "端末", None, must_change=False)
    return app.settings.home_path


def test_a_cost_is_added_listed_and_struck(
    ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*ADD, "--fund", "国庫=10,000", "--fund", "一般財源=100000"]) == 0
    (kept,) = ledger.items(R6)
    assert (kept.amount, kept.specific_funds, kept.decided_by) == (110_000, 10_000, "佐藤")
    capsys.readouterr()
    assert run(["cost", "list", "--year", "令和6", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["payee"], told["own_amount"]) == ("写し商事", 110_000)
    assert run(["cost", "list", "--year", "令和6"]) == 0
    assert "合計 110,000 円" in capsys.readouterr().out
    assert run(["cost", "strike", "1", "--by", "sato", "--reason", "二重"]) == 0
    assert ledger.items(R6) == ()


def test_what_is_odd_asks_to_be_sure(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ADD) == 0
    assert run(ADD) != 0
    assert "確かめてください: 支払先・金額・日付の同じ費用" in capsys.readouterr().out
    assert len(ledger.items(R6)) == 1
    assert run([*ADD, "--sure"]) == 0
    assert len(ledger.items(R6)) == 2


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--amount", "12千円"], "金額として読めません"),
        (["--fund", "国庫"], "財源「国庫」を読めません"),
        (["--by", "tanaka"], "登録できません"),
        (["--by", "nobody"], "nobody"),
    ],
)
def test_what_cannot_be_added_is_told(
    ledger: Ledger, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    assert run([*ADD, *more]) != 0
    assert words in capsys.readouterr().err
    assert ledger.items(R6) == ()


def test_a_table_is_looked_at_taken_and_the_second_time_told(
    ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "費用.csv"
    file.write_bytes(csv_of(GOOD, encoding="cp932"))
    command = ["cost", "import", str(file), "--by", "sato"]
    assert run([*command, "--look"]) == 0
    assert ledger.items(R6) == ()
    assert run(command) == 0
    assert "1 件を取り込みました" in capsys.readouterr().out
    assert run(command) != 0
    assert "同じ中身のファイル" in capsys.readouterr().out
    assert len(ledger.items(R6)) == 1


def test_a_table_with_a_mistake_names_row_and_column_and_takes_nothing(
    ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "費用.csv"
    file.write_bytes(csv_of(GOOD, [*GOOD[:2], "R6.13.1", *GOOD[3:]]))
    assert run(["cost", "import", str(file), "--by", "sato"]) != 0
    told = capsys.readouterr().out
    assert "3" in told
    assert "支出日「R6.13.1」を日付として読めません" in told
    assert ledger.items(R6) == ()


def test_a_document_is_attached(ledger: Ledger, tmp_path: Path) -> None:
    run(ADD)
    file = tmp_path / "請求書.pdf"
    file.write_bytes(b"%PDF-1.7 a bill")
    assert run(["cost", "attach", "1", str(file), "--by", "sato"]) == 0
    assert run(["cost", "attach", "1", str(file), "--by", "sato"]) != 0
    assert run(["cost", "attach", "1", str(file), "--kind", "x", "--by", "sato"]) != 0
    assert run(["cost", "attach", "1", str(tmp_path / "none.pdf"), "--by", "sato"]) != 0
    assert [each.name for each in ledger.find(1).vouchers] == ["請求書.pdf"]


def test_the_index_of_financial_strength_is_kept(
    ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ["--year", "令和6", "--source", "決算カード", "--by", "sato"]
    assert run(["cost", "strength", "0.51 0.52 0.53", *said]) == 0
    assert "0.52" in capsys.readouterr().out
    assert run(["cost", "strength", "x", *said]) != 0


def test_the_index_is_not_for_a_supervisor_of_some_departments(
    app: Utsushi, ledger: Ledger
) -> None:
    own = Scope(frozenset({"こども課"}))
    app.accounts.add("ueda", "上田", Role.SUPERVISOR, own, "端末", None, must_change=False)
    said = ["--year", "令和6", "--source", "決算カード", "--by", "ueda"]
    assert run(["cost", "strength", "0.1", *said]) != 0
    assert ledger.strength(R6) is None


@pytest.mark.parametrize("name", ["ひな形.xlsx", "ひな形.csv"])
def test_a_template_is_written_and_never_over_a_file(tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    assert run(["cost", "template", str(out), "--year", "令和6"]) == 0
    assert out.stat().st_size
    assert run(["cost", "template", str(out), "--year", "令和6"]) != 0
    assert run(["cost", "template", str(tmp_path / "x.pdf")]) != 0
