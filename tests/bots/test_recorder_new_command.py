"""`utsushi bot record ADDRESS FORM --new NAME`, as the office runs it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from bots.recorder.events import Phase
from bots.recorder.recorder import Recorder
from bots.recorder.writing import Written
from bots.scenario import load_scenarios
from tests.bots.plain_system import PlainSystem, plain_system
from tests.bots.recording_plain import PlainClerk
from tests.bots.records import CATALOGUE
from workflows import cli
from workflows.cli.bots import record_new

FORM = "risai-shomei"
SAMPLE = """{"kana": "ヤマダ　タロウ", "name": "山田　太郎", "phone": "0355551234",
"risai_date": "2024-09-01", "shinsei_date": "2024-09-03", "cause": "風水害", "house_kind": "持家",
"copies": "2", "damage_text": "床上50cm、屋根が飛んだ"}"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with a folder for its own systems, at a desktop."""
    monkeypatch.setenv("UTSUSHI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("UTSUSHI_SCENARIOS", str(tmp_path / "systems"))
    monkeypatch.setenv("DISPLAY", ":0")
    (tmp_path / "systems").mkdir()
    return tmp_path / "systems"


@pytest.fixture
def server() -> Iterator[PlainSystem]:
    with plain_system() as server:
        yield server


@pytest.mark.browser
def test_the_files_of_a_new_system_are_written_and_its_credentials_named(
    own: Path,
    server: PlainSystem,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def sit(recorder: Recorder) -> Written:
        recorder.start()
        clerk = PlainClerk(recorder, server)
        clerk.log_in(server.password)
        recorder.begin(Phase.FIND)
        clerk.work()
        return recorder.finish()

    monkeypatch.setattr(record_new, "sit", sit)
    monkeypatch.setattr(record_new, "Recorder", partial(Recorder, headless=True))
    sample = own.parent / "sample.json"
    sample.write_text(SAMPLE, encoding="utf-8")
    new = ["--new", "daicho", "--title", "被災者台帳", "--record", str(sample)]
    assert cli.run(["bot", "record", server.url, FORM, *new]) == 0
    said = capsys.readouterr().out
    assert "utsushi bot secret set daicho password" in said
    assert server.password not in said
    scenarios = load_scenarios(own / "daicho", CATALOGUE, {})
    assert scenarios[FORM].system.title == "被災者台帳"


@pytest.mark.parametrize(
    ("address", "name", "words"),
    [
        ("http://127.0.0.1:1/", "practice", "もうあります"),
        ("http://127.0.0.1:1/", "台帳", "名前にできません"),
        ("daicho", "daicho", "アドレスが読めません"),
    ],
)
def test_what_cannot_be_a_new_system_is_told_before_any_work(
    own: Path, capsys: pytest.CaptureFixture[str], address: str, name: str, words: str
) -> None:
    assert cli.run(["bot", "record", address, FORM, "--new", name]) == 3
    assert words in capsys.readouterr().err
    assert list(own.iterdir()) == []


def test_an_address_without_a_name_is_told_to_take_one(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["bot", "record", "http://127.0.0.1:1/", FORM]) == 3
    assert "--new" in capsys.readouterr().err


def test_without_a_folder_of_its_own_nothing_is_begun(
    own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("UTSUSHI_SCENARIOS")
    assert cli.run(["bot", "record", "http://127.0.0.1:1/", FORM, "--new", "daicho"]) == 3
    assert "UTSUSHI_SCENARIOS" in capsys.readouterr().err
