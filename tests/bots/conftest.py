"""Fixtures: the practice system with a bot in front of it, and a small nasty site to play on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.scenario import SCENARIOS, Scenario, load_scenarios
from samples.legacy.rows import LegacyRow, read_rows
from samples.legacy.server import LegacyServer
from tests.bots.playground import Playground, serve
from tests.bots.records import CATALOGUE

ACCOUNT = {"009001": "renshu2003"}


@dataclass
class Practice:
    """A practice system of its own and what leads into it."""

    db: Path
    url: str
    evidence: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "UTSUSHI_SYSTEM_PRACTICE_URL": self.url,
            "UTSUSHI_SYSTEM_PRACTICE_USER": "009001",
            "UTSUSHI_SYSTEM_PRACTICE_PASSWORD": "renshu2003",
        }

    @property
    def scenarios(self) -> dict[str, Scenario]:
        return dict(load_scenarios(SCENARIOS / "practice", CATALOGUE, self.environment))

    @property
    def rows(self) -> list[LegacyRow]:
        return read_rows(self.db)

    def bot(
        self, scenarios: Mapping[str, Scenario] | None = None, password: str | None = None
    ) -> Bot:
        shipped = self.scenarios
        secret = {} if password is None else {"UTSUSHI_SYSTEM_PRACTICE_PASSWORD": password}
        return Bot(
            shipped["risai-shomei"].system,
            shipped if scenarios is None else scenarios,
            EnvironmentCredentials({**self.environment, **secret}),
            evidence=self.evidence,
        )


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    """One for a test file: tests tell their applications apart by their keys."""
    folder = tmp_path_factory.mktemp("practice")
    with LegacyServer(folder / "legacy.db", accounts=ACCOUNT) as server:
        yield Practice(folder / "legacy.db", server.url, folder / "evidence")


@pytest.fixture(scope="module")
def bot(practice: Practice) -> Iterator[Bot]:
    with practice.bot() as bot:
        yield bot


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve(Path(__file__).parent / "site") as url:
        yield url


@pytest.fixture(scope="module")
def ground(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    with Playground(site, tmp_path_factory.mktemp("ground")) as ground:
        yield ground


Counter = Callable[[], None]


@pytest.fixture
def nothing() -> Counter:
    """A `before_submit` that has nothing to do."""
    return lambda: None
