"""What is decided before a browser is even opened."""

from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

import pytest

from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.scenario import SCENARIOS, load_scenarios
from bots.scenario.scenario import Hours
from forms.errors import NotReady, Rejected, SetupError
from forms.record import Record
from tests.bots.records import CATALOGUE, record


@pytest.fixture
def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bot:
    """A bot whose browser must not start, at a system that is open from 7:00 to 20:00."""
    monkeypatch.setattr("bots.session.launch", lambda *_: pytest.fail("a browser was started"))
    scenarios = load_scenarios(SCENARIOS / "practice", CATALOGUE, {})
    system = replace(scenarios["risai-shomei"].system, hours=Hours(time(7), time(20)))
    return Bot(
        system,
        scenarios,
        EnvironmentCredentials({}),
        evidence=tmp_path,
        now=lambda: datetime(2026, 11, 24, 12, 0),
    )


def submitted() -> None:
    pytest.fail("must not be submitted")


@pytest.mark.parametrize("hour", [0, 6, 20, 23])
def test_nothing_is_done_outside_of_the_entry_hours(bot: Bot, hour: int) -> None:
    bot._now = lambda: datetime(2026, 11, 24, hour, 30)
    with pytest.raises(NotReady, match="07:00 から 20:00"):
        bot.put_in(record("risai-shomei"), submitted)
    with pytest.raises(NotReady):
        bot.find(record("risai-shomei"))


@pytest.mark.parametrize("key", ["kana", "risai_date"])
def test_a_record_without_its_key_is_for_a_person(bot: Bot, key: str) -> None:
    with pytest.raises(Rejected, match="空のため"):
        bot.put_in(record("risai-shomei", **{key: None}), submitted)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "𠮷田　太郎", "氏名の「𠮷」"),
        ("damage_text", "床☃", "「☃」"),
        ("address", "東京都葛󠄀飾区1", "文字にありません"),
    ],
)
def test_characters_that_the_target_lacks_are_for_a_person(
    bot: Bot, field: str, value: str, words: str
) -> None:
    with pytest.raises(Rejected, match=words):
        bot.put_in(record("risai-shomei", **{field: value}), submitted)


def test_a_value_that_no_filter_understands_is_for_a_person(bot: Bot) -> None:
    with pytest.raises(Rejected, match="phone") as raised:
        bot.put_in(record("risai-shomei", phone="12"), submitted)
    assert "12" not in raised.value.message


def test_a_form_without_a_scenario_is_a_setup_error(bot: Bot) -> None:
    with pytest.raises(SetupError, match="シナリオがありません"):
        bot.find(Record("unknown", "1", ()))


def test_a_record_that_lacks_fields_is_a_setup_error(bot: Bot) -> None:
    with pytest.raises(SetupError, match="項目「shinsei_date」がありません"):
        bot.find(Record("risai-shomei", "1", ()))
