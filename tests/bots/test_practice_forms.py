"""Every form that we ship has a scenario for 総合窓口クラウド, and goes in whole."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.scenario import SCENARIOS, load_scenarios
from bots.scenario.lint import mistakes
from forms.compare import is_same
from forms.form import FieldType, Form
from forms.record import Record
from samples.generate.people import Town
from samples.generate.values import values_of
from samples.legacy.procedures import PROCEDURES, of_the_cloud
from samples.legacy.rows import read_rows
from samples.legacy.spa.server import CloudServer
from tests.bots.records import CATALOGUE
from tests.samples.checking import record_of

FOLDER = SCENARIOS / "practice_spa"
ACCOUNT = {"009001": "renshu2003"}
DECLARED = [form.id for form in CATALOGUE if form.id not in {each.form for each in PROCEDURES}]
NOT_ENTERED = (FieldType.SEAL,)


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bot, Path]]:
    folder = tmp_path_factory.mktemp("forms")
    with CloudServer(folder / "cloud.db", accounts=ACCOUNT) as server:
        environment = {
            "UTSUSHI_SYSTEM_PRACTICE_SPA_URL": server.url,
            "UTSUSHI_SYSTEM_PRACTICE_SPA_USER": "009001",
            "UTSUSHI_SYSTEM_PRACTICE_SPA_PASSWORD": "renshu2003",
        }
        scenarios = load_scenarios(FOLDER, CATALOGUE, environment)
        system = scenarios[DECLARED[0]].system
        with Bot(system, scenarios, EnvironmentCredentials(environment), evidence=None) as bot:
            yield bot, folder / "cloud.db"


def fullest(form: Form) -> Record:
    """Of thirty invented applications, the one with the fewest blanks."""
    made = [values_of(form, Town(Random(n)), Random(n), date(2025, 9, 3)) for n in range(30)]
    return record_of(form, max(made, key=lambda values: sum(map(bool, values.values()))))


def test_every_form_has_a_procedure_and_a_scenario_without_a_mistake() -> None:
    assert mistakes(FOLDER, CATALOGUE) == []
    assert set(load_scenarios(FOLDER, CATALOGUE, {})) == {form.id for form in CATALOGUE}
    assert {each.form for each in of_the_cloud()} == {form.id for form in CATALOGUE}


@pytest.mark.parametrize("form_id", DECLARED)
def test_whatever_is_written_on_the_paper_has_a_field_in_the_system(form_id: str) -> None:
    procedure = next(each for each in of_the_cloud() if each.form == form_id)
    written = {f.id for f in CATALOGUE[form_id].fields if f.type not in NOT_ENTERED}
    assert {item.field_id for item in procedure.items} == written


@pytest.mark.browser
@pytest.mark.parametrize("form_id", DECLARED)
def test_an_application_is_entered_whole_and_read_back(
    cloud: tuple[Bot, Path], form_id: str
) -> None:
    bot, db = cloud
    given = fullest(CATALOGUE[form_id])
    receipt = bot.put_in(given, lambda: None)
    row = next(row for row in read_rows(db) if row.uketsuke_no == receipt.number)
    entered = {f.id for f in CATALOGUE[form_id].fields if f.type not in NOT_ENTERED}
    assert set(row.values) == entered & {name for name, value in given.values.items() if value}
    typed = {f.id for f in CATALOGUE[form_id].fields if f.type is not FieldType.CHOICE}
    wrong = [n for n, v in row.values.items() if n in typed and not is_same(v, given.values[n])]
    assert wrong == []  # the words of its lists are the system's own; the bot has read them back
