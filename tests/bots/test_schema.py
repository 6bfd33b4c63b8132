"""The schema for editors: what is right passes, what people get wrong does not."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bots.scenario import SCENARIOS
from bots.scenario.models import ScenarioDeclaration, SystemDeclaration
from bots.scenario.schema import schema, to_json
from bots.scenario.targets import Strict
from bots.scenario.words import KEYS, describe_key
from tests.bots.test_docs import PAGES, blocks

FILES = sorted(SCENARIOS.glob("*/*.yaml"))
SCHEMAS = {kind: schema(kind) for kind in ("scenario", "system")}
STEPS = {**SCHEMAS["scenario"], "type": "array", "items": {"$ref": "#/$defs/Step"}}
for _key in ("properties", "required", "additionalProperties"):
    STEPS = {key: value for key, value in STEPS.items() if key != _key}


def read(text: str) -> Any:
    """YAML as editors read it: a day is a text."""
    return json.loads(json.dumps(yaml.safe_load(text), default=date.isoformat))


def is_right(data: Any, made: Any) -> bool:
    return bool(jsonschema.Draft7Validator(made).is_valid(data))


@pytest.mark.parametrize("kind", SCHEMAS)
def test_it_is_a_schema(kind: str) -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMAS[kind])
    assert json.loads(to_json(kind)) == SCHEMAS[kind]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_shipped_files_are_right(path: Path) -> None:
    kind = "system" if path.name == "system.yaml" else "scenario"
    jsonschema.validate(
        read(path.read_text(encoding="utf-8")), SCHEMAS[kind], jsonschema.Draft7Validator
    )


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_the_docs_are_right(page: str) -> None:
    for kind, made in (("steps", STEPS), *SCHEMAS.items()):
        for _, body in blocks(page, kind):
            jsonschema.validate(read(body), made, jsonschema.Draft7Validator)


@pytest.mark.parametrize(
    "step",
    [
        "- clik: 検索",
        "- click: 検索\n  do: []",
        "- fill: 氏名",
        "- fill: 氏名\n  with: 12",
        "- fill: 氏名\n  with: '{kana'",
        "- fill: {lable: 氏名}\n  with: x",
        "- check: {heading: 同意}\n  on: x",
        "- frame: MAIN",
        "- frame: MAIN\n  do: {click: 検索}",
        "- wait: 検索",
        "- wait: {shown: 検索, in: MAIN}",
        "- row: [a]\n  do: [{click: x}]",
        "- do: [{click: x}]",
        "- dialog: x\n  answer: maybe\n  during: [{click: x}]",
        "- call: town:split",
        "- repeat: Child\n  do: [{click: x}]",
        "- click: {text: x, nth: 0}",
        "- 検索を押す",
        "- ",
    ],
)
def test_what_people_get_wrong_in_steps_is_marked(step: str) -> None:
    assert not is_right(read(step), STEPS)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("system", "sessions: 4", "sessions: 0"),
        ("system", "sessions: 4", "session: 4"),
        ("system", "encoding: cp932", "encoding: sjis"),
        ("system", 'from: "07:00"', 'from: "7:00"'),
        ("system", "days: 平日", "days: 休日"),
        ("system", "job: jobs.csv", "job: jobs.xlsx"),
        ("system", "needs: [heading, date]", "needs: heading"),
        ("scenario", "key: [kana, risai_date]\n", ""),
        ("scenario", 'with: "{kana|half_kana}"', "width: x"),
        ("scenario", "shows_values: true", "shows_values: はい"),
        ("scenario", "read_back:", "readback:"),
        ("scenario", '地震: "01"', "地震: 01"),
    ],
)
def test_what_people_get_wrong_in_files_is_marked(file: str, old: str, new: str) -> None:
    [(_, body)] = blocks(PAGES[0], file)
    assert old in body
    assert not is_right(read(body.replace(old, new)), SCHEMAS[file])


def models() -> set[type[Strict]]:
    """Every model of the language that a file can hold."""
    found: set[type[Strict]] = set()
    queue: list[type[Strict]] = [Strict]
    while queue:
        new = queue.pop().__subclasses__()
        mine = [each for each in new if each.__module__.startswith("bots.scenario.")]
        found |= set(mine)
        queue.extend(mine)
    return found


def test_every_key_is_described_in_japanese() -> None:
    short = {("Row", "number"), ("Table", "rows")}
    for model in models():
        keys = {info.alias or name for name, info in model.model_fields.items()} | {""}
        for key in keys:
            if (model.__name__, key) not in short:
                words = describe_key(model.__name__, key)
                assert re.search(r"[ぁ-んァ-ヶ一-龠]", words), (model.__name__, key)
        assert set(KEYS[model.__name__]) <= keys | {"single", "count", "end"}


def test_the_forms_of_the_office_are_proposed() -> None:
    made = schema("scenario", ["b-form", "a-form"])
    assert made["properties"]["form"]["enum"] == ["a-form", "b-form"]


def test_keys_of_the_models_are_the_keys_of_the_schema() -> None:
    for kind, model in (("scenario", ScenarioDeclaration), ("system", SystemDeclaration)):
        assert set(SCHEMAS[kind]["properties"]) == set(model.model_fields)
