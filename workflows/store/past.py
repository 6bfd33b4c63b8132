"""Readings and answers of an earlier form, put away: for the history, applied nowhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, inspect, select
from sqlalchemy.orm import Session

from forms.record import Value
from workflows.store.readings import from_json
from workflows.store.tables import (
    AnswerRow,
    Base,
    PageRow,
    PastReadingRow,
    ReadingRow,
    RecordRow,
)


@dataclass(frozen=True, slots=True)
class PastAnswer:
    field: str
    kind: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Past:
    """A record as it was read before. `values` by field id, as last answered or read, unmasked."""

    form: str
    version: str
    ended_at: datetime
    values: tuple[tuple[str, Value], ...]
    answers: tuple[PastAnswer, ...]


def put_away(session: Session, row: RecordRow, at: datetime) -> None:
    """Move what was read and said of the record aside; nothing where it was never read."""
    pages, read = _all(session, PageRow, row.id), _all(session, ReadingRow, row.id)
    said = _all(session, AnswerRow, row.id)
    if row.form and read:
        session.add(
            PastReadingRow(
                record_id=row.id, form=row.form, version=row.version or "", ended_at=at,
                pages=pages, readings=read, answers=said,
            )
        )  # fmt: skip
    for table in (AnswerRow, ReadingRow, PageRow):
        session.execute(delete(table).where(table.record_id == row.id))
    session.expire(row, ["readings", "pages"])


def of_record(session: Session, record_id: int) -> tuple[Past, ...]:
    """The oldest first."""
    query = select(PastReadingRow).where(PastReadingRow.record_id == record_id)
    return tuple(_past(row) for row in session.scalars(query.order_by(PastReadingRow.id)))


def _past(row: PastReadingRow) -> Past:
    values = {each["field"]: from_json(each["value"]) for each in row.readings}
    values |= {each["field"]: from_json(each["value"]) for each in row.answers}
    said = tuple(
        PastAnswer(each["field"], each["kind"], datetime.fromisoformat(each["at"]), each["by"])
        for each in row.answers
    )
    return Past(row.form, row.version, row.ended_at, tuple(values.items()), said)


def _all(
    session: Session, table: type[AnswerRow | ReadingRow | PageRow], record_id: int
) -> list[dict[str, Any]]:
    query = select(table).where(table.record_id == record_id).order_by(table.id)
    return [_plain(row) for row in session.scalars(query)]


def _plain(row: Base) -> dict[str, Any]:
    """Its columns as JSON takes them."""
    names = [each.key for each in inspect(type(row)).column_attrs]
    return {name: _json(getattr(row, name)) for name in names if name != "record_id"}


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
