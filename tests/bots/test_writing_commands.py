"""`utsushi bot lint` and `utsushi bot schema`: what a person who writes scenarios sees."""

import json
import shutil
from pathlib import Path

import pytest

from bots.scenario import SCENARIOS
from workflows import cli


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the practice system in a folder of the office's own."""
    shutil.copytree(SCENARIOS / "practice", tmp_path / "systems" / "practice")
    monkeypatch.setenv("UTSUSHI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("UTSUSHI_SCENARIOS", str(tmp_path / "systems"))
    return tmp_path / "systems" / "practice"


def test_lint_says_where_nothing_is_wrong(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["bot", "lint", "practice"]) == 0
    assert "practice: 間違いはありません。" in capsys.readouterr().out


def test_lint_tells_file_line_and_nearest_word_and_ends_with_3(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = own / "risai-shomei.yaml"
    text = path.read_text(encoding="utf-8")
    spoiled = text.replace("{kana|half_kana}", "{kanna|half_kana}", 1).replace(
        "- click: 次へ", "- clik: 次へ", 1
    )
    path.write_text(spoiled, encoding="utf-8")
    assert cli.run(["bot", "lint"]) == 3
    said = capsys.readouterr().out
    for word in ("{kanna|half_kana}", "clik"):
        line = next(n for n, each in enumerate(spoiled.splitlines(), 1) if word in each)
        assert f"{path} の {line} 行目" in said
    assert "「kana」ではありませんか。" in said
    assert "間違いが 2 か所あります。" in said


def test_lint_of_an_unknown_system_is_a_setup_error(own: Path) -> None:
    assert cli.run(["bot", "lint", "nowhere"]) == 3


@pytest.mark.parametrize("kind", ["scenario", "system"])
def test_schema_is_printed_or_written(
    own: Path, tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["bot", "schema", kind]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["$schema"].startswith("http://json-schema.org/draft-07")
    file = tmp_path / "x.schema.json"
    assert cli.run(["bot", "schema", kind, "-o", str(file)]) == 0
    assert json.loads(file.read_text(encoding="utf-8")) == printed


def test_schema_knows_the_forms_of_the_office(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["bot", "schema"]) == 0
    assert "risai-shomei" in json.loads(capsys.readouterr().out)["properties"]["form"]["enum"]


@pytest.mark.parametrize("arguments", [["else"], ["system", "-o", "/nowhere/at/all.json"]])
def test_schema_that_cannot_be_given_is_a_setup_error(own: Path, arguments: list[str]) -> None:
    assert cli.run(["bot", "schema", *arguments]) == 3
