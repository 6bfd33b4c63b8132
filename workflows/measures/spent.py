"""Seconds of people at fields and records. No query here asks who it was."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sqlalchemy import ColumnElement, Row, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from forms.catalogue import Catalogue
from forms.form import FieldType
from workflows.store.tables import (
    AnswerRow,
    RecordRow,
    SecondLookRow,
    SecondTaskRow,
    TimingRow,
)

LEAST_SHOWN = 5
"""Of fewer times nothing but their number is told: they could be one person's."""

Period = tuple[datetime, datetime] | None
"""First moment and the one after the last, in UTC; None: all."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds: the median and the ninetieth percentile (nearest rank) of `n` times."""

    n: int
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class FieldTime:
    """At one field of a kind."""

    form: str
    kind: FieldType
    spread: Spread


@dataclass(frozen=True, slots=True)
class RecordTime:
    """At one record, of those that people worked on."""

    form: str
    spread: Spread


def spread(seconds: Sequence[float]) -> Spread:
    if len(seconds) < LEAST_SHOWN:
        return Spread(len(seconds), None, None)
    ordered = sorted(seconds)
    return Spread(len(ordered), _rank(ordered, 0.5), _rank(ordered, 0.9))


def _rank(ordered: Sequence[float], share: float) -> float:
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def field_times(
    session: Session, catalogue: Catalogue, forms: frozenset[str], period: Period
) -> tuple[FieldTime, ...]:
    """By form and kind of field, in the order of FieldType; answers and second looks alike."""
    kinds: Mapping[tuple[str, str], FieldType] = {
        (form.id, field.id): field.type for form in catalogue.revisions() for field in form.fields
    }
    times: dict[tuple[str, FieldType], list[float]] = defaultdict(list)
    for row in (*_answers(session, period), *_looks(session, period)):
        kind = kinds.get((row.form or "", row.field))
        if kind is not None and row.form in forms:
            times[row.form, kind].append(row.seconds)
    return tuple(
        FieldTime(form, kind, spread(times[form, kind]))
        for form in sorted({form for form, _ in times})
        for kind in FieldType
        if (form, kind) in times
    )


def record_times(session: Session, forms: frozenset[str], period: Period) -> tuple[RecordTime, ...]:
    """By form; all work at a record counts, double entry and sampling too."""
    query = (
        select(RecordRow.form, func.sum(TimingRow.seconds).label("seconds"))
        .join(RecordRow, RecordRow.id == TimingRow.record_id)
        .where(TimingRow.kind == "review", within(TimingRow.at, period))
        .group_by(RecordRow.id, RecordRow.form)
        .having(func.sum(TimingRow.seconds) > 0)
    )
    times: dict[str, list[float]] = defaultdict(list)
    for form, seconds in session.execute(query):
        if form in forms:
            times[form].append(seconds)
    return tuple(RecordTime(form, spread(times[form])) for form in sorted(times))


def _answers(session: Session, period: Period) -> Iterator[Row[str | None, str, float]]:
    query = (
        select(RecordRow.form, AnswerRow.field, AnswerRow.seconds)
        .join(RecordRow, RecordRow.id == AnswerRow.record_id)
        .where(AnswerRow.seconds > 0, within(AnswerRow.at, period))
    )
    yield from session.execute(query)


def _looks(session: Session, period: Period) -> Iterator[Row[str, str, float]]:
    query = (
        select(SecondTaskRow.form, SecondTaskRow.field, SecondLookRow.seconds)
        .join(SecondTaskRow, SecondTaskRow.id == SecondLookRow.task_id)
        .where(SecondLookRow.seconds > 0, within(SecondLookRow.at, period))
    )
    yield from session.execute(query)


def within(column: InstrumentedAttribute[datetime], period: Period) -> ColumnElement[bool]:
    return true() if period is None else (column >= period[0]) & (column < period[1])
