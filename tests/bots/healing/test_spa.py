"""The same on the modern practice system: labels with badges, sections, drawn lists."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.scenario import SCENARIOS, load_scenarios
from samples.legacy.rows import read_rows
from samples.legacy.spa.server import CloudServer
from samples.legacy.weather import Weather
from tests.bots.records import CATALOGUE, record
from workflows.cli.bots.check import check

pytestmark = pytest.mark.browser


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CloudServer]:
    shutil.copytree(SCENARIOS / "practice_spa", tmp_path / "practice_spa")
    with CloudServer(tmp_path / "cloud.db", accounts={"009001": "renshu2003"}) as server:
        monkeypatch.setenv("UTSUSHI_SYSTEM_PRACTICE_SPA_URL", server.url)
        monkeypatch.setenv("UTSUSHI_SYSTEM_PRACTICE_SPA_USER", "009001")
        monkeypatch.setenv("UTSUSHI_SYSTEM_PRACTICE_SPA_PASSWORD", "renshu2003")
        monkeypatch.setenv("UTSUSHI_SCENARIOS", str(tmp_path))
        monkeypatch.setenv("UTSUSHI_HOME", str(tmp_path / "home"))
        yield server


def test_renamed_labels_are_mended_after_a_yes_and_entered(
    cloud: CloudServer, tmp_path: Path
) -> None:
    cloud.weather = Weather(renamed={"氏名": "お名前", "代理人氏名": "代理の方の氏名"})
    asked: list[str] = []

    def yes(question: str) -> str:
        asked.append(question)
        return "はい"

    assert check("practice_spa", "risai-shomei", do_apply=True, ask=yes) == 1
    assert len(asked) == 2
    scenarios = load_scenarios(tmp_path / "practice_spa", CATALOGUE)
    with Bot(
        scenarios["risai-shomei"].system,
        scenarios,
        EnvironmentCredentials(),
        evidence=tmp_path / "evidence",
    ) as bot:
        changes = {"agent_name": "写　太郎", "agent_phone": "0761112222"}
        receipt = bot.put_in(record("risai-shomei", **changes), lambda: None)
    assert not receipt.existing
    assert len(read_rows(tmp_path / "cloud.db")) == 1
