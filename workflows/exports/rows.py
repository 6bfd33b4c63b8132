"""Which records go out, and their values: a portion at a time, in one state of the store."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from forms.record import Value
from workflows.clock import TOKYO
from workflows.exports.cells import Exported
from workflows.second_looks.stages import Purpose, Stage
from workflows.store.readings import from_json
from workflows.store.states import State
from workflows.store.tables import AnswerRow, DocumentRow, ReadingRow, RecordRow, SecondTaskRow

PORTION = 300  # records whose values are in memory at a time
CONFIRMED = (State.READY, State.SUBMITTING, State.VERIFIED)
"""What goes out unless a person asks for more: nothing in doubt is left in them."""

UNCHECKED = (State.DOUBTED, State.HELD)
"""Their values were not all looked at yet."""

CHOICES = (*CONFIRMED, State.UNCONFIRMED, State.REJECTED, *UNCHECKED)
"""States that an export may be asked for: before them nothing was read."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Records of one form that arrived from `since` to `until`, both days in Tokyo included."""

    form: str
    since: date | None = None
    until: date | None = None
    states: tuple[State, ...] = CONFIRMED


def stream(
    session: Session, selection: Selection, title: str, fields: Sequence[str],
    *, with_written: bool = False,
) -> Iterator[Exported]:  # fmt: skip
    """The records in the order of their arrival, with the values of `fields`; also as they were
    written where that is asked for."""
    query = (
        select(RecordRow.id)
        .join(DocumentRow)
        .where(*_wanted(selection))
        .order_by(DocumentRow.received_at, RecordRow.id)
    )
    ids = list(session.scalars(query))
    for start in range(0, len(ids), PORTION):
        wanted = ids[start : start + PORTION]
        yield from _portion(session, wanted, title, fields, with_written)


def _wanted(selection: Selection) -> list[ColumnElement[bool]]:
    wanted = [
        RecordRow.form == selection.form,
        RecordRow.state.in_(selection.states),
        DocumentRow.deleted_at.is_(None),
    ]
    if selection.since is not None:
        wanted.append(DocumentRow.received_at >= _first_moment(selection.since))
    if selection.until is not None:
        wanted.append(DocumentRow.received_at < _first_moment(selection.until + timedelta(days=1)))
    return wanted


def _first_moment(day: date) -> datetime:
    return datetime.combine(day, time.min, TOKYO)


def _portion(
    session: Session, ids: Sequence[int], title: str, fields: Sequence[str], with_written: bool
) -> Iterator[Exported]:
    values = _values(session, ids, fields)
    written = _written(session, ids, fields) if with_written else {}
    query = (
        select(
            RecordRow.id, RecordRow.version, RecordRow.state, RecordRow.receipt_number,
            DocumentRow.name, DocumentRow.received_at,
        )
        .join(DocumentRow)
        .where(RecordRow.id.in_(ids))
    )  # fmt: skip
    rows = {row.id: row for row in session.execute(query)}
    for record_id in ids:
        row = rows[record_id]
        yield Exported(
            record_id, title, row.version or "", row.name, row.received_at, State(row.state),
            row.receipt_number or "", values.get(record_id, {}), written.get(record_id, {}),
        )  # fmt: skip


def _values(
    session: Session, ids: Sequence[int], fields: Sequence[str]
) -> Mapping[int, Mapping[str, Value]]:
    """By record and field: what the machine read, and over it what a person said last."""
    found: dict[int, dict[str, Value]] = defaultdict(dict)
    for query in _read_and_said(ReadingRow.value, AnswerRow.value, ids, fields):
        for record_id, field, value in session.execute(query):
            found[record_id][field] = from_json(value)
    for record_id, field in session.execute(_hidden(ids)):
        found[record_id].pop(field, None)
    return found


def _written(
    session: Session, ids: Sequence[int], fields: Sequence[str]
) -> Mapping[int, Mapping[str, str]]:
    """The same, as it was read or typed."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for query in _read_and_said(ReadingRow.raw, AnswerRow.raw, ids, fields):
        for record_id, field, raw in session.execute(query):
            found[record_id][field] = raw
    return found


def _read_and_said(
    read: InstrumentedAttribute[Any],
    said: InstrumentedAttribute[Any],
    ids: Sequence[int],
    fields: Sequence[str],
) -> Iterator[Select[int, str, Any]]:
    yield select(ReadingRow.record_id, ReadingRow.field, read).where(
        ReadingRow.record_id.in_(ids), ReadingRow.field.in_(fields)
    )
    yield (
        select(AnswerRow.record_id, AnswerRow.field, said)
        .where(AnswerRow.record_id.in_(ids), AnswerRow.field.in_(fields))
        .order_by(AnswerRow.id)
    )


def _hidden(ids: Sequence[int]) -> Select[int, str]:
    """Fields that two people have yet to type: what was read of them is shown nowhere."""
    return select(SecondTaskRow.record_id, SecondTaskRow.field).where(
        SecondTaskRow.record_id.in_(ids),
        SecondTaskRow.purpose == Purpose.DOUBLE,
        SecondTaskRow.state.in_((Stage.OPEN, Stage.DIFFERS)),
    )
