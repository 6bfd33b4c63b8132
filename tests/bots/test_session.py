"""Starting the browser, and why it does not start; replacing one that has grown old."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bots import driver, session
from bots.bot import Bot
from bots.browser import launch
from bots.credentials import EnvironmentCredentials
from forms.errors import SetupError
from tests.bots.conftest import Practice
from tests.bots.playground import Playground
from tests.bots.records import record

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("last_words", "reason"),
    [
        ("chrome: error while loading shared libraries: libnss3.so: cannot open", "libnss3.so"),
        ("No usable sandbox! Update your kernel", "sandbox"),
        ("Missing X server or $DISPLAY", "DISPLAY"),
        ("", "起動してすぐに終わりました"),
    ],
)
def test_a_browser_that_ends_at_once_is_told_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last_words: str, reason: str
) -> None:
    broken = tmp_path / "chromium"
    broken.write_text(f"#!/bin/sh\necho '{last_words}' >&2\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("UTSUSHI_CHROMIUM", str(broken))
    started = driver.acquire()
    try:
        with pytest.raises(SetupError, match="ブラウザを起動できません") as raised:
            launch(started.playwright)
    finally:
        driver.release(started)
    assert reason in raised.value.message


def test_a_driver_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise FileNotFoundError("node")

    monkeypatch.setattr(driver, "sync_playwright", broken)
    monkeypatch.setattr(driver._thread, "driver", None)
    with pytest.raises(SetupError, match="Playwright"):
        driver.acquire()


def test_what_entries_leave_in_a_page_is_cleared(ground: Playground) -> None:
    page = ground.stage({}).page
    page.evaluate("window.left = new WeakRef({}), null")
    for _ in range(session.CLEARED_AFTER):
        ground._session.next_record()
    assert page.evaluate("window.left.deref() === undefined")


def test_a_browser_that_has_grown_old_is_replaced(
    bot: Bot, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.find(record("risai-shomei"))
    first = bot._session._browser
    bot.find(record("risai-shomei"))
    assert bot._session._browser is first
    monkeypatch.setattr(session, "MOST_RECORDS", 1)
    assert bot.find(record("risai-shomei")) is None
    assert bot._session._browser is not first


def test_downloads_lie_in_a_folder_that_goes_with_the_browser(
    practice: Practice, tmp_path: Path
) -> None:
    given: list[Path] = []

    @contextmanager
    def passing() -> Iterator[Path]:
        given.append(tmp_path / f"aside-{len(given)}")
        given[-1].mkdir()
        yield given[-1]
        shutil.rmtree(given[-1])

    scenarios = practice.scenarios
    system = next(iter(scenarios.values())).system
    credentials = EnvironmentCredentials(practice.environment)
    with Bot(system, scenarios, credentials, evidence=None, passing=passing) as bot:
        page = bot._session.page()
        page.set_content('<a download="x.txt" href="data:text/plain,words">x</a>')
        with page.expect_download() as coming:
            page.click("a")
        kept = coming.value.path()
        assert kept.is_relative_to(given[0])
        assert kept.read_bytes() == b"words"
    assert len(given) == 1
    assert not given[0].exists()
