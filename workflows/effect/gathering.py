"""Counts and seconds by month and form, in one question to the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from workflows.clock import month_bounds, tokyo_month
from workflows.store.states import State
from workflows.store.tables import DocumentRow, PageRow, RecordRow, TimingRow

_UNDER_WAY = (
    State.RECEIVED, State.READING, State.DOUBTED, State.READY, State.SUBMITTING, State.UNCONFIRMED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One month (Tokyo, of arrival) and form; `form` is empty where none was read. Seconds.

    Duplicates are among `documents` and `records`. Words as in `tally.Tally`.
    """

    month: str
    form: str
    documents: int
    duplicates: int
    records: int
    read: int
    whole: int
    entered: int
    under_way: int
    electronic: int
    pages: int
    fields: int
    fields_accepted: int
    read_seconds: float
    enter_seconds: float
    review_seconds: float


def cells(
    session: Session, months: Sequence[str], seen: ColumnElement[bool] | None = None
) -> tuple[Cell, ...]:
    """Of the documents that arrived in `months` (`YYYY-MM`, ascending, without gaps), ordered.

    `seen`: a condition on records that leaves others out. Raises ValueError for a bad month.
    """
    if not months:
        return ()
    each = _each(months, seen)
    rows = session.execute(_summed(each).order_by(each.c.month, each.c.form))
    return tuple(
        Cell(row[0], row[1], *(int(n or 0) for n in row[2:13]), *(float(s or 0) for s in row[13:]))
        for row in rows
    )


def months_of_all(session: Session) -> tuple[str, ...]:
    """From the first arrival to the last."""
    query = select(func.min(DocumentRow.received_at), func.max(DocumentRow.received_at))
    first, last = session.execute(query).one()
    return months_between(tokyo_month(first), tokyo_month(last)) if first else ()


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Both included. Raises ValueError where one is none."""
    month_bounds(first), month_bounds(last)
    start, end = _number(first), _number(last)
    return tuple(f"{each // 12:04}-{each % 12 + 1:02}" for each in range(start, end + 1))


def months_until(last: str, count: int) -> tuple[str, ...]:
    """That many, `last` included. Raises ValueError where it is none."""
    month_bounds(last)
    end = _number(last)
    return tuple(f"{n // 12:04}-{n % 12 + 1:02}" for n in range(end - count + 1, end + 1))


def _number(month: str) -> int:
    year, _, number = month.partition("-")
    return int(year) * 12 + int(number) - 1


def _summed(each: Subquery) -> Select[Any]:
    made = each.c
    return select(
        made.month,
        made.form,
        _count(made.ordinal == 1),
        _count(made.state == State.DUPLICATE),
        func.count(),
        _count(made.fields > 0),
        _count((made.fields > 0) & (made.fields == made.fields_accepted)),
        _count(made.state == State.VERIFIED),
        _count(made.state.in_(_UNDER_WAY)),
        _count(made.electronic & (made.state != State.DUPLICATE)),
        func.sum(made.pages),
        func.sum(made.fields),
        func.sum(made.fields_accepted),
        func.sum(made.read_seconds),
        func.sum(made.enter_seconds),
        func.sum(made.review_seconds),
    ).where(made.seen).group_by(made.month, made.form)  # fmt: skip


def _each(months: Sequence[str], seen: ColumnElement[bool] | None) -> Subquery:
    """One row a record. The reading of a document is shared among its records by their pages."""
    pages, read, people = _pages(), _read_seconds(), _record_seconds()
    counted = func.coalesce(pages.c.pages, 0)
    weight = case((counted > 0, counted), else_=1)
    of_document = func.sum(weight).over(partition_by=RecordRow.document_id)
    found = func.sum(counted).over(partition_by=RecordRow.document_id)
    # Pages that were deleted at the end of their time are still known by their number.
    kept = case(
        (found > 0, counted), (RecordRow.ordinal == 1, DocumentRow.page_count), else_=0
    )  # fmt: skip
    query = (
        select(
            _month(DocumentRow.received_at, months).label("month"),
            func.coalesce(RecordRow.form, "").label("form"),
            RecordRow.ordinal, RecordRow.state, RecordRow.electronic,
            _of_paper(RecordRow.fields).label("fields"),
            _of_paper(RecordRow.fields_accepted).label("fields_accepted"),
            kept.label("pages"),
            (func.coalesce(read.c.seconds, 0.0) * weight / of_document).label("read_seconds"),
            func.coalesce(people.c.enter, 0.0).label("enter_seconds"),
            func.coalesce(people.c.review, 0.0).label("review_seconds"),
            (true() if seen is None else seen).label("seen"),
        )
        .select_from(RecordRow)
        .join(DocumentRow)
        .outerjoin(pages, pages.c.record_id == RecordRow.id)
        .outerjoin(read, read.c.document_id == DocumentRow.id)
        .outerjoin(people, people.c.record_id == RecordRow.id)
        .where(
            DocumentRow.received_at >= month_bounds(months[0])[0],
            DocumentRow.received_at < month_bounds(months[-1])[1],
        )
    )  # fmt: skip
    return query.subquery()


def _month(column: InstrumentedAttribute[datetime], months: Sequence[str]) -> ColumnElement[str]:
    """`YYYY-MM` in Tokyo, asked in a way that every database understands."""
    ends = [(column < month_bounds(month)[1], month) for month in months]
    return case(*ends, else_=months[-1])


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _of_paper(count: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """None of what came as data: nothing of it was recognised."""
    return case((RecordRow.electronic, 0), else_=count)


def _pages() -> Subquery:
    query = select(PageRow.record_id, func.count().label("pages"))
    return query.group_by(PageRow.record_id).subquery()


def _read_seconds() -> Subquery:
    query = select(TimingRow.document_id, func.sum(TimingRow.seconds).label("seconds"))
    return query.where(TimingRow.kind == "read").group_by(TimingRow.document_id).subquery()


def _record_seconds() -> Subquery:
    def of(kind: str) -> ColumnElement[float]:
        return func.sum(case((TimingRow.kind == kind, TimingRow.seconds), else_=0.0)).label(kind)

    query = select(TimingRow.record_id, of("enter"), of("review"))
    wanted = TimingRow.kind.in_(("enter", "review")) & TimingRow.record_id.is_not(None)
    return query.where(wanted).group_by(TimingRow.record_id).subquery()
