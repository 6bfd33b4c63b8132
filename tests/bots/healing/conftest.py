"""A practice system whose screens change, and a copy of its scenarios that may be mended."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.scenario import SCENARIOS, Scenario, load_scenarios
from bots.stage import Watcher
from samples.legacy.rows import LegacyRow, read_rows
from samples.legacy.server import LegacyServer
from samples.legacy.weather import Weather
from tests.bots.records import CATALOGUE
from workflows.sealing import ring_of
from workflows.settings import Settings
from workflows.trials.drawers import read
from workflows.trials.left import left

QUICK = "waits: {screen: 15, answer: 60}"


class Changing:
    """`rename` what stands on the screens from now on; `folder` is the copy of the scenarios."""

    def __init__(self, server: LegacyServer, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.db = folder / "legacy.db"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "UTSUSHI_SYSTEM_PRACTICE_URL": self.server.url,
            "UTSUSHI_SYSTEM_PRACTICE_USER": "009001",
            "UTSUSHI_SYSTEM_PRACTICE_PASSWORD": "renshu2003",
        }

    @property
    def scenarios(self) -> dict[str, Scenario]:
        return dict(load_scenarios(self.folder / "practice", CATALOGUE, self.environment))

    @property
    def rows(self) -> list[LegacyRow]:
        return read_rows(self.db)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def left(self, folder: str) -> dict[str, bytes]:
        """What the commands left in a folder of the data folder, opened, by its name."""
        ring = ring_of(Settings.load())
        found = (each for each in left(self.home) if each.name.startswith(f"{folder}/"))
        return {each.name: read(each.path, self.home, ring) for each in found}

    def rename(self, **renamed: str) -> None:
        self.server.weather = Weather(renamed=renamed)

    def bot(self, watcher: Watcher | None = None) -> Bot:
        scenarios = self.scenarios
        return Bot(
            scenarios["risai-shomei"].system,
            scenarios,
            EnvironmentCredentials(self.environment),
            evidence=self.folder / "evidence",
            watcher=watcher,
        )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LegacyServer]:
    folder = tmp_path_factory.mktemp("changing")
    with LegacyServer(folder / "legacy.db", accounts={"009001": "renshu2003"}) as server:
        server.folder = folder  # type: ignore[attr-defined]
        yield server


@pytest.fixture
def changing(
    server: LegacyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Changing]:
    """Its scenarios as shipped, but for shorter waits: what is gone does not come."""
    copy = tmp_path / "practice"
    shutil.copytree(SCENARIOS / "practice", copy)
    system = copy / "system.yaml"
    text = system.read_text(encoding="utf-8")
    assert QUICK in text
    system.write_text(text.replace(QUICK, "waits: {screen: 3, answer: 10}"), encoding="utf-8")
    changing = Changing(server, tmp_path)
    changing.db = server.folder / "legacy.db"  # type: ignore[attr-defined]
    for name, value in changing.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("UTSUSHI_SCENARIOS", str(tmp_path))
    monkeypatch.setenv("UTSUSHI_HOME", str(tmp_path / "home"))
    yield changing
    server.weather = Weather()
