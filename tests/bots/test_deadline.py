"""A click that comes too late is not made, whoever stood still."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Dialog, Page

from bots.bot import Bot
from bots.deadline import Deadline
from bots.dialogs import DialogWatch
from forms.errors import Unconfirmed
from tests.bots.conftest import Practice
from tests.bots.playground import Playground
from tests.bots.records import record

PAGE = """
<body><button id=b onclick="hit('click')" onmousedown="hit('down')"><span>登録</span></button>
<button id=c onclick="if (confirm('登録します')) hit('yes')">確認</button>
<button id=d onclick="hit('other')">戻る</button>
<script>const hits = []; const hit = (word) => hits.push(word)</script></body>
"""


@pytest.fixture
def page(ground: Playground) -> Iterator[Page]:
    page = ground.stage({}).page
    page.set_content(PAGE)
    yield page
    page.goto("about:blank")


def in_seconds(seconds: float) -> Deadline:
    return Deadline(time.time() + seconds, time.monotonic() + seconds)


def hits(page: Page) -> list[str]:
    found: list[str] = page.evaluate("hits")
    return found


def test_the_clocks_are_read_before_the_promise_is_given() -> None:
    before = time.time()
    deadline = Deadline.agreed(lambda: 30.0)
    assert deadline is not None
    assert before + 29 < deadline.wall <= time.time() + 30
    assert Deadline.agreed(lambda: None) is None


@pytest.mark.parametrize(("wall", "ticks"), [(-1.0, 60.0), (60.0, -1.0)])
def test_it_is_over_when_either_clock_says_so(wall: float, ticks: float) -> None:
    assert Deadline(time.time() + wall, time.monotonic() + ticks).is_over
    assert not Deadline(time.time() + 60, time.monotonic() + 60).is_over


@pytest.mark.browser
def test_in_time_the_page_hears_the_click(page: Page) -> None:
    in_seconds(60).arm(page.locator("#b"), asks=False)
    page.locator("#b").click()
    assert hits(page) == ["down", "click"]


@pytest.mark.browser
@pytest.mark.parametrize(
    "deadline",
    [
        lambda: Deadline(time.time() - 1, time.monotonic() + 60),
        lambda: Deadline(time.time() + 60, time.monotonic() - 1),
    ],
)
def test_too_late_the_page_hears_nothing_of_it(
    page: Page, deadline: Callable[[], Deadline]
) -> None:
    deadline().arm(page.locator("#b"), asks=False)
    page.locator("#b span").click()
    page.locator("#d").click()
    assert hits(page) == ["other"]


@pytest.mark.browser
def test_a_page_that_lives_on_takes_the_next_record_s_click(page: Page) -> None:
    in_seconds(-1).arm(page.locator("#b"), asks=True)
    in_seconds(60).arm(page.locator("#b"), asks=True)
    page.locator("#b").click()
    assert hits(page) == ["down", "click"]


@pytest.mark.browser
@pytest.mark.parametrize(("seconds", "said"), [(60.0, ["yes"]), (0.3, [])])
def test_an_answer_that_comes_too_late_commits_nothing(
    page: Page, seconds: float, said: list[str]
) -> None:
    """The dialog stands open past the last moment, then somebody says yes."""

    def late(dialog: Dialog) -> None:
        if seconds < 1:
            time.sleep(0.4)  # the worker stands still
        dialog.accept()

    browser = page.context.browser
    assert browser
    with browser.new_context() as context:  # without our own watch
        other = context.new_page()
        other.set_content(PAGE)
        other.on("dialog", late)
        in_seconds(seconds).arm(other.locator("#c"), asks=True)
        other.locator("#c").click()
        assert hits(other) == said


def test_the_watch_gives_no_late_answer() -> None:
    @dataclass
    class Asked:
        type: str = "confirm"
        message: str = "登録します"
        said: str = ""

        def accept(self, typed: str | None = None) -> None:
            self.said = "yes"

        def dismiss(self) -> None:
            self.said = "no"

    for seconds, said in ((60.0, "yes"), (-1.0, "no")):
        watch, asked = DialogWatch(), Asked()
        with watch.expecting("登録します", accept=True, deadline=in_seconds(seconds)):
            watch._answer(asked)  # type: ignore[arg-type]
        assert asked.said == said


@pytest.mark.browser
def test_a_bot_that_stood_still_after_the_journal_does_not_click(
    practice: Practice, bot: Bot
) -> None:
    def slow_journal() -> float:
        time.sleep(0.2)  # longer than the promise: what a paused machine looks like
        return 0.1

    before = len(practice.rows)
    with pytest.raises(Unconfirmed, match="期限"):
        bot.put_in(record("risai-shomei", kana="オソイ　タロウ"), slow_journal)
    assert len(practice.rows) == before
    assert not bot.put_in(record("risai-shomei", kana="オソイ　タロウ"), lambda: 20.0).existing
    assert len(practice.rows) == before + 1
