"""The words by which a scenario points, in the order in which it uses them.

A label that was renamed usually kept its place: it stands between the same neighbours, and no other
step of the scenario claims it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel

from bots.scenario.describing import steps_inside
from bots.scenario.expressions import Template
from bots.scenario.models import PartDeclaration
from bots.scenario.scenario import Loc, Scenario
from bots.scenario.steps import Click, Hover, Repeat, Use
from bots.scenario.targets import WAYS, Strict, Target
from bots.scenario.values import Values
from forms.errors import Rejected
from forms.record import Value


@dataclass(frozen=True, slots=True)
class Pointed:
    """A word that a step at `loc` points at. `pressed`: by a click; the buttons of a screen stand
    apart from its boxes, so they tell nothing about their order."""

    words: str
    loc: Loc
    pressed: bool = False
    section: str = ""


def pointed_at(scenario: Scenario, record: Mapping[str, Value]) -> tuple[Pointed, ...]:
    """Every word that the scenario points at, in the order of its sections."""
    declared = scenario.declared
    values = Values(record, scenario.tables, scenario.system.encoding)
    parts = scenario.system.declared.parts
    sections = [
        words_of(declared.find.search, values, parts, ("find", "search")),
        words_of(declared.enter, values, parts, ("enter",)),
        _read_back(scenario, values),
    ]
    names = ("find", "enter", "read_back")
    return tuple(
        replace(each, section=name)
        for name, section in zip(names, sections, strict=True)
        for each in section
    )


def words_of(
    steps: Sequence[Strict], values: Values, parts: Mapping[str, PartDeclaration], loc: Loc
) -> Iterator[Pointed]:
    """The words of steps at `loc` and of those inside them, parts and repeated rows followed."""
    for number, step in enumerate(steps):
        at = (*loc, number)
        pressed = isinstance(step, Click | Hover)
        yield from (Pointed(words, at, pressed) for words in _own(step, values))
        if isinstance(step, Use) and step.use in parts:
            yield from _of_part(step, values, parts)
            continue
        for row in _rows(step, values):
            for key, inside in steps_inside(step).items():
                yield from words_of(inside, row, parts, (*at, key))


def word_keys(target: Target) -> tuple[str, ...]:
    """The keys of a target that hold words of the screen, the surest to have changed first."""
    way = "name" if target.way == "role" else target.way
    keys = (way, "heading") if way != "heading" else ("heading",)
    return tuple(key for key in keys if isinstance(getattr(target, key), Template))


def said(text: Template, values: Values) -> str:
    """What a text comes to; empty where the record's value cannot be written so."""
    try:
        return values.text(text) or ""
    except (Rejected, KeyError):
        return ""


def _own(step: Strict, values: Values) -> Iterator[str]:
    for name in type(step).model_fields:
        value = getattr(step, name)
        if isinstance(value, BaseModel) and not steps_inside(step).get(name):
            yield from _targets_in(value, values)


def _targets_in(value: object, values: Values) -> Iterator[str]:
    if isinstance(value, Target):
        yield from _of_target(value, values)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _targets_in(getattr(value, name), values)


def _of_target(target: Target, values: Values) -> Iterator[str]:
    for key in WAYS:
        text = getattr(target, "name" if key == "role" else key, None)
        if isinstance(text, Template) and (words := said(text, values)):
            yield words
    if target.heading is not None and (words := said(target.heading, values)):
        yield words


def _read_back(scenario: Scenario, values: Values) -> Iterator[Pointed]:
    for name, field in scenario.declared.read_back.fields.items():
        at = ("read_back", "fields", name)
        yield from (Pointed(words, at) for words in _of_target(field.at, values))


def _of_part(step: Use, values: Values, parts: Mapping[str, PartDeclaration]) -> Iterator[Pointed]:
    inner = {name: at for name, at in parts.items() if name != step.use}  # no part calls itself
    try:
        called = values.called(step.with_)
    except (Rejected, KeyError):
        return
    yield from words_of(parts[step.use].do, called, inner, ("parts", step.use, "do"))


def _rows(step: Strict, values: Values) -> list[Values]:
    if not isinstance(step, Repeat):
        return [values]
    begins = step.repeat
    numbers = {
        int(name[len(begins) :].partition("_")[0])
        for name in values.record
        if name.startswith(begins) and name[len(begins) :].partition("_")[0].isdigit()
    }
    return [replace(values, row=(begins, number)) for number in sorted(numbers)]
