"""The pieces of a grid: a reading, or one figure of it, the least certain first."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from forms.form import Field
from forms.geometry import Box
from workflows.accounts import Scope
from workflows.alike.groups import Group, Groups, has_value
from workflows.reviewing.views import as_text
from workflows.store.readings import from_json
from workflows.store.tables import AlikeCellRow, ReadingRow, RecordRow

ANY = ""
"""As the figure of a group: every one."""

_OF_RECORD = RecordRow.id == ReadingRow.record_id
_NUMBERS = re.compile(r"[0-9]+\.-?[0-9]+")
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
        if len(parts) != 3 or not _NUMBERS.fullmatch(".".join(parts[:2])):
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
    if group.figure is not None:
        found = list(_found(session, groups, group, scope, by))
        ordered = nsmallest(
            skip + limit, found, key=lambda each: (each.confidence, each.reading_id)
        )
        return Shown(tuple(ordered[skip:]), len(found))
    wanted = groups.condition(group, scope, by)
    fields = groups.pairs(group, scope)
    query = _readings(wanted).order_by(ReadingRow.confidence, ReadingRow.id)
    if group.value is not None:
        same = [row for row in session.execute(query) if has_value(group, row.value)]
        shown = same[skip : skip + limit]
        return Shown(tuple(_item(row, fields[row.form, row.field]) for row in shown), len(same))
    rows = session.execute(query.limit(limit).offset(skip))
    items = tuple(_item(row, fields[row.form, row.field]) for row in rows)
    count = select(func.count()).select_from(ReadingRow).join(RecordRow, _OF_RECORD).where(wanted)
    return Shown(items, session.scalar(count) or 0)


def figures(
    session: Session, groups: Groups, group: Group, scope: Scope, by: str
) -> Mapping[str, int]:
    """How many figures of each kind the combs of a group hold that `by` has not seen yet."""
    found = _found(session, groups, replace(group, figure=ANY), scope, by)
    return dict(sorted(Counter(each.text for each in found).items()))


def _found(session: Session, groups: Groups, group: Group, scope: Scope, by: str) -> Iterator[Item]:
    """Single figures."""
    fields = groups.pairs(group, scope)
    seen = _seen(session, by)
    for row in session.execute(_readings(groups.condition(group, scope, by))):
        if not has_value(group, row.value):
            continue
        item = _item(row, fields[row.form, row.field])
        for position in positions(item, group.figure or ANY):
            if (item.record_id, item.field.id, position) not in seen:
                yield replace(item, text=item.whole[position], position=position)


def _readings(wanted: ColumnElement[bool]) -> Select[Any]:
    columns = (
        ReadingRow.id, ReadingRow.record_id, ReadingRow.field, ReadingRow.value,
        ReadingRow.confidence, ReadingRow.page, ReadingRow.box, RecordRow.form,
    )  # fmt: skip
    return select(*columns).join(RecordRow, _OF_RECORD).where(wanted)


def _item(row: Row[Any], field: Field) -> Item:
    whole = as_text(from_json(row.value))
    seal = seal_of(row.id, row.record_id, row.field, whole)
    return Item(
        row.id, row.record_id, field, whole, whole, row.confidence, row.page, Box(*row.box), None,
        seal,
    )  # fmt: skip


def _seen(session: Session, by: str) -> frozenset[tuple[int, str, int | None]]:
    """Figures that this person has seen to be right."""
    query = select(AlikeCellRow.record_id, AlikeCellRow.field, AlikeCellRow.position)
    rows = session.execute(query.where(AlikeCellRow.by == by))
    return frozenset((row.record_id, row.field, row.position) for row in rows)


def positions(item: Item, figure: str) -> Sequence[int]:
    """Where the figure (or any) stands; nowhere in a value that does not fill its comb."""
    if len(item.whole) != item.field.cells:
        return ()
    return [n for n, ch in enumerate(item.whole) if figure in (ANY, ch)]


def seal_of(reading_id: int, record_id: int, field: str, whole: str) -> str:
    """Another one where the record was read anew in the meantime."""
    text = f"{reading_id}/{record_id}/{field}/{whole}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
