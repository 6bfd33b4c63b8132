"""The two pages about scenarios say what is: every example is read, every word is there."""

import re
from pathlib import Path

import pytest
import yaml

from bots.scenario import SCENARIOS, load_system
from bots.scenario.check import Checker
from bots.scenario.expressions import parse
from bots.scenario.filters import FILTERS
from bots.scenario.models import RowsDeclaration, ScenarioDeclaration, SystemDeclaration
from bots.scenario.names import Names
from bots.scenario.scenario import Source
from bots.scenario.steps import VERBS
from bots.scenario.tables import resolve
from bots.scenario.targets import CONDITIONS, WAYS
from bots.scenario.values import Values
from bots.scenario.words import KEYS
from forms import yaml_source
from tests.bots.playground import Script
from tests.bots.records import CATALOGUE

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("scenarios.md", "scenarios.ja.md")
BLOCK = re.compile(r"^```(\w+)((?: [\w-]+)+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FIRST = ("first-system", "first-scenario")
KEY = re.compile(r"([a-z_]+):")
TABLES = {"sex": {"男": "1", "女": "2"}}


def blocks(page: str, kind: str) -> list[tuple[str, str]]:
    """The form (or nothing) and the text of each example of a kind."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = [(info.split(), body) for _, info, body in BLOCK.findall(text)]
    return [(" ".join(info[1:]), body) for info, body in found if info[0] == kind]


STEPS = [
    pytest.param(page, form, body, id=f"{page}-{number}")
    for page in PAGES
    for number, (form, body) in enumerate(blocks(page, "steps"))
]


@pytest.mark.parametrize(("page", "form", "body"), STEPS)
def test_an_example_of_steps_is_right(tmp_path: Path, page: str, form: str, body: str) -> None:
    path = tmp_path / "example.yaml"
    inside = "".join(f"  {line}\n" for line in body.splitlines())
    path.write_text(f"steps:\n{inside}", encoding="utf-8")
    (tmp_path / "town.py").write_text("def split(stage, *, address):\n    ...\n", encoding="utf-8")
    (tmp_path / "guide.pdf").write_bytes(b"%PDF-1.4")
    script = yaml_source.load(path, Script)
    parts = {**load_system(SCENARIOS / "practice", {}).declared.parts, **example(tmp_path).parts}
    names = Names(CATALOGUE[form], {**TABLES, "job": jobs()})
    for number, step in enumerate(script.steps):
        Checker(Source.of(path), parts).walk(step, names, ("steps", number))


def example(folder: Path, page: str = PAGES[0]) -> SystemDeclaration:
    """The example of a system, with the tables that it names beside it."""
    [(_, body)] = blocks(page, "system")
    (folder / "jobs.csv").write_text("会社員,01\n公務員,02\n", encoding="cp932")
    (folder / "wards.csv").write_text("区コード,区の名前\n101,本町区\n", encoding="utf-8-sig")
    (folder / "system.yaml").write_text(body, encoding="utf-8")
    return load_system(folder, {}).declared


def jobs() -> dict[str, str]:
    field = CATALOGUE["jido-teate-nintei"].field("shokugyo")
    return {option.value: option.value for option in field.options}


@pytest.mark.parametrize("page", PAGES)
def test_the_example_of_a_system_is_right(tmp_path: Path, page: str) -> None:
    example(tmp_path, page)
    system = load_system(tmp_path, {})
    assert system.codes["ward"] == {"本町区": "101"}
    assert set(SystemDeclaration.model_fields) == set(
        yaml.safe_load(system.source.path.read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("page", PAGES)
def test_the_example_of_a_scenario_is_right(tmp_path: Path, page: str) -> None:
    [(_, body)] = blocks(page, "scenario")
    path = tmp_path / "scenario.yaml"
    path.write_text(body, encoding="utf-8")
    declared = yaml_source.load(path, ScenarioDeclaration)
    source = Source.of(path)
    names = Names(CATALOGUE[declared.form], resolve(declared.codes, source))
    Checker(source, {}).walk(declared, names, ())
    assert set(ScenarioDeclaration.model_fields) == set(yaml.safe_load(body))


@pytest.mark.parametrize("page", PAGES)
def test_an_example_of_a_list_is_right(page: str) -> None:
    keys = set[str]()
    text = (DOCS / page).read_text(encoding="utf-8")
    for body in re.findall(r"^```yaml rows\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        keys |= RowsDeclaration.model_validate(yaml.safe_load(body)).model_fields_set
    assert set(RowsDeclaration.model_fields) - {"frame", "window", "opens"} == keys


@pytest.mark.parametrize("page", PAGES)
def test_every_verb_target_and_condition_has_an_example(page: str) -> None:
    examples = "".join(body for _, body in blocks(page, "steps"))
    keys = set(re.findall(r"(\w+): ", examples)) | set(re.findall(r"(\w+):\n", examples))
    assert set(VERBS) <= keys
    assert set(CONDITIONS) <= keys
    assert set(WAYS) - {"named"} <= keys | {"role"}


@pytest.mark.parametrize("page", PAGES)
def test_every_key_of_the_language_stands_on_the_page(page: str) -> None:
    """In an example, or between backticks in the text."""
    text = (DOCS / page).read_text(encoding="utf-8")
    said = set(re.findall(r"([a-z_]+):", "".join(body for _, _, body in BLOCK.findall(text))))
    said |= {word for quoted in re.findall(r"`([^`\n]+)`", text) for word in quoted.split()}
    said |= {key for quoted in re.findall(r"`([^`\n]+)`", text) for key in KEY.findall(quoted)}
    short = {("Row", "number"), ("Table", "rows"), ("Target", "named")}
    missing = {
        (model, key)
        for model, keys in KEYS.items()
        for key in keys
        if key and (model, key) not in short and key not in said
    }
    assert missing == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_filter_does_what_the_page_says(page: str) -> None:
    [(_, body)] = blocks(page, "filters")
    seen = set()
    for line in body.splitlines():
        text, value, result = re.split(r" {2,}", line)
        template = parse(text)
        name = template.slots[0].name
        given = None if value in ("(空)", "(blank)") else value
        several = tuple(value.split("、")) if name == "options" else given
        values = Values({name: several, "town": "写市本町", "today": "2026-04-02"}, TABLES)
        assert values.text(template) == result, line
        seen |= {each.name for each in template.slots[0].filters}
    assert seen == set(FILTERS)


def test_both_pages_have_the_same_examples() -> None:
    for kind in ("steps", "system", "scenario", "login", "windows", *FIRST):
        loaded = [[yaml.safe_load(body) for _, body in blocks(page, kind)] for page in PAGES]
        assert loaded[0] == loaded[1]
