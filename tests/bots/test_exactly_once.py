"""What happens around the committing click: nothing is ever entered twice, nothing called done."""

import gc
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

import psutil
import pytest

from bots.bot import Bot
from bots.scenario import Scenario
from bots.scenario.targets import Condition
from forms.errors import MissingSecret, NotReady, SetupError, Unconfirmed
from tests.bots.conftest import Counter, Practice
from tests.bots.records import record

pytestmark = pytest.mark.browser


def kill_browsers() -> None:
    """Kill the browsers that this process started."""
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "chrom" in child.name() and not any("--type=" in word for word in child.cmdline()):
                child.kill()


def kill_driver() -> None:
    for child in psutil.Process().children(recursive=False):
        with suppress(psutil.NoSuchProcess):
            if "node" in child.name():
                child.kill()


# What the browser had not answered yet when it was killed is complained about by Python itself.
killing = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def swept() -> Iterator[None]:
    """What a killed browser leaves behind is collected in the test that killed it."""
    yield
    gc.collect()


def test_the_click_comes_right_after_the_journal(bot: Bot, practice: Practice) -> None:
    seen: list[int] = []
    bot.put_in(record("risai-shomei"), lambda: seen.append(len(practice.rows)))
    assert seen == [0]
    assert len(practice.rows) == 1


def test_nothing_is_clicked_when_the_journal_fails(bot: Bot, practice: Practice) -> None:
    def fails() -> None:
        raise OSError("disk full")

    before = len(practice.rows)
    with pytest.raises(OSError, match="disk full"):
        bot.put_in(record("risai-shomei", kana="ニッシ　フカ"), fails)
    assert len(practice.rows) == before
    assert bot.find(record("risai-shomei", kana="ニッシ　フカ")) is None


@killing
@pytest.mark.usefixtures("swept")
@pytest.mark.parametrize("kill", [kill_browsers, kill_driver])
def test_a_browser_killed_before_the_click_leaves_it_unconfirmed(
    bot: Bot, practice: Practice, nothing: Counter, kill: Callable[[], None]
) -> None:
    given = record("risai-shomei", kana="シンダ　ブラウザ")
    before = len(practice.rows)
    with pytest.raises(Unconfirmed):
        bot.put_in(given, kill)
    assert len(practice.rows) == before
    assert bot.find(given) is None


@killing
@pytest.mark.usefixtures("swept")
@pytest.mark.parametrize("kill", [kill_browsers, kill_driver])
def test_a_browser_killed_between_records_is_replaced(bot: Bot, kill: Callable[[], None]) -> None:
    found = bot.find(record("risai-shomei", kana="ブラウザ　カエル"))
    kill()
    assert bot.find(record("risai-shomei", kana="ブラウザ　カエル")) == found


def deaf(scenario: Scenario) -> Scenario:
    """The scenario with a sign of success that never comes, and little patience."""
    never = Condition.model_validate({"shown": {"text": "この言葉は出ない"}})
    submit = scenario.declared.submit.model_copy(update={"accepted": never})
    waits = scenario.system.declared.waits.model_copy(update={"answer": 1.0})
    told = scenario.system.declared.model_copy(update={"waits": waits})
    return replace(
        scenario,
        declared=scenario.declared.model_copy(update={"submit": submit}),
        system=replace(scenario.system, declared=told),
    )


def test_an_answer_that_is_not_understood_is_settled_by_looking(
    practice: Practice, nothing: Counter
) -> None:
    scenarios = {"risai-shomei": deaf(practice.scenarios["risai-shomei"])}
    with practice.bot(scenarios) as bot:
        receipt = bot.put_in(record("risai-shomei", kana="ヘンジ　ナシ"), nothing)
    assert receipt.existing is False
    assert [row.uketsuke_no for row in practice.rows].count(receipt.number) == 1


def forget_session(bot: Bot) -> None:
    """As after the target's time limit: it does not know us any more."""
    context = bot._session._context
    assert context is not None
    context.clear_cookies()


def test_logged_out_at_the_click_is_unconfirmed(practice: Practice) -> None:
    with practice.bot() as bot:
        given, before = record("risai-shomei", kana="キレタ　セッション"), len(practice.rows)
        with pytest.raises(Unconfirmed):
            bot.put_in(given, lambda: forget_session(bot))
        assert len(practice.rows) == before
        forget_session(bot)
        assert bot.put_in(given, lambda: None).existing is False


def test_a_system_that_is_down_is_not_ready(practice: Practice) -> None:
    nowhere = Practice(practice.db, "http://127.0.0.1:1", practice.evidence)
    with nowhere.bot() as bot, pytest.raises(NotReady, match="つながりません"):
        bot.put_in(record("risai-shomei"), lambda: pytest.fail("must not be submitted"))


def test_a_wrong_password_stops_before_any_work(practice: Practice) -> None:
    with practice.bot(password="machigai-9876") as bot:
        with pytest.raises(SetupError, match="E0201") as raised:
            bot.find(record("risai-shomei"))
        assert "machigai" not in str(raised.value)


def test_a_missing_secret_is_named_by_its_variable(practice: Practice) -> None:
    with (
        practice.bot(password="") as bot,
        pytest.raises(MissingSecret, match="UTSUSHI_SYSTEM_PRACTICE_PASSWORD"),
    ):
        bot.find(record("risai-shomei"))
