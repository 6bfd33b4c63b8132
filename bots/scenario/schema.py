"""JSON Schema of the language for editors, with its short forms and Japanese descriptions."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bots.scenario.models import ScenarioDeclaration, SystemDeclaration
from bots.scenario.steps import VERBS
from bots.scenario.targets import Strict
from bots.scenario.words import describe_key

Json = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
"""What editors of YAML know best."""

MODELS: Mapping[str, type[Strict]] = {"scenario": ScenarioDeclaration, "system": SystemDeclaration}
_STEP: Json = {"$ref": "#/$defs/Step"}


def schema(kind: str, forms: Iterable[str] = ()) -> Json:
    """The schema of a file: `scenario` or `system`. `forms` are the ids that `form` may be."""
    model = MODELS[kind]
    made: Json = model.model_json_schema()
    defs = {name: _model(name, each) for name, each in made.pop("$defs").items()}
    whole = _model(model.__name__, made)
    if forms and "form" in whole["properties"]:
        whole["properties"]["form"]["enum"] = sorted(forms)
    defs["Step"] = _step()
    return {"$schema": DRAFT, "title": describe_key(model.__name__), **whole, "$defs": defs}


def to_json(kind: str, forms: Iterable[str] = ()) -> str:
    """The text of the schema file."""
    return json.dumps(schema(kind, forms), ensure_ascii=False, indent=1) + "\n"


def _step() -> Json:
    """Told apart by the verb, one look each: trying every kind in turn takes too long when steps
    stand in steps."""
    kinds = {verb: model.__name__ for verb, model in (*VERBS.items(), ("starts", VERBS["row"]))}
    rules = []
    for verb, name in kinds.items():
        has: Json = {"required": [verb]}
        if verb == "close":  # a key of `popup` too
            has["not"] = {"required": ["popup"]}
        rules.append({"if": has, "then": {"$ref": f"#/$defs/{name}"}})
    return {
        "description": "手順",
        "type": "object",
        "properties": {verb: {"description": describe_key(name)} for verb, name in kinds.items()},
        "anyOf": [{"required": [verb]} for verb in kinds],
        "allOf": rules,
    }


def _model(name: str, made: Json) -> Json:
    properties = {key: _property(name, key, each) for key, each in made["properties"].items()}
    tidy: Json = {"type": "object", "description": describe_key(name), "properties": properties}
    if "required" in made:
        tidy["required"] = made["required"]
    tidy["additionalProperties"] = False
    shape = _SHAPES.get(name)
    return shape(tidy) if shape else tidy


def _property(model: str, key: str, made: Json) -> Json:
    tidy: Json = _tidied(made)
    if words := describe_key(model, key):
        tidy = {"allOf": [tidy]} if "$ref" in tidy else tidy
        tidy = {"description": words, **tidy}
    if key == "frame":
        tidy = _or_text(tidy)
    if key == "days":
        tidy = {"description": tidy["description"], "anyOf": [{"const": "平日"}, tidy]}
    return tidy


def _tidied(made: Any) -> Any:
    """Without titles and nulls; the long list of all steps stands once, under `Step`."""
    if isinstance(made, list):
        return [_tidied(each) for each in made]
    if not isinstance(made, dict):
        return made
    if "oneOf" in made and len(made["oneOf"]) > 1:
        return _STEP
    tidy = {key: _tidied(value) for key, value in made.items() if key != "title"}
    if tidy.get("default", 0) is None:
        del tidy["default"]
    if "prefixItems" in tidy:
        tidy["items"] = tidy.pop("prefixItems")
    if "anyOf" in tidy:
        tidy["anyOf"] = [each for each in tidy["anyOf"] if each != {"type": "null"}]
        if len(tidy["anyOf"]) == 1:
            tidy = {**tidy.pop("anyOf")[0], **tidy}
    return tidy


def _or_text(made: Json) -> Json:
    """A name by itself, or what the model wants."""
    words = {"description": made["description"]} if "description" in made else {}
    return {**words, "anyOf": [{"type": "string"}, made]}


def _target(made: Json) -> Json:
    return {"description": made["description"], "anyOf": [{"type": "string"}, made]}


def _row(made: Json) -> Json:
    cells = made["properties"]["row"]
    number = made["properties"].pop("number")
    words = {"description": cells["description"]}
    made["properties"]["row"] = {**words, "anyOf": [cells, *number["anyOf"]]}
    made["anyOf"] = [{"required": ["row"]}, {"required": ["starts"]}]
    return made


def _table(made: Json) -> Json:
    rows = made["properties"].pop("rows")
    here = {**rows, "type": "object", "not": {"required": ["file"]}}
    there = {**made, "required": ["file"]}
    file = {"type": "string", "pattern": r"^[^/\\]+\.csv$"}
    return {"description": made["description"], "anyOf": [file, there, here]}


_SHAPES = {"Target": _target, "ShownDeclaration": _target, "Row": _row, "Table": _table}
"""Models that have a short form."""
