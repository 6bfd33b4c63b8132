"""A system whose every screen opens a window of its own is recorded, and runs unchanged."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import yaml
from playwright.sync_api import Page

from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.recorder.events import Act, Kind, Phase
from bots.recorder.joining import provisional
from bots.recorder.recorder import Recorder
from bots.recorder.staying import staying
from bots.recorder.writing import Written
from bots.scenario import load_scenarios, load_system
from bots.scenario.targets import Target
from tests.bots.many_windows import ManyWindows, many_windows
from tests.bots.recording_new import put_down
from tests.bots.records import CATALOGUE, record

pytestmark = pytest.mark.browser

FORM = "risai-shomei"
SECRETS = EnvironmentCredentials({"UTSUSHI_SYSTEM_MADO_USER": "009001"})


class WindowClerk:
    """Works in the recorder's windows with keyboard and mouse."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder

    def opened(self, page: Page, name: str, role: str = "button") -> Page:
        with page.expect_popup() as window:
            page.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]
        window.value.wait_for_load_state()
        self.recorder.settle()
        return window.value

    def search(self) -> Page:
        window = self.opened(self.recorder.page, "検索")
        window.locator("[name=kana]").fill("ヤマダ　タロウ")
        with window.expect_event("load"):
            window.get_by_role("button", name="検索する").click()
        self.recorder.settle()
        return window

    def work(self) -> None:
        """The whole job after the login."""
        self.search()
        self.recorder.begin(Phase.ENTER)
        window = self.opened(self.recorder.page, "新規登録")
        window.locator("[name=kana]").fill("ヤマダ　タロウ")
        window.locator("[name=date]").fill("2024/09/01")
        self.recorder.begin(Phase.SUBMIT)
        with window.expect_event("load"):
            window.get_by_role("button", name="登録する").click()
        self.recorder.settle()
        self.recorder.begin(Phase.LOOK_UP)
        self.opened(self.search(), "照会", "link")


@dataclass
class Recording:
    server: ManyWindows
    written: Written
    bot: Bot


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recording]:
    folder = tmp_path_factory.mktemp("new") / "mado"
    with many_windows() as server:
        start = f"{server.url}login"
        new = provisional("mado", start, "窓の多いシステム", folder)
        with Recorder(
            new, CATALOGUE[FORM], record(FORM), SECRETS, headless=True, start=start
        ) as recorder:
            page = recorder.start()
            page.locator("#id").fill("009001")
            clerk = WindowClerk(recorder)
            clerk.opened(page, "ログイン")
            recorder.begin(Phase.FIND)
            clerk.work()
            written = put_down(recorder, folder, folder / "rec")
        scenarios = load_scenarios(folder, CATALOGUE, {})
        with Bot(load_system(folder, {}), scenarios, SECRETS, evidence=folder / "evidence") as bot:
            yield Recording(server, written, bot)


def test_the_windows_have_the_names_of_what_opened_them(recording: Recording) -> None:
    said = yaml.safe_load(recording.written.text)
    assert said["find"]["rows"]["window"] == "検索"
    assert said["find"]["nothing"]["shown"]["window"] == "検索"
    assert said["submit"]["window"] == "新規登録"
    assert (said["find"]["rows"]["opens"], said["read_back"]["window"]) == (
        "照会画面",
        "照会画面",
    )


def test_another_record_is_entered_once_by_the_unchanged_files(recording: Recording) -> None:
    another = record(FORM, kana="スズキ　ミドリ", risai_date="2024-10-11")
    assert recording.bot.put_in(another, lambda: None).existing is False
    assert recording.bot.put_in(another, lambda: pytest.fail("is there already")).existing
    assert recording.server.rows == [
        ("ヤマダ　タロウ", "2024/09/01"),
        ("スズキ　ミドリ", "2024/10/11"),
    ]


def act(window: int, opened: int | None = None, words: str = "x") -> Act:
    target = Target.model_validate({"named": words})
    return Act(Kind.CLICK, Phase.ENTER, window, target=target, opened=opened)


@pytest.mark.parametrize(
    ("acts", "needed", "expected"),
    [
        ([act(0, 1, "住所検索"), act(1), act(0)], [], {}),
        ([act(0, 1, "台帳"), act(1), act(0), act(1)], [], {1: "台帳"}),
        ([act(0, 1, "登録"), act(1)], [1], {1: "登録"}),
        ([act(0, 1, "一覧"), act(1, 2, "開く"), act(2)], [2], {1: "一覧", 2: "開く"}),
        ([act(0, 1, "参照"), act(1), act(0, 2, "参照"), act(2)], [1, 2], {1: "参照", 2: "参照2"}),
    ],
    ids=["ends", "by turns", "needed", "one from another", "the same words"],
)
def test_windows_that_stay_have_a_name(
    acts: list[Act], needed: list[int], expected: dict[int, str]
) -> None:
    assert staying(acts, needed) == expected
