"""`{field|filter:argument}` in the texts of a scenario: written by people, checked before a run.

A text may hold several slots and plain words: `{birth|era}{birth|yy}年`. `{{` stands for `{`.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")
_FILTER = re.compile(r"([a-z][a-z0-9_]*)(?::(.+))?")


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter as written: `first:3` is name `first`, argument `3`."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One `{…}`: the name of a value and the filters it goes through, left to right."""

    name: str
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A text with slots. `text` is how it was written."""

    text: str
    parts: tuple[str | Slot, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(part for part in self.parts if isinstance(part, Slot))

    @property
    def names(self) -> frozenset[str]:
        return frozenset(slot.name for slot in self.slots)

    @property
    def only(self) -> Slot | None:
        """The slot, where the text is nothing but one slot."""
        slots = self.slots
        return slots[0] if len(slots) == len(self.parts) == 1 else None


def parse(text: str) -> Template:
    """Read a text. Raises ValueError with a Japanese sentence where the braces are wrong."""
    parts: list[str | Slot] = []
    for found in _PIECE.finditer(text):
        piece = found.group()
        if piece in ("{", "}"):
            raise ValueError(f"「{text}」の波かっこが閉じていません ({{ そのものは {{{{ と書く)。")
        if found.group(1) is not None:
            parts.append(_slot(found.group(1)))
        else:
            parts.append(piece.replace("{{", "{").replace("}}", "}"))
    return Template(text, tuple(parts))


def for_slot(field_id: str) -> Template:
    """`{field_id}` without a filter."""
    return Template(f"{{{field_id}}}", (Slot(field_id),))


def _slot(inside: str) -> Slot:
    name, *filters = (piece.strip() for piece in inside.split("|"))
    if not _NAME.fullmatch(name):
        raise ValueError(f"「{{{inside}}}」には項目の id が要ります (例 {{kana|half_kana}})。")
    return Slot(name, tuple(_filter(each) for each in filters))


def _filter(text: str) -> Filter:
    found = _FILTER.fullmatch(text)
    if not found:
        raise ValueError(f"「|{text}」は変換の書き方ではありません (例 |first:3)。")
    return Filter(found.group(1), found.group(2) or "")


def _read(value: Any) -> Template:
    if isinstance(value, Template):
        return value
    if not isinstance(value, str):
        raise ValueError('文字列で書いてください (数や true は "…" で囲む)。')
    return parse(value)


def _count(value: Any) -> Template:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return parse(str(value))
    template = _read(value) if isinstance(value, str | Template) else None
    if template is None or (not template.slots and not is_count(template.text)):
        raise ValueError('1 以上の整数か、"{child.n}" のような文字で書いてください。')
    return template


def is_count(text: str) -> bool:
    """Whether a text is a number from 1 in plain digits."""
    return text.isascii() and text.isdigit() and int(text) > 0


_BRACES = r"^([^{}]|\{\{|\}\}|\{[a-z][^{}]*\})*$"
_WRITTEN = {"type": "string", "pattern": _BRACES}

Text = Annotated[Template, PlainValidator(_read), WithJsonSchema(_WRITTEN)]
"""A Template as a key of a YAML model."""

_COUNTED = {"anyOf": [{"type": "integer", "minimum": 1}, _WRITTEN]}

Count = Annotated[Template, PlainValidator(_count), WithJsonSchema(_COUNTED)]
"""A number from 1, written as such or with slots (`"{child.n}"`)."""
