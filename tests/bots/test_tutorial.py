"""The tutorial of the docs works: its files are entered into the system that it describes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.scenario import Scenario, load_scenarios, load_system
from bots.scenario.lint import mistakes
from bots.scenario.steps import Click
from forms.errors import AcceptedUnseen, Different, Rejected, Unconfirmed
from tests.bots.plain_system import PlainSystem, plain_system
from tests.bots.records import CATALOGUE, record
from tests.bots.test_docs import PAGES, blocks

pytestmark = pytest.mark.browser

FORM = "risai-shomei"


@dataclass
class Tutorial:
    server: PlainSystem
    bot: Bot
    secrets: EnvironmentCredentials


@pytest.fixture(scope="module")
def tutorial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tutorial]:
    folder = tmp_path_factory.mktemp("daicho")
    [(_, system)], [(_, scenario)] = (
        blocks(PAGES[1], f"first-{k}") for k in ("system", "scenario")
    )
    (folder / "system.yaml").write_text(system, encoding="utf-8")
    (folder / f"{FORM}.yaml").write_text(scenario, encoding="utf-8")
    with plain_system() as server:
        environment = {
            "UTSUSHI_SYSTEM_DAICHO_URL": server.url,
            "UTSUSHI_SYSTEM_DAICHO_USER": server.user,
            "UTSUSHI_SYSTEM_DAICHO_PASSWORD": server.password,
        }
        assert mistakes(folder, CATALOGUE, environment) == []
        scenarios = load_scenarios(folder, CATALOGUE, environment)
        secrets = EnvironmentCredentials(environment)
        system_ = load_system(folder, environment)
        with Bot(system_, scenarios, secrets, evidence=folder / "evidence") as bot:
            yield Tutorial(server, bot, secrets)


def test_the_record_is_entered_and_verified(tutorial: Tutorial) -> None:
    receipt = tutorial.bot.put_in(record(FORM), lambda: None)
    assert (receipt.number, receipt.existing) == ("1", False)
    assert tutorial.server.rows == [
        {
            "kana": "ヤマダ　タロウ",
            "name": "山田　太郎",
            "phone": "03-5555-1234",
            "date": "2024-09-01",
            "cause": "風水害",
            "kind": "持家",
            "copies": "2",
            "text": "床上50cm、屋根が飛んだ",
        }
    ]


def test_it_is_not_entered_twice(tutorial: Tutorial) -> None:
    assert tutorial.bot.put_in(record(FORM), lambda: None).existing
    assert len(tutorial.server.rows) == 1


def test_another_day_is_another_application(tutorial: Tutorial) -> None:
    tutorial.bot.put_in(record(FORM, risai_date="2024-09-02"), lambda: None)
    assert [row["date"] for row in tutorial.server.rows] == ["2024-09-01", "2024-09-02"]


def test_the_same_with_other_values_is_for_a_person(tutorial: Tutorial) -> None:
    with pytest.raises(Different, match="氏名"):
        tutorial.bot.put_in(record(FORM, name="別の　人"), lambda: None)


def test_the_words_of_a_refusal_are_kept(tutorial: Tutorial) -> None:
    with pytest.raises(Rejected, match="氏名は必ず入力してください"):
        tutorial.bot.put_in(record(FORM, kana="サトウ", name=None), lambda: None)


def early(tutorial: Tutorial) -> Scenario:
    """A scenario whose `enter` presses the committing button already, and little patience."""
    [whole] = tutorial.bot._scenarios.values()
    press = Click(click=whole.declared.submit.click)
    enter = whole.declared.model_copy(update={"enter": [*whole.declared.enter, press]})
    waits = whole.system.declared.waits.model_copy(update={"screen": 2.0})
    told = whole.system.declared.model_copy(update={"waits": waits})
    return replace(whole, declared=enter, system=replace(whole.system, declared=told))


def never() -> None:
    pytest.fail("must not be submitted")


@pytest.mark.parametrize("rehearses", [True, False])
def test_a_registration_before_the_click_is_unconfirmed_and_not_repeated(
    tutorial: Tutorial, tmp_path: Path, rehearses: bool
) -> None:
    given = record(FORM, kana=f"ハヤスギ　{'レンシュウ' if rehearses else 'ホンバン'}")
    scenario, before = early(tutorial), len(tutorial.server.rows)
    with Bot(scenario.system, {FORM: scenario}, tutorial.secrets, evidence=tmp_path) as bot:
        work = bot.rehearse if rehearses else lambda each: bot.put_in(each, never)
        with pytest.raises(AcceptedUnseen, match="登録ボタンを押す前に"):
            work(given)
    assert len(tutorial.server.rows) == before + 1


def test_what_was_broken_off_is_looked_up_before_it_is_typed_again(
    tutorial: Tutorial, tmp_path: Path
) -> None:
    given = record(FORM, kana="トチュウ　キレル")
    scenario, before = early(tutorial), len(tutorial.server.rows)
    tutorial.server.forgets = True
    with Bot(scenario.system, {FORM: scenario}, tutorial.secrets, evidence=tmp_path) as bot:
        with pytest.raises(Unconfirmed, match="途切れ"):
            bot.put_in(given, never)
        tutorial.server.forgets = False
        assert bot.put_in(given, never).existing
    assert len(tutorial.server.rows) == before + 1
