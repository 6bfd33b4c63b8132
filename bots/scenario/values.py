"""What the slots of a scenario stand for in one run: the record, and what was read or passed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bots.scenario.expressions import Filter, Slot, Template, is_count
from bots.scenario.filters import FILTERS
from forms.errors import Rejected
from forms.record import Value

_TWINS = str.maketrans("\u301c\u2212\u2014\u2016\u00a2\u00a3\u00ac", "～－―∥￠￡￢")
"""Characters whose CP932 code has two Unicode numbers; browsers know only the second of each."""


@dataclass(frozen=True, slots=True)
class Values:
    """Values by name. `memory` is what `read` steps kept; `row` is the group of `repeat`.

    `encoding` is the target's: texts are given in the characters that it has for them. `plain` are
    the given names that hold words of the scenario, not of a person. `files` by name are those of
    the record that `upload` steps may hand over.
    """

    record: Mapping[str, Value] = field(repr=False)
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    encoding: str = "utf-8"
    memory: dict[str, str] = field(default_factory=dict, repr=False)
    given: Mapping[str, Value] = field(default_factory=dict, repr=False)
    row: tuple[str, int] | None = None
    plain: frozenset[str] = frozenset()
    files: Mapping[str, Path] = field(default_factory=dict)

    def table(self, name: str) -> Mapping[str, str]:
        return self.tables[name]

    def said(self, name: str) -> str:
        return _joined(self.look_up(name)) or ""

    def look_up(self, name: str) -> Value:
        """A value by name, None where it is blank or was not read yet."""
        if self.row is not None and name.startswith(f"{self.row[0]}."):
            group, part = f"{self.row[0]}{self.row[1]}", name.partition(".")[2]
            return str(self.row[1]) if part == "n" else self.record.get(f"{group}_{part}")
        for place in (self.given, self.memory, self.record):
            if name in place:
                return place[name]
        return None

    def value(self, template: Template) -> Value:
        """The value of a text: a tuple for one slot with several options, None where blank.

        A text is blank when it has slots and all of them are blank. Raises Rejected where a
        filter does not understand the value.
        """
        if (only := template.only) is not None:
            return self._slot(only)
        filled = [part if isinstance(part, str) else self._slot(part) for part in template.parts]
        pairs = zip(filled, template.parts, strict=True)
        slots = [value for value, part in pairs if isinstance(part, Slot)]
        if slots and not any(slots):
            return None
        return "".join(_joined(each) or "" for each in filled)

    def text(self, template: Template) -> str | None:
        """As `value`, several options joined by 、."""
        return _joined(self.value(template))

    def position(self, template: Template) -> int:
        """A number from 1. Raises Rejected where the text is none."""
        text = self.text(template) or ""
        if not is_count(text):
            raise Rejected(f"「{template.text}」が 1 以上の番号になりません。")
        return int(text)

    def shown(self, template: Template) -> str:
        """The text for messages: only words of the scenario are put in."""
        return (self.text(template) or "") if self._is_plain(template) else template.text

    def called(self, arguments: Mapping[str, Template]) -> "Values":
        """The values inside a part that is called with these. What it reads stays inside."""
        given = {name: self.value(text) for name, text in arguments.items()}
        plain = {name for name, text in arguments.items() if self._is_plain(text)}
        return replace(
            self,
            given={**self.given, **given},
            memory=dict(self.memory),
            plain=(self.plain - set(given)) | plain,
        )

    def _is_plain(self, template: Template) -> bool:
        return all(name in self.plain or name.endswith(".n") for name in template.names)

    def at_row(self, rows: str, number: int) -> "Values":
        return replace(self, row=(rows, number))

    def _slot(self, slot: Slot) -> Value:
        found = self.look_up(slot.name)
        for each in slot.filters:
            if not found:
                found = each.argument if each.name == "or" else None
            elif isinstance(found, tuple) and each.name == "join":
                found = each.argument.join(found)
            elif isinstance(found, tuple):
                found = tuple(self._filtered(slot, each, one) for one in found)
            else:
                found = self._filtered(slot, each, found)
        if isinstance(found, tuple):
            return tuple(self._native(each) for each in found)
        return self._native(found) if found else None

    def _filtered(self, slot: Slot, used: Filter, text: str) -> str:
        try:
            return FILTERS[used.name].apply(text, used.argument, self)
        except ValueError as error:
            raise Rejected(
                f"項目「{slot.name}」を業務システムの書き方に直せません ({used.name}): {error}"
            ) from error

    def _native(self, text: str) -> str:
        return text.translate(_TWINS) if self.encoding == "cp932" else text


def _joined(value: Value) -> str | None:
    if isinstance(value, tuple):
        return "、".join(value) or None
    return value


def unencodable(text: str, encoding: str) -> str:
    """The characters of `text` that the target cannot hold, each once; empty when all fit."""
    bad = []
    for ch in text:
        try:
            ch.encode(encoding)
        except UnicodeEncodeError:
            bad.append(ch)
    return "".join(dict.fromkeys(bad))
