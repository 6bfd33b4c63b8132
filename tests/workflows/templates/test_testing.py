"""Golden scans read again: verdicts, changes, and what the command says."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from forms.catalogue import DEFINITIONS, Catalogue
from forms.form import Form
from forms.golden import Golden, Seen, golden_text, goldens_of, load_golden
from ocr.reader import Reader
from tests.ours import OURS
from tests.workflows.conftest import FORMS
from tests.workflows.fakes import FakeReader, filled, scan
from workflows.cli import run
from workflows.templates import (
    Change,
    FormResult,
    Verdict,
    accept,
    examine,
    look_with,
)
from workflows.templates.testing import Look

MOST_DOUBTED_WRONG = 0.1  # of a form's fields; 0.03 of all forms together (`form test --all`)
RIGHT, DOUBTED, WRONG, DOUBTED_WRONG = (
    Seen("佐藤", False), Seen("佐藤", True), Seen("鈴木", False), Seen("鈴木", True)
)  # fmt: skip


@pytest.fixture
def form(catalogue: Catalogue) -> Form:
    return catalogue["chosa"]


def result(form: Form, now: Seen, before: Seen | None, problem: str = "") -> FormResult:
    accepted = {} if before is None else {"name": before}
    golden = Golden("a", Path("a.png"), {"name": "佐藤"}, accepted)

    def look(scans: Sequence[Path]) -> list[Look]:
        return [Look(problem=problem) if problem else Look(form.id, {"name": now}) for _ in scans]

    return examine(form, [golden], look)


@pytest.mark.parametrize(
    ("now", "before", "verdict", "change", "passed"),
    [
        (RIGHT, None, Verdict.RIGHT, Change.FIRST, True),
        (RIGHT, RIGHT, Verdict.RIGHT, Change.SAME, True),
        (RIGHT, Seen("佐　藤", False), Verdict.RIGHT, Change.SAME, True),
        (RIGHT, DOUBTED, Verdict.RIGHT, Change.BETTER, True),
        (DOUBTED, DOUBTED, Verdict.DOUBTED_RIGHT, Change.SAME, True),
        (DOUBTED, RIGHT, Verdict.DOUBTED_RIGHT, Change.WORSE, False),
        (DOUBTED_WRONG, DOUBTED, Verdict.DOUBTED_WRONG, Change.WORSE, False),
        (DOUBTED_WRONG, DOUBTED_WRONG, Verdict.DOUBTED_WRONG, Change.SAME, True),
        (WRONG, WRONG, Verdict.WRONG, Change.SAME, False),
        (WRONG, DOUBTED_WRONG, Verdict.WRONG, Change.WORSE, False),
        (DOUBTED_WRONG, Seen("田中", True), Verdict.DOUBTED_WRONG, Change.OTHER, True),
    ],
)
def test_a_reading_is_judged_by_the_truth_and_by_what_was_accepted(
    form: Form, now: Seen, before: Seen | None, verdict: Verdict, change: Change, passed: bool
) -> None:
    found = result(form, now, before)
    (field,) = found.papers[0].fields
    assert (field.verdict, field.change, found.has_passed) == (verdict, change, passed)


def test_a_paper_that_is_not_read_fails_with_its_words(form: Form) -> None:
    found = result(form, RIGHT, RIGHT, "様式が分かりません。")
    assert not found.has_passed
    assert found.papers[0].problem == "様式が分かりません。"


def test_a_field_whose_truth_nobody_told_is_named_not_judged(form: Form) -> None:
    found = result(form, RIGHT, RIGHT)
    assert {each.id for each in found.papers[0].untold} == {e.id for e in form.fields} - {"name"}


def test_accepting_writes_what_was_read_and_nothing_of_the_truth(
    form: Form, tmp_path: Path
) -> None:
    paper = tmp_path / "a.txt"
    paper.write_text(scan(filled({"name": "uncertain"})), encoding="utf-8")
    truth = {"name": "別の人"}
    (tmp_path / "a.yaml").write_text(golden_text(Golden("a", paper, truth, {})), encoding="utf-8")
    golden = load_golden(tmp_path / "a.yaml")
    look = look_with(FakeReader(Catalogue([form])), form)
    accept(examine(form, [golden], look))
    kept = load_golden(tmp_path / "a.yaml")
    assert kept.truth == truth
    assert kept.accepted["name"].is_doubted
    assert examine(form, [kept], look).changed(Change.SAME) == 1


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation whose one form of its own has a golden scan, read by a fake."""
    shutil.copytree(FORMS / "chosa", tmp_path / "forms" / "chosa")
    golden = tmp_path / "forms" / "chosa" / "golden"
    golden.mkdir()
    (golden / "a.txt").write_text(scan(filled({})), encoding="utf-8")
    truth = {"name": "山田　花子", "my_number": "123456789018"}
    path = golden / "a.yaml"
    path.write_text(golden_text(Golden("a", golden / "a.txt", truth, {})), encoding="utf-8")
    monkeypatch.setenv("UTSUSHI_FORMS", str(tmp_path / "forms"))
    monkeypatch.setenv("UTSUSHI_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(
        "workflows.cli.form_testing.open_reader", lambda settings, catalogue: FakeReader(catalogue)
    )
    return path


def test_the_command_fails_first_accepts_after_a_yes_and_then_passes(
    office: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    truth = load_golden(office).truth
    seen = dict(truth)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    assert run(["form", "test", "chosa", "--accept"]) == 1
    assert load_golden(office).accepted == {}
    monkeypatch.setattr("typer.confirm", lambda *_, **__: True)
    assert run(["form", "test", "chosa", "--accept"]) == 0
    assert set(load_golden(office).accepted) == set(seen)
    assert "123456789018" not in capsys.readouterr().out
    assert run(["form", "test", "chosa", "--json"]) in (0, 1)
    (told,) = json.loads(capsys.readouterr().out)
    assert {each["change"] for each in told["papers"][0]["fields"]} == {"same"}


def test_a_revision_whose_paper_is_that_of_a_newer_one_is_not_tried(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newest = office.parents[1]
    older = newest / "old"
    shutil.copytree(newest, older, ignore=shutil.ignore_patterns("old"))
    path = older / "form.yaml"
    text = path.read_text(encoding="utf-8")
    version = Catalogue.load(newest.parent)["chosa"].version
    path.write_text(text.replace(f'"{version}"', '"1999-01"'), encoding="utf-8")
    for folder in (newest, older):
        (folder / "blank.pdf").write_bytes(b"%PDF the same")
    assert run(["form", "test", "chosa", "--json"]) in (0, 1)
    assert [each["version"] for each in json.loads(capsys.readouterr().out)] == [version]
    (older / "blank.pdf").write_bytes(b"%PDF another")
    assert run(["form", "test", "chosa", "--json"]) in (0, 1)
    assert len(json.loads(capsys.readouterr().out)) == 2


@pytest.mark.parametrize("arguments", [[], ["chosa", "--all"]])
def test_the_command_must_be_told_which_forms(
    office: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["form", "test", *arguments]) == 3
    assert "--all" in capsys.readouterr().err


def test_a_form_without_golden_scans_says_how_to_make_one(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.unlink()
    assert run(["form", "test", "chosa"]) == 3
    assert "見本に残して" in capsys.readouterr().err


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return OURS


@pytest.fixture(scope="module")
def reader(shipped: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader.open(shipped, features=tmp_path_factory.mktemp("home") / "features")


@pytest.mark.models
@pytest.mark.parametrize("form_id", sorted(p.parent.name for p in DEFINITIONS.glob("*/form.yaml")))
def test_no_golden_scan_that_we_ship_is_silently_wrong(
    shipped: Catalogue, reader: Reader, form_id: str
) -> None:
    form = shipped[form_id]
    found = examine(form, goldens_of(form), look_with(reader, form))
    assert not any(paper.problem for paper in found.papers)
    assert found.count(Verdict.WRONG) == 0
    assert found.count(Verdict.DOUBTED_WRONG) <= MOST_DOUBTED_WRONG * found.total
