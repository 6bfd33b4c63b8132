"""`utsushi effect` and `utsushi report`, as typed at the console."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.workflows.conftest import FORMS
from tests.workflows.effect.filling import Filling
from workflows.accounts.passwords import Hasher
from workflows.cli import run
from workflows.report import keeping
from workflows.settings import Settings


@pytest.fixture(autouse=True)
def home(settings: Settings, monkeypatch: pytest.MonkeyPatch, filling: Filling) -> Path:
    """The console's installation, with one record and a supervisor."""
    monkeypatch.setenv("UTSUSHI_HOME", str(settings.home_path))
    monkeypatch.setenv("UTSUSHI_FORMS", str(FORMS))
    monkeypatch.setattr(Hasher.__init__, "__defaults__", (2, 1, 1))
    monkeypatch.setattr(keeping, "pdf_of", lambda html: b"%PDF-" + html.encode())
    filling.add(review=20)
    for login, name, role in (("sato", "佐藤", "supervisor"), ("ito", "伊藤", "it")):
        assert run(["account", "add", login, "--name", name, "--role", role,
                    "--all-departments"]) == 0  # fmt: skip
    return settings.home_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    capsys.readouterr()
    assert run(arguments) == code
    told = capsys.readouterr()
    return told.out + told.err


def effect(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(capsys, "effect", "--year", "令和8", "--json"))
    return found


def test_the_effect_is_told_with_its_method(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "effect", "--year", "令和8")
    assert "令和8年度の効果" in text
    assert "1.7 分" in text
    assert "見積りによります" in text


def test_programs_get_seconds_and_yen(capsys: pytest.CaptureFixture[str]) -> None:
    found = effect(capsys)
    assert (found["total"]["saved_seconds"], found["basis"], found["saved_yen"]) == (
        100, "estimated", None,
    )  # fmt: skip
    assert len(found["by_month"]) == 12


def test_a_supervisor_of_some_departments_enters_nothing_for_the_office(
    capsys: pytest.CaptureFixture[str],
) -> None:
    person = ("--name", "上田", "--role", "supervisor", "--department", "こども課")
    said(capsys, "account", "add", "ueda", *person)
    rate = ("9000", "--year", "令和8", "--source", "x", "--by", "ueda")
    assert "部署を限られています" in said(capsys, "effect", "rate", *rate, code=6)
    assert effect(capsys)["hourly_rate"] is None


def test_a_measurement_and_a_rate_are_entered_by_who_may(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ("effect", "baseline", "chosa", "--seconds", "900", "--records", "10",
             "--day", "2026-04-01", "--by")  # fmt: skip
    assert "登録できません" in said(capsys, *asked, "ito", code=6)
    assert "番号 1" in said(capsys, *asked, "sato")
    rate = ("effect", "rate", "2400", "--year", "令和8", "--source", "給与費", "--by")
    assert "登録できません" in said(capsys, *rate, "ito", code=6)
    assert "2,400 円" in said(capsys, *rate, "sato")
    found = effect(capsys)
    assert (found["basis"], found["saved_yen"]) == ("measured", 47)
    said(capsys, "effect", "baseline", "--strike", "1", "--note", "計り間違い", "--by", "sato")
    assert "計り間違い" in said(capsys, "effect", "baseline")
    assert effect(capsys)["basis"] == "estimated"


def test_the_office_s_estimate_goes_before_the_form_s(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "effect", "baseline", "chosa", "--seconds", "200", "--note", "聞き取り",
         "--by", "sato")  # fmt: skip
    (listed,) = json.loads(said(capsys, "effect", "baseline", "--json"))
    assert (listed["kind"], listed["seconds"], listed["by"]) == ("estimated", 200, "佐藤")
    assert effect(capsys)["by_form"][0]["seconds_a_record"] == "200"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("effect", "--year", "昭和99"), "年度"),
        (("effect", "baseline", "chosa", "--by", "sato"), "--seconds"),
        (("effect", "baseline", "chosa", "--seconds", "9", "--records", "1", "--day", "x",
          "--by", "sato"), "日付"),
        (("effect", "baseline", "chosa", "--seconds", "9", "--records", "0",
          "--by", "sato"), "件数"),
        (("effect", "rate", "0", "--source", "x", "--by", "sato"), "時間単価"),
        (("report", "--month", "2026-13"), "2026-13"),
    ],
)  # fmt: skip
def test_what_cannot_be_ends_in_words(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    capsys.readouterr()
    assert run(arguments) != 0
    assert told in capsys.readouterr().err


def test_a_year_without_a_rate_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert "まだ登録されていません" in said(capsys, "effect", "rate", "--year", "令和8")


def test_a_report_is_made_and_copied(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "報告"
    text = said(capsys, "report", "--month", "2026-04", "--out", str(folder))
    assert "月次報告 2026年4月" in text
    assert sorted(path.name for path in folder.iterdir()) == [
        "getsuji_2026-04.html", "getsuji_2026-04.pdf",
    ]  # fmt: skip


def test_a_report_for_programs_names_its_files(capsys: pytest.CaptureFixture[str]) -> None:
    made = json.loads(said(capsys, "report", "--month", "2026-04", "--json"))
    assert (made["month"], len(made["pdf"]["sha256"])) == ("2026-04", 64)
