"""The shipped scenarios against 総合窓口クラウド, the practice system that is one page."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.scenario import SCENARIOS, load_scenarios
from forms.compare import is_same
from samples.legacy.rows import LegacyRow, doubled, half, read_rows
from samples.legacy.spa.server import CloudServer
from tests.bots.records import CATALOGUE, VALUES, least, record

pytestmark = pytest.mark.browser

ACCOUNT = {"009001": "renshu2003"}
FORMS = tuple(VALUES)


@dataclass
class Cloud:
    """The system with a bot in front of it."""

    server: CloudServer
    db: Path
    bot: Bot

    @property
    def rows(self) -> list[LegacyRow]:
        return read_rows(self.db)


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    folder = tmp_path_factory.mktemp("cloud")
    with CloudServer(folder / "cloud.db", accounts=ACCOUNT) as server:
        environment = {
            "UTSUSHI_SYSTEM_PRACTICE_SPA_URL": server.url,
            "UTSUSHI_SYSTEM_PRACTICE_SPA_USER": "009001",
            "UTSUSHI_SYSTEM_PRACTICE_SPA_PASSWORD": "renshu2003",
        }
        scenarios = load_scenarios(SCENARIOS / "practice_spa", CATALOGUE, environment)
        system = scenarios["risai-shomei"].system
        secrets = EnvironmentCredentials(environment)
        with Bot(system, scenarios, secrets, evidence=folder / "evidence") as bot:
            yield Cloud(server, folder / "cloud.db", bot)


@pytest.mark.parametrize("form_id", FORMS)
def test_a_record_is_entered_whole_and_verified(cloud: Cloud, form_id: str) -> None:
    given = record(form_id)
    receipt = cloud.bot.put_in(given, lambda: None)
    row = next(row for row in cloud.rows if row.uketsuke_no == receipt.number)
    wrong = [n for n, v in given.values.items() if v and not is_same(row.values.get(n, ""), v)]
    assert not receipt.existing
    assert wrong == []
    assert set(row.values) == {name for name, value in given.values.items() if value}


@pytest.mark.parametrize("form_id", FORMS)
def test_a_second_time_it_is_found_and_not_entered(cloud: Cloud, form_id: str) -> None:
    before = len(cloud.rows)
    receipt = cloud.bot.put_in(record(form_id), lambda: pytest.fail("must not be submitted"))
    assert receipt.existing
    assert len(cloud.rows) == before
    assert (doubled(cloud.db), half(cloud.db)) == (0, 0)
