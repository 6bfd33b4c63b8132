"""What a scenario types where for the private fields of a form: that is what evidence must hide."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from pydantic import BaseModel

from bots.evidence.hiding import Hiding
from bots.scenario.expressions import Slot, Template
from bots.scenario.scenario import Scenario
from bots.scenario.steps import Row, Use
from bots.scenario.targets import Target
from bots.scenario.values import Values
from forms.errors import Rejected
from forms.record import Value

_WORDED = ("named", "label", "heading", "name", "column", "title")
MOST_ROWS = 20
"""Rows of a repeated group that are looked at; forms have fewer."""


def hiding_of(scenario: Scenario, record: Mapping[str, Value]) -> Hiding:
    """The private values as they stand in the record and as the scenario writes them, and the
    words on the screen that it points with when it types or reads them."""
    values = Values(dict(record), scenario.tables, scenario.system.encoding)
    secrets: list[str] = []
    words = [each.label for each in scenario.form.fields if each.private]
    for name in sorted(scenario.private):
        secrets += _texts(record.get(name))
    for piece in _pieces(scenario.declared):
        used = [slot for each in _templates(piece) for slot in each.slots]
        private = [slot for slot in used if is_private(slot.name, scenario.private)]
        if private:
            secrets += [text for slot in private for text in _written(slot, values)]
            words += _words(piece)
    shown = scenario.declared.read_back.fields
    for name in scenario.private & set(shown):
        words += _words(shown[name])
        if (written := shown[name].as_) is not None:
            secrets += [text for slot in written.slots for text in _written(slot, values)]
    selectors = {t.css for n in scenario.private & set(shown) if (t := shown[n].at).css}
    return Hiding(_unique(secrets), _unique(words), tuple(sorted(selectors)))


def is_private(name: str, private: frozenset[str]) -> bool:
    """`name` as it stands in a slot: a field, or a part of a repeated row (`child.name`)."""
    if name in private:
        return True
    group, dot, part = name.partition(".")
    pattern = re.compile(rf"{re.escape(group)}\d+_{re.escape(part)}")
    return bool(dot) and any(pattern.fullmatch(each) for each in private)


def _pieces(model: BaseModel) -> Iterator[BaseModel]:
    """The model and every model inside it."""
    yield model
    for name in type(model).model_fields:
        yield from _inside(getattr(model, name))


def _inside(value: object) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield from _pieces(value)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _inside(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _inside(each)


def _templates(piece: BaseModel) -> Iterator[Template]:
    for name in type(piece).model_fields:
        value = getattr(piece, name)
        if isinstance(value, Template):
            yield value
        elif isinstance(value, Mapping):
            yield from (each for each in value.values() if isinstance(each, Template))


def _written(slot: Slot, values: Values) -> list[str]:
    """What the slot may come out as; in a repeated row, for every row."""
    group, dot, _ = slot.name.partition(".")
    rows = [values.at_row(group, n + 1) for n in range(MOST_ROWS)] if dot else [values]
    texts: list[str] = []
    for each in rows:
        with suppress(Rejected):
            texts += _texts(each.value(Template(slot.name, (slot,))))
    return texts


def _texts(value: Value) -> list[str]:
    """The value, and each of its parts between spaces: a family name may stand alone."""
    said = value if isinstance(value, tuple) else (value or "",)
    return [text for each in said for text in (each, *each.split()) if text]


def _words(piece: BaseModel) -> list[str]:
    found: list[str] = []
    for name in type(piece).model_fields:
        value = getattr(piece, name)
        if isinstance(value, Target):
            told = [getattr(value, way) for way in _WORDED]
            found += [each.text for each in told if isinstance(each, Template) and not each.slots]
        if isinstance(value, Mapping) and isinstance(piece, Row):
            found += [str(key) for key in value]
        if isinstance(value, Mapping) and isinstance(piece, Use):
            plain = (each for each in value.values() if isinstance(each, Template))
            found += [each.text for each in plain if not each.slots]
    return found


def _unique(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
