"""What a hand-written script types into the boxes of the practice system, by their names."""

from dataclasses import dataclass

from bots.scenario.filters import FILTERS
from bots.scenario.values import Values
from forms.record import Value
from samples.legacy.items import Item, Kind

_NONE = Values({})


@dataclass(frozen=True, slots=True)
class Typed:
    """One control: `how` is fill, label, value, tick or town; `name` that of the control."""

    how: str
    name: str
    text: str


def plan(item: Item, value: Value, postal: str) -> list[Typed]:
    """The controls of one item in their order; none for a blank value."""
    if isinstance(value, tuple):
        return [Typed("tick", item.name, _code(item, word)) for word in value]
    return _of_text(item, value, postal) if value else []


def _of_text(item: Item, value: str, postal: str) -> list[Typed]:
    if item.kind is Kind.DATE:
        era, *numbers = item.parts
        texts = [_as("yy", value), _as("mm", value), _as("dd", value)]
        return [Typed("label", era, _as("era", value)), *_fills(numbers, texts)]
    if item.kind is Kind.PHONE:
        return _fills(item.parts, [_as("phone", value, str(n)) for n in (1, 2, 3)])
    if item.kind is Kind.POSTAL:
        return _fills(item.parts, [value[:3], value[3:]])
    if item.kind is Kind.ADDRESS:
        return [Typed("town", item.name, f"{postal} {_as('full_width', value)}")]
    return [_single(item, value)]


def _single(item: Item, value: str) -> Typed:
    if item.kind is Kind.CODE:
        return Typed("value", item.name, _code(item, value))
    if item.kind in (Kind.RADIO, Kind.CHECKS, Kind.FLAG):
        return Typed("tick", item.name, _code(item, value))
    if item.kind in (Kind.FULL, Kind.AREA):
        return Typed("fill", item.name, _as("full_width", value))
    return Typed("fill", item.name, _as("half_kana", value) if item.kind is Kind.KANA else value)


def _fills(names: "tuple[str, ...] | list[str]", texts: list[str]) -> list[Typed]:
    return [Typed("fill", name, text) for name, text in zip(names, texts, strict=True)]


def _code(item: Item, word: str) -> str:
    return next(option.code for option in item.options if option.word == word)


def _as(name: str, text: str, argument: str = "") -> str:
    return FILTERS[name].apply(text, argument, _NONE)
