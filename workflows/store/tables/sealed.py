"""Columns that are sealed: what stands on papers, and what people said about it.

A query is written as over any column, but it cannot compare what is inside: only whether there is
something (`is_not(None)`) is seen by the database. Every value is bound to its table, column and
row (`place`, and the row's `id`): selected, it comes with the id of its row; written, it is given
its place by `workflows.store.sealing`.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeGuard

from sqlalchemy import ColumnElement, Label, Text, cast, literal_column, type_coerce
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from workflows.sealing.errors import CannotOpen
from workflows.sealing.ring import MARK, Ring
from workflows.store.tables.base import Json
from workflows.store.texts import NUL, REPLACED

DAMAGED = "(壊れていて表示できません)"
"""Stands for words that cannot be opened."""
UNSURE = {"": None}
"""Stands for what was disputed, where that cannot be opened: what it was, nobody knows."""

_log = logging.getLogger(__name__)
_RAISES = object()
_RING = "utsushi_ring"
_STORED_MARK = f'"{MARK}'
MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Placed:
    """A value on its way into row `row` of its column."""

    value: Any
    row: int


def ring_in(dialect: Dialect) -> Ring | None:
    """The keys of the store that this dialect belongs to; None where nothing is encrypted."""
    found: Ring | None = getattr(dialect, _RING, None)
    return found


def give_ring(dialect: Dialect, ring: Ring | None) -> None:
    setattr(dialect, _RING, ring)


class Sealed(TypeDecorator[Any]):
    """What the kinds of sealed columns share. `place` is `<table>.<column>`.

    A value that cannot be opened raises CannotOpen. In columns that stand beside the work, so that
    a list of many rows reads them, `instead` is given in its place, and its row is logged: one
    damaged row must not take all others along.
    """

    impl: Any = Text
    cache_ok = True

    def __init__(self, place: str, instead: Any = _RAISES) -> None:
        super().__init__()
        self.place, self._instead = place, instead

    def is_current(self, stored: str, ring: Ring) -> bool:
        """What is stored is under the key that seals now."""
        raise NotImplementedError

    def resealed(self, stored: str, row: int, ring: Ring) -> str:
        """What is to be stored instead, under the key that seals now. Raises CannotOpen."""
        raise NotImplementedError

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        plain = column.element if isinstance(column, Label) else column
        row = cast(plain.table.c.id, Text)
        found = cast(plain, Text).concat(literal_column("'|'")).concat(row)
        return type_coerce(found, self)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        ring = ring_in(dialect)
        if isinstance(value, Placed):
            return value.value if ring is None else self._sealed(value.value, value.row, ring)
        if value is None or ring is None:
            return value
        raise TypeError(f"{self.place}: sealed columns are written row by row, never compared")

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        def process(found: str | None) -> Any:
            if found is None:
                return None
            stored, _, row = found.rpartition("|")
            try:
                return self._opened(stored, row, ring_in(dialect))
            except CannotOpen:
                if self._instead is _RAISES:
                    raise
                _log_once(self.at(row))
                return self._instead

        return process

    def at(self, row: int | str) -> str:
        return f"{self.place}:{row}"

    def _sealed(self, value: Any, row: int, ring: Ring) -> Any:
        raise NotImplementedError

    def _opened(self, stored: str, row: str, ring: Ring | None) -> Any:
        raise NotImplementedError


class SealedText(Sealed):
    cache_ok = True

    def is_current(self, stored: str, ring: Ring) -> bool:
        return stored.startswith(f"{MARK}{ring.active_id()}.")

    def resealed(self, stored: str, row: int, ring: Ring) -> str:
        return self._sealed(self._plain(stored, str(row), ring), row, ring)

    def _sealed(self, value: str, row: int, ring: Ring) -> str:
        plain = value.replace(NUL, REPLACED)  # alike with and without keys
        return ring.seal(plain.encode("utf-8", "surrogatepass"), self.at(row))

    def _opened(self, stored: str, row: str, ring: Ring | None) -> str:
        if ring is None:
            return stored
        if ring.is_strict and not stored.startswith(MARK):
            raise CannotOpen
        return self._plain(stored, row, ring)

    def _plain(self, stored: str, row: str, ring: Ring) -> str:
        if not stored.startswith(MARK):
            return stored
        return ring.open(stored, self.at(row)).decode("utf-8", "surrogatepass")


class SealedJson(Sealed):
    """Stored as one JSON string."""

    impl: Any = Json
    cache_ok = True

    def is_current(self, stored: str, ring: Ring) -> bool:
        return stored.startswith(f"{_STORED_MARK}{ring.active_id()}.")

    def resealed(self, stored: str, row: int, ring: Ring) -> str:
        return json.dumps(self._sealed(self._plain(stored, str(row), ring), row, ring))

    def _sealed(self, value: Any, row: int, ring: Ring) -> str:
        return ring.seal(json.dumps(value, ensure_ascii=False).encode(), self.at(row))

    def _opened(self, stored: str, row: str, ring: Ring | None) -> Any:
        if ring is not None and ring.is_strict and not stored.startswith(_STORED_MARK):
            raise CannotOpen
        return _loaded(stored) if ring is None else self._plain(stored, row, ring)

    def _plain(self, stored: str, row: str, ring: Ring) -> Any:
        held = _loaded(stored)
        return json.loads(ring.open(held, self.at(row))) if _is_sealed(held) else held


class SealedMessages(Sealed):
    """A list of objects of which only the `message` is sealed: their codes can be asked for."""

    impl: Any = Json
    cache_ok = True

    def is_current(self, stored: str, ring: Ring) -> bool:
        start = f"{MARK}{ring.active_id()}."
        try:
            return all(each[MESSAGE].startswith(start) for each in _messages(stored))
        except CannotOpen:
            return False

    def resealed(self, stored: str, row: int, ring: Ring) -> str:
        told = self._plain(_messages(stored), str(row), ring)
        return json.dumps(self._sealed(told, row, ring))

    def _sealed(self, value: Any, row: int, ring: Ring) -> Any:
        return [
            each | {MESSAGE: ring.seal(each[MESSAGE].encode(), f"{self.at(row)}/{number}")}
            for number, each in enumerate(value)
        ]

    def _opened(self, stored: str, row: str, ring: Ring | None) -> Any:
        told = _messages(stored)
        if ring is None:
            return told
        if ring.is_strict and any(not each[MESSAGE].startswith(MARK) for each in told):
            raise CannotOpen
        return self._plain(told, row, ring)

    def _plain(self, told: Any, row: str, ring: Ring) -> Any:
        return [
            each | {MESSAGE: self._words(each[MESSAGE], f"{self.at(row)}/{number}", ring)}
            for number, each in enumerate(told)
        ]

    def _words(self, message: str, place: str, ring: Ring) -> str:
        return ring.open(message, place).decode() if message.startswith(MARK) else message


@lru_cache(maxsize=1000)
def _log_once(place: str) -> None:
    """A list is looked at again and again."""
    _log.error("a sealed value cannot be opened: %s", place)


def _is_sealed(held: object) -> TypeGuard[str]:
    return isinstance(held, str) and held.startswith(MARK)


def _loaded(stored: str) -> Any:
    """Raises CannotOpen: somebody, or a broken disk, left no JSON."""
    try:
        return json.loads(stored)
    except ValueError:
        raise CannotOpen from None


def _messages(stored: str) -> list[dict[str, Any]]:
    """The same, of a list of objects with a message."""
    told = _loaded(stored)
    if isinstance(told, list) and all(
        isinstance(each, dict) and isinstance(each.get(MESSAGE), str) for each in told
    ):
        return told
    raise CannotOpen
