"""The queue: which doubted records wait, by form, department and age, and which comes next.

Everything here is asked of two indexes (`records_in_order`, `records_by_form`) and stays fast with
tens of thousands of records.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from forms.catalogue import Catalogue
from workflows.accounts import Scope
from workflows.clock import TOKYO, Clock, utc_now
from workflows.reviewing.hand import holder_of
from workflows.reviewing.sight import records_in
from workflows.reviewing.views import QueueItem, owner
from workflows.store.database import Store
from workflows.store.states import State
from workflows.store.tables import AnswerRow, RecordRow


class Age(StrEnum):
    """How long a paper has waited since it came in, in days of Tokyo."""

    TODAY = "0"
    YESTERDAY = "1"
    DAYS = "3"
    WEEK = "7"


_DAYS: Mapping[Age, tuple[int, int | None]] = {
    Age.TODAY: (0, 0),
    Age.YESTERDAY: (1, 2),
    Age.DAYS: (3, 6),
    Age.WEEK: (7, None),
}
"""The youngest and the oldest day of each, counted back from today."""


Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part of the queue; empty: all of it."""

    form: str = ""
    department: str = ""
    age: Age | None = None

    def has(self, cell: "_Cell") -> bool:
        return (
            self.form in ("", cell.form)
            and self.department in ("", cell.department)
            and self.age in (None, cell.age)
        )


@dataclass(frozen=True, slots=True)
class Parts:
    """How many wait by each of the three, each counted within the choice of the other two."""

    total: int
    forms: Mapping[str, int]
    departments: Mapping[str, int]
    ages: Mapping[Age, int]


@dataclass(frozen=True, slots=True)
class _Cell:
    form: str
    department: str
    age: Age
    count: int


class Waiting:
    """Doubted records, the oldest first. Nothing here writes."""

    def __init__(self, store: Store, catalogue: Catalogue, clock: Clock = utc_now) -> None:
        self._store, self._catalogue, self._clock = store, catalogue, clock

    def parts(self, scope: Scope, wanted: Wanted) -> Parts:
        cells = self._cells(scope)
        return Parts(
            sum(each.count for each in cells if wanted.has(each)),
            _summed(cells, replace(wanted, form=""), lambda cell: cell.form),
            _summed(cells, replace(wanted, department=""), lambda cell: cell.department),
            _summed(cells, replace(wanted, age=None), lambda cell: cell.age),
        )

    def items(self, scope: Scope, wanted: Wanted, limit: int) -> tuple[QueueItem, ...]:
        query = (
            select(RecordRow)
            .where(*self._conditions(scope, wanted))
            .order_by(RecordRow.received_at, RecordRow.id)
            .limit(limit)
        )
        with self._store.read() as session:
            rows = session.scalars(query).all()
            answered = _answered(session, [row.id for row in rows])
        titles = {form.id: form.title for form in self._catalogue}
        return tuple(self._item(row, titles, answered.get(row.id, 0)) for row in rows)

    def next(self, by: str, scope: Scope, wanted: Wanted, after: int = 0) -> int | None:
        """The record that `by` may take next, in the queue's order; `after` is the one just done.
        None where nothing is left of what is wanted."""
        free = or_(
            RecordRow.lease_owner.is_(None),
            RecordRow.lease_owner == owner(by),
            RecordRow.lease_until < self._clock(),
        )
        query = (
            select(RecordRow.id)
            .where(*self._conditions(scope, wanted), free, RecordRow.id != after)
            .order_by(RecordRow.received_at, RecordRow.id)
            .limit(1)
        )
        with self._store.read() as session:
            return session.scalar(query)

    def _cells(self, scope: Scope) -> list[_Cell]:
        now = self._clock()
        age = case(
            *((RecordRow.received_at >= start, each.value) for each, start in _starts(now)),
            else_=Age.WEEK.value,
        )
        query = (
            select(RecordRow.form, age, func.count())
            .where(*_doubted(), records_in(self._catalogue, scope))
            .group_by(RecordRow.form, age)
        )
        home = {form.id: form.department for form in self._catalogue}
        with self._store.read() as session:
            return [
                _Cell(form or "", home.get(form, ""), Age(age), count)
                for form, age, count in session.execute(query)
            ]

    def _conditions(self, scope: Scope, wanted: Wanted) -> list[ColumnElement[bool]]:
        found = [*_doubted(), records_in(self._catalogue, scope)]
        if wanted.form:
            found.append(RecordRow.form == wanted.form)
        if wanted.department:
            own = [each.id for each in self._catalogue if each.department == wanted.department]
            found.append(RecordRow.form.in_(own))
        if wanted.age is not None:
            found.append(_within(wanted.age, self._clock()))
        return found

    def _item(self, row: RecordRow, titles: Mapping[str, str], answered: int) -> QueueItem:
        form = row.form or ""
        is_locked = row.lease_until is not None and row.lease_until >= self._clock()
        holder = holder_of(row) if is_locked else None
        title = titles.get(form, form)
        doubts = row.fields_doubted + len(row.disputed or ())
        return QueueItem(row.id, form, title, row.received_at, doubts, answered, holder)


def _doubted() -> tuple[ColumnElement[bool], ...]:
    """In review, and not for two people to type alone (二人入力): nothing else is to be answered.
    The few of them have an index of their own, so that the queue's stay enough for the rest."""
    only_two = aliased(RecordRow)
    rest = or_(only_two.fields_doubted == 0, only_two.reviewed.is_(True))
    typed = select(only_two.id).where(
        only_two.double_left > 0, only_two.state == State.DOUBTED, rest
    )
    return RecordRow.state == State.DOUBTED, RecordRow.id.not_in(typed)


def _within(age: Age, now: datetime) -> ColumnElement[bool]:
    youngest, oldest = _DAYS[age]
    ended = RecordRow.received_at < _midnight(now, youngest - 1)
    return ended if oldest is None else ended & (RecordRow.received_at >= _midnight(now, oldest))


def _starts(now: datetime) -> list[tuple[Age, datetime]]:
    """When each age but the last began, the youngest first."""
    return [(e, _midnight(now, oldest)) for e, (_, oldest) in _DAYS.items() if oldest is not None]


def _midnight(now: datetime, days: int) -> datetime:
    """The beginning, in Tokyo, of the day so many days ago."""
    today = datetime.combine(now.astimezone(TOKYO).date(), time(), TOKYO)
    return today - timedelta(days=days)


def _summed(
    cells: Iterable[_Cell], wanted: Wanted, key: Callable[[_Cell], Key]
) -> Mapping[Key, int]:
    found: Counter[Key] = Counter()
    for cell in cells:
        if wanted.has(cell):
            found[key(cell)] += cell.count
    return found


def _answered(session: Session, record_ids: list[int]) -> Mapping[int, int]:
    """How many fields of each record a reviewer has answered."""
    query = (
        select(AnswerRow.record_id, func.count(AnswerRow.field.distinct()).label("n"))
        .where(AnswerRow.record_id.in_(record_ids), AnswerRow.kind.in_(("accepted", "corrected")))
        .group_by(AnswerRow.record_id)
    )
    return {row.record_id: row.n for row in session.execute(query)}
