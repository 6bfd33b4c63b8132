"""A web application of others is joined and recorded from nothing, and the files run unchanged."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.recorder.events import Phase
from bots.recorder.joining import provisional
from bots.recorder.recorder import Recorder
from bots.recorder.writing import Written
from bots.scenario import load_scenarios, load_system
from tests.bots.django_site.account import PASSWORD, USER
from tests.bots.recording_new import put_down
from tests.bots.test_django import CATALOGUE, Site, record, site

__all__ = ["site"]

pytestmark = pytest.mark.browser

FORM = "hoiku-moushikomi"
SECRETS = EnvironmentCredentials({
    "UTSUSHI_SYSTEM_HOIKU_USER": USER,
    "UTSUSHI_SYSTEM_HOIKU_PASSWORD": PASSWORD,
})  # fmt: skip


class AdminClerk:
    """Works in the recorder's window with keyboard and mouse."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder

    @property
    def page(self) -> Page:
        return self.recorder.page

    def press(self, role: str, name: str) -> None:
        with self.page.expect_event("load"):
            self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        self.recorder.settle()

    def log_in(self) -> None:
        self.page.get_by_label("ユーザー名").fill(USER)
        self.page.get_by_label("パスワード").fill(PASSWORD)
        self.press("button", "ログイン")
        self.recorder.begin(Phase.FIND)

    def search(self) -> None:
        self.press("link", "保育申込")
        self.page.locator("#searchbar").fill("ウツシ　ハル")
        self.press("button", "検索")

    def type(self) -> None:
        self.press("link", "保育申込")
        self.page.locator(".addlink").first.click()
        self.page.get_by_label("カナ氏名").fill("ウツシ　ハル")
        self.page.locator("#id_name").fill("写　はる")
        self.page.locator("#id_birth").fill("2022-04-01")
        self.page.get_by_label("女").check()
        self.page.get_by_label("希望施設").select_option(label="東保育所")
        self.page.locator("#id_reasons").select_option(label=["就労", "疾病"])
        self.page.get_by_label("ひとり親世帯").check()
        self.page.get_by_label("備考").fill("アレルギーあり")
        for number, name, birth in ((0, "写　なつ", "2019-08-01"), (1, "写　あき", "2020-09-03")):
            self.page.locator(f"#id_siblings-{number}-name").fill(name)
            self.page.locator(f"#id_siblings-{number}-birth").fill(birth)

    def work(self) -> None:
        """The whole job after the login."""
        self.search()
        self.recorder.begin(Phase.ENTER)
        self.type()
        self.recorder.begin(Phase.SUBMIT)
        self.press("button", "保存")
        self.recorder.begin(Phase.LOOK_UP)
        self.search()
        with self.page.expect_event("load"):
            self.page.locator("#result_list tbody th a").click()
        self.recorder.settle()


@dataclass
class Recording:
    folder: Path
    written: Written


@pytest.fixture(scope="module")
def recording(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    folder = tmp_path_factory.mktemp("new") / "hoiku"
    new = provisional("hoiku", site.url, "保育申込台帳", folder)
    sample = record(note="アレルギーあり", sibling2_name="写　あき", sibling2_birth="2020-09-03")
    with Recorder(new, CATALOGUE[FORM], sample, SECRETS, headless=True, start=site.url) as recorder:
        recorder.start()
        clerk = AdminClerk(recorder)
        clerk.log_in()
        clerk.work()
        return Recording(folder, put_down(recorder, folder, folder / "rec", CATALOGUE))


def test_another_record_is_entered_by_the_unchanged_files(recording: Recording, site: Site) -> None:
    scenarios = load_scenarios(recording.folder, CATALOGUE, {})
    system = load_system(recording.folder, {})
    another = record(
        kana="ナミキ　アキ", name="並木　秋", birth="2021-05-06", sex="男", nursery="中央保育所",
        reasons=("介護",), single=None, note=None, sibling1_name="並木　冬",
    )  # fmt: skip
    with Bot(system, scenarios, SECRETS, evidence=recording.folder / "evidence") as bot:
        receipt = bot.put_in(another, lambda: None)
        assert not receipt.existing
        assert bot.put_in(another, lambda: pytest.fail("is there already")).existing
    [row] = site.ask("SELECT kana, name, birth, sex, nursery, single FROM hoiku_application"
                     " WHERE id = ?", receipt.number)  # fmt: skip
    assert row == ("ナミキ　アキ", "並木　秋", "2021-05-06", "1", "01", 0)


def test_brothers_and_sisters_became_one_repeat(recording: Recording) -> None:
    assert "  - repeat: sibling " in recording.written.text
    assert "sibling1_name}" not in recording.written.text.partition("\nsubmit:")[0]
