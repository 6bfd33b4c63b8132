"""The pieces of a grid: a reading, or one figure of it, the least certain first."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from forms.form import Field
from forms.geometry import Box
from workflows.accounts import Scope
from workflows.alike.groups import Group, Groups
from workflows.reviewing.views import as_text
from workflows.store.readings import from_json
from workflows.store.tables import AlikeCellRow, ReadingRow, RecordRow

ANY = ""
"""As the figure of a group: every one."""

_WHOLE = -1  # in place of a position: the reading as a whole


@dataclass(frozen=True, slots=True)
class Item:
    """`position` (from 0) of a single figure, None for a whole reading; `text` as it was read;
    `seal` tells that it is still the reading that was shown."""

    reading_id: int
    record_id: int
    field: Field
    text: str
    whole: str
    confidence: float
    page: int
    box: Box
    position: int | None
    seal: str

    @property
    def key(self) -> str:
        """What a page sends back: reading, position and seal."""
        position = _WHOLE if self.position is None else self.position
        return f"{self.reading_id}.{position}.{self.seal}"


@dataclass(frozen=True, slots=True)
class Key:
    """An item's key, taken apart."""

    reading_id: int
    position: int | None
    seal: str

    @classmethod
    def of(cls, text: str) -> "Key | None":
        """None where it is no key of ours."""
        parts = text.split(".")
        if len(parts) != 3 or not parts[0].isdecimal() or not parts[1].lstrip("-").isdecimal():
            return None
        if len(parts[0]) > 18 or len(parts[1]) > 4:
            return None
        position = int(parts[1])
        return cls(int(parts[0]), None if position == _WHOLE else position, parts[2])


@dataclass(frozen=True, slots=True)
class Shown:
    """The first items of a group, and how many there are in all."""

    items: tuple[Item, ...]
    count: int

    def first(self, size: int) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
        """Those of the first screen, and those that come after it."""
        return self.items[:size], self.items[size:]


def listed(
    session: Session, groups: Groups, group: Group, scope: Scope, by: str, limit: int, skip: int
) -> Shown:
    """The `limit` least certain items of a group after the first `skip`."""
    found = list(_found(session, groups, group, scope, by))
    ordered = nsmallest(skip + limit, found, key=lambda each: (each.confidence, each.reading_id))
    return Shown(tuple(ordered[skip:]), len(found))


def figures(
    session: Session, groups: Groups, group: Group, scope: Scope, by: str
) -> Mapping[str, int]:
    """How many figures of each kind the combs of a group hold that `by` has not seen yet."""
    found = _found(session, groups, replace(group, figure=ANY), scope, by)
    return dict(sorted(Counter(each.text for each in found).items()))


def _found(session: Session, groups: Groups, group: Group, scope: Scope, by: str) -> Iterator[Item]:
    fields = groups.pairs(group, scope)
    query = (
        select(
            ReadingRow.id, ReadingRow.record_id, ReadingRow.field, ReadingRow.value,
            ReadingRow.confidence, ReadingRow.page, ReadingRow.box, RecordRow.form,
        )
        .join(RecordRow, RecordRow.id == ReadingRow.record_id)
        .where(groups.condition(group, scope, by))
    )  # fmt: skip
    seen = _seen(session, by) if group.figure is not None else frozenset()
    for row in session.execute(query):
        field = fields[row.form, row.field]
        yield from (each for each in _items(row, field, group) if _place(each) not in seen)


def _place(item: Item) -> tuple[int, str, int | None]:
    return item.record_id, item.field.id, item.position


def _seen(session: Session, by: str) -> frozenset[tuple[int, str, int | None]]:
    """Figures that this person has seen to be right."""
    query = select(AlikeCellRow.record_id, AlikeCellRow.field, AlikeCellRow.position)
    rows = session.execute(query.where(AlikeCellRow.by == by))
    return frozenset((row.record_id, row.field, row.position) for row in rows)


def _items(row: Row[Any], field: Field, group: Group) -> Iterator[Item]:
    value = from_json(row.value)
    whole = as_text(value)
    if group.value is not None and whole != group.value:
        return
    seal = seal_of(row.id, row.record_id, row.field, whole)
    box = Box(*row.box)
    if group.figure is None:
        yield Item(
            row.id, row.record_id, field, whole, whole, row.confidence, row.page, box, None, seal
        )
    elif len(whole) == field.cells:
        for position in positions(whole, group.figure):
            yield Item(
                row.id, row.record_id, field, whole[position], whole, row.confidence, row.page,
                box, position, seal,
            )  # fmt: skip


def positions(whole: str, figure: str) -> Sequence[int]:
    return [n for n, ch in enumerate(whole) if figure in (ANY, ch)]


def seal_of(reading_id: int, record_id: int, field: str, whole: str) -> str:
    """Another one where the record was read anew in the meantime."""
    text = f"{reading_id}/{record_id}/{field}/{whole}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
