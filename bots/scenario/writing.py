"""Declarations → YAML as a person would write it, with the short forms of the language."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import yaml

from bots.scenario.expressions import Template
from bots.scenario.models import (
    HoursDeclaration,
    ReadBackDeclaration,
    ScenarioDeclaration,
    ShownDeclaration,
    SystemDeclaration,
    Table,
)
from bots.scenario.steps import Row
from bots.scenario.targets import WAYS, Condition, Strict, Target

SHORT = 88
"""Longest mapping (characters) that is written on one line."""

_FIRST = ("form", "title", "key", "codes")
"""Keys that stand at the head of a scenario."""

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~][^\s:,\[\]{}#&*!|>'\"%@`]*")
"""Words that need no quotes; a hyphen, colon or brace inside is quoted, as people do."""


def to_yaml(declaration: ScenarioDeclaration | SystemDeclaration) -> str:
    """The file that loads as this declaration again."""
    data = plain(declaration)
    first = [key for key in _FIRST if key in data and "form" in data]
    text, was_long = "", False
    for key in (*first, *(key for key in data if key not in first)):
        piece = _dumped(_Block({key: data[key]}))
        is_long = piece.count("\n") > 1
        text += ("\n" if text and (is_long or was_long) else "") + piece
        was_long = is_long
    return text


def steps_to_yaml(steps: Sequence[Strict]) -> str:
    """Steps as a YAML list, for showing or for pasting under `do:`."""
    return _dumped([plain(step) for step in steps])


def flow(target: Target) -> str:
    """A target on one line: a word, or `{heading: 住所, link: 住所検索}`."""
    text = yaml.dump(
        plain(target), Dumper=_Dumper, allow_unicode=True, width=10_000, default_flow_style=True
    )
    return text.removesuffix("\n").removesuffix("\n...")


def plain(value: Any) -> Any:
    """A piece of a declaration as YAML data: what was left out stays out, short forms first."""
    if isinstance(value, Template):
        return value.text
    if isinstance(value, Strict):
        written = {
            info.alias or name: plain(getattr(value, name))
            for name, info in type(value).model_fields.items()
            if getattr(value, name) != info.get_default(call_default_factory=True)
        }
        return _short(value, written)
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def _short(model: Strict, written: dict[str, Any]) -> Any:
    if len(written.get("frame", ())) == 1:
        written["frame"] = written["frame"][0]
    if isinstance(written.get("nth"), str) and written["nth"].isdigit():
        written["nth"] = int(written["nth"])
    if isinstance(model, Target | Condition | ShownDeclaration | Table):
        return _shortest(model, written)
    if isinstance(model, Row) and "number" in written:
        number = written.pop("number")
        return {"row": int(number) if number.isdigit() else number, **written}
    if isinstance(model, HoursDeclaration) and written.get("days") == list("月火水木金"):
        written["days"] = "平日"
    if isinstance(model, ReadBackDeclaration):
        written.setdefault("fields", {})
    return written


def _shortest(model: Strict, written: dict[str, Any]) -> Any:
    if set(written) == {"named"} or (isinstance(model, Table) and set(written) == {"file"}):
        return next(iter(written.values()))
    if isinstance(model, Table) and "file" not in written:
        return written.get("rows", {})
    if isinstance(model, ShownDeclaration) and set(written) == {"at"}:
        at = written["at"]
        if isinstance(at, Mapping) and set(at) == {"heading"}:
            return at["heading"]
    return written


class _Block(dict[str, Any]):
    """A mapping that is never written on one line."""


class _Dumper(yaml.SafeDumper):
    """Small mappings on one line, long ones below each other; texts with signs in quotes."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists are indented under their key."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        """What stands twice is written twice."""
        return True


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    resolved: str = dumper.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    is_word = bool(text) and resolved.endswith(":str")
    bare = is_word and all(_PLAIN.fullmatch(word) for word in text.split(" "))
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if bare else '"')


def _mapping(dumper: _Dumper, data: dict[str, Any]) -> yaml.Node:
    node = dumper.represent_mapping("tag:yaml.org,2002:map", data.items())
    node.flow_style = _is_small(data)
    return node


def _block(dumper: _Dumper, data: _Block) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=False)


def _sequence(dumper: _Dumper, data: list[Any]) -> yaml.Node:
    node = dumper.represent_sequence("tag:yaml.org,2002:seq", data)
    node.flow_style = all(isinstance(each, str | int | float | date) for each in data)
    for item, each in zip(node.value, data, strict=True):
        if isinstance(each, Mapping) and next(iter(each), "") not in (*WAYS, "heading"):
            item.flow_style = False  # a step, a condition: one below the other
    return node


_Dumper.add_representer(str, _text)
_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(_Block, _block)
_Dumper.add_representer(list, _sequence)

_BLOCKS = frozenset({"do", "else", "during", "steps", "search", "form", "system", "with"})
"""Keys that a mapping on one line never holds."""


def _is_small(data: Mapping[str, Any]) -> bool:
    if _BLOCKS & set(data) or not data:
        return False
    return _is_flat(data) and len(str(data)) <= SHORT


def _is_flat(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(isinstance(k, str) and _is_flat(v) for k, v in value.items())
    if isinstance(value, list):
        return all(isinstance(each, str | int) for each in value)
    return True


def _dumped(data: Any) -> str:
    return yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000, indent=2
    )
