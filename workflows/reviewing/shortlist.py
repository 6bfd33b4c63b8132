"""The records of a document that are listed: of a list of thousands, those that wait for a person
first, and how many more there are."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from workflows.store.states import State
from workflows.store.tables import ElectronicRow, RecordRow

MOST_RECORDS = 20
FEW = 3
_LATER = (State.READY, State.SUBMITTING, State.VERIFIED, State.DUPLICATE, State.SETTLED)


def records_of(
    session: Session, document_ids: Sequence[int], seen: ColumnElement[bool]
) -> tuple[Sequence[RecordRow], Mapping[int, Counter[State]]]:
    """Of each document, in their order: all where they are few, else those that wait for a person
    and `FEW` others. How many are left out in which state, by document."""
    ours = RecordRow.document_id.in_(document_ids), seen
    place = func.row_number().over(
        partition_by=RecordRow.document_id, order_by=(_is_later(), RecordRow.ordinal)
    )
    total = func.count().over(partition_by=RecordRow.document_id)
    columns = RecordRow.id, place.label("place"), total.label("total"), _is_later().label("later")
    ranked = select(*columns).where(*ours).subquery()
    query = (
        select(RecordRow)
        .join(ranked, ranked.c.id == RecordRow.id)
        .where(ranked.c.place <= MOST_RECORDS)
        .where((ranked.c.total <= MOST_RECORDS) | (ranked.c.later == 0) | (ranked.c.place <= FEW))
        .order_by(RecordRow.ordinal)
    )
    found = session.scalars(query).all()
    return found, _left(session, found, ours)


def some_of(
    session: Session, document_id: int, seen: ColumnElement[bool], skip: int
) -> tuple[Sequence[RecordRow], int]:
    """The next of one document after `skip`, in their order, and how many there are in all."""
    ours = RecordRow.document_id == document_id, seen
    total = session.scalar(select(func.count()).select_from(RecordRow).where(*ours)) or 0
    query = select(RecordRow).where(*ours).order_by(_is_later(), RecordRow.ordinal)
    rows = session.scalars(query.offset(skip).limit(MOST_RECORDS)).all()
    return sorted(rows, key=lambda row: row.ordinal), total


def places_of(session: Session, record_ids: Sequence[int]) -> Mapping[int, str]:
    """Where in its file a record stood that came as data (12 行目)."""
    query = select(ElectronicRow).where(ElectronicRow.record_id.in_(record_ids))
    return {row.record_id: row.arrived["place"] for row in session.scalars(query)}


def _is_later() -> ColumnElement[int]:
    """Nobody has to do anything about it."""
    return case((RecordRow.state.in_(_LATER), 1), else_=0)


def _left(
    session: Session, found: Sequence[RecordRow], ours: tuple[ColumnElement[bool], ...]
) -> Mapping[int, Counter[State]]:
    left: dict[int, Counter[State]] = defaultdict(Counter)
    query = select(RecordRow.document_id, RecordRow.state, func.count()).where(*ours)
    for document, state, count in session.execute(
        query.group_by(RecordRow.document_id, RecordRow.state)
    ):
        left[document][State(state)] = count
    for row in found:
        left[row.document_id][State(row.state)] -= 1
    return {key: +counts for key, counts in left.items()}
