"""A list of several pages is recorded so that the row is found on any of them."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.recorder.events import Phase
from bots.recorder.joining import provisional
from bots.recorder.recorder import Recorder
from bots.recorder.saving import save
from bots.scenario import SCENARIOS, Scenario, load_scenario, load_scenarios, load_system
from samples.legacy.procedures import of_the_cloud
from tests.bots.conftest import Practice
from tests.bots.plain_system import PlainSystem, plain_system
from tests.bots.recording_clerk import OldClerk
from tests.bots.recording_new import put_down
from tests.bots.recording_plain import PlainClerk
from tests.bots.records import CATALOGUE, record
from tests.bots.test_recorder_practice import ANOTHER, SAMPLE

pytestmark = pytest.mark.browser

FORM = "risai-shomei"
FULL = 20
"""Rows on a page of the practice system's list."""


def crowd(practice: Practice, kana: str) -> None:
    """As many others of that name as fill a page of the list, with other days."""
    table = next(each.table for each in of_the_cloud() if each.form == FORM)
    with closing(sqlite3.connect(practice.db)) as link, link:
        for number in range(1, FULL + 1):
            link.execute(
                f"INSERT INTO {table} (UKETSUKE_NO, TOROKU_ID, created_at, SNS_KN, SNS_NM,"
                " SNS_DT_G, SNS_DT_Y, SNS_DT_M, SNS_DT_D)"
                " VALUES (?, '009001', '2023-01-01T09:00:00', ?, '別人', '5', '05', '01', ?)",
                (f"令05-{kana}-{number:06d}", kana, f"{number:02d}"),
            )


class TurningClerk(OldClerk):
    """Finds the row on the second page of the list."""

    def work(self) -> None:
        """All after the search that found nothing."""
        self.recorder.begin(Phase.ENTER)
        self.enter_applicant()
        self.enter_house()
        self.enter_damage()
        self.recorder.begin(Phase.SUBMIT)
        self.click("登録")
        self.main.get_by_text("登録が完了しました").wait_for()
        self.recorder.begin(Phase.LOOK_UP)
        self.search("ﾔﾏﾀﾞ ﾀﾛｳ")
        self.click("次頁>>")
        self.main.get_by_role("row", name="山田").get_by_role("link", name="照会").click()
        self.main.get_by_text("登録日時").wait_for()


@pytest.fixture(scope="module")
def turned(practice: Practice, tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """Recorded while others of the same name were registered."""
    folder = tmp_path_factory.mktemp("turned") / "practice"
    folder.mkdir()
    shutil.copy(SCENARIOS / "practice" / "system.yaml", folder)
    system = load_system(folder, practice.environment)
    credentials = EnvironmentCredentials(practice.environment)
    with Recorder(system, CATALOGUE[FORM], SAMPLE, credentials, headless=True) as recorder:
        recorder.start()
        clerk = TurningClerk(recorder, lambda: None)
        clerk.search("ﾔﾏﾀﾞ ﾀﾛｳ")
        crowd(practice, "ﾔﾏﾀﾞ ﾀﾛｳ")
        clerk.work()
        written = recorder.finish()
    path = save(written, folder / f"{FORM}.yaml", system, CATALOGUE, folder.parent / "rec")
    return load_scenario(path, system, CATALOGUE)


def test_the_turning_is_in_the_list_and_not_in_the_search(turned: Scenario) -> None:
    find = turned.declared.find
    assert str(find.rows.next) == "次頁>>"
    assert "次頁" not in str(find.search)


def test_rows_on_the_second_page_are_found_and_verified(
    turned: Scenario, practice: Practice
) -> None:
    crowd(practice, "ｽｽﾞｷ ﾐﾄﾞﾘ")
    with practice.bot({FORM: turned}) as bot:
        assert bot.find(SAMPLE) is not None
        assert bot.put_in(ANOTHER, lambda: None).existing is False
        assert bot.put_in(ANOTHER, lambda: None).existing is True


@dataclass
class Numbered:
    server: PlainSystem
    bot: Bot
    scenario: Scenario


def entry(kana: str, day: int) -> dict[str, str]:
    return {
        "kana": kana, "name": "別　人", "phone": "", "date": f"2023-01-{day:02d}",
        "cause": "火災", "kind": "借家", "copies": "1", "text": "",
    }  # fmt: skip


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Numbered]:
    """A list whose pages have nothing but numbers, recorded without anybody turning a page."""
    folder = tmp_path_factory.mktemp("numbered") / "daicho"
    with plain_system() as server:
        server.per_page = 3
        secrets = EnvironmentCredentials({
            "UTSUSHI_SYSTEM_DAICHO_USER": server.user,
            "UTSUSHI_SYSTEM_DAICHO_PASSWORD": server.password,
        })  # fmt: skip
        new = provisional("daicho", server.url, None, folder)
        sample = record(FORM)
        with Recorder(
            new, CATALOGUE[FORM], sample, secrets, headless=True, start=server.url
        ) as recorder:
            recorder.start()
            clerk = PlainClerk(recorder, server)
            clerk.log_in(server.password)
            recorder.begin(Phase.FIND)
            clerk.find()
            clerk.type()
            recorder.begin(Phase.SUBMIT)
            clerk.save()
            server.rows += [entry("ヤマダ　タロウ", day) for day in range(1, 8)]
            clerk.look_up()
            put_down(recorder, folder, folder / "rec")
        scenarios = load_scenarios(folder, CATALOGUE, {})
        with Bot(load_system(folder, {}), scenarios, secrets, evidence=folder / "evidence") as bot:
            yield Numbered(server, bot, scenarios[FORM])


def test_page_numbers_are_written_as_the_number_that_follows(numbered: Numbered) -> None:
    assert str(numbered.scenario.declared.find.rows.next) == "{page}"


def test_a_row_on_the_third_page_is_not_entered_again(numbered: Numbered) -> None:
    rows = numbered.server.rows
    kana = "スズキ　ミドリ"
    rows += [entry(kana, day) for day in range(1, 7)]
    given = record(FORM, kana=kana, name="鈴木　緑")
    assert numbered.bot.put_in(given, lambda: None).existing is False
    before = len(rows)
    assert numbered.bot.put_in(given, lambda: pytest.fail("entered already")).existing is True
    assert len(rows) == before
