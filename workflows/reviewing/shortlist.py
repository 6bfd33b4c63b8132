"""The records of a document that are listed: of a list of thousands, those that wait for a person
first, and how many more there are."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from workflows.store.states import State
from workflows.store.tables import ElectronicRow, RecordRow

MOST_RECORDS = 20
_LATER = (State.READY, State.SUBMITTING, State.VERIFIED, State.DUPLICATE)


def records_of(
    session: Session, document_ids: Sequence[int], seen: ColumnElement[bool]
) -> tuple[Sequence[RecordRow], Mapping[int, Counter[State]]]:
    """At most `MOST_RECORDS` of each document, in their order; of those that are left out, how many
    are in which state, by document."""
    place = func.row_number().over(
        partition_by=RecordRow.document_id, order_by=(_is_later(), RecordRow.ordinal)
    )
    ours = RecordRow.document_id.in_(document_ids), seen
    ranked = select(RecordRow.id, place.label("place")).where(*ours).subquery()
    query = (
        select(RecordRow)
        .join(ranked, ranked.c.id == RecordRow.id)
        .where(ranked.c.place <= MOST_RECORDS)
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
    listed = Counter(row.document_id for row in found)
    many = {key for key, count in listed.items() if count == MOST_RECORDS}
    left: dict[int, Counter[State]] = defaultdict(Counter)
    if not many:
        return left
    query = (
        select(RecordRow.document_id, RecordRow.state, func.count())
        .where(*ours, RecordRow.document_id.in_(many))
        .group_by(RecordRow.document_id, RecordRow.state)
    )
    for document, state, count in session.execute(query):
        left[document][State(state)] = count
    for row in found:
        if row.document_id in many:
            left[row.document_id][State(row.state)] -= 1
    return {key: +counts for key, counts in left.items()}
