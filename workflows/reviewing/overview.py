"""What the review pages read besides the record in hand. Nothing here writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.errors import StoreError
from workflows.clock import Clock, utc_now
from workflows.reviewing.views import QueueItem, owner, reason_of
from workflows.store.database import Store
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import AnswerRow, DocumentRow, RecordRow

_REOPENED_FROM = (State.HELD, State.REJECTED)


class Missing(StoreError):
    """Something asked for by number that is not there."""

    default_advice = "番号を確かめて、一覧から選び直してください。"


class NoSuchRecord(Missing):
    def __init__(self, record_id: int) -> None:
        super().__init__(f"記録 {record_id} はありません。")


@dataclass(frozen=True, slots=True)
class AsideItem:
    """A record that left the straight way. `title` is None where the form is not known."""

    record_id: int
    state: State
    title: str | None
    file: str
    received_at: datetime
    changed_at: datetime
    reason: Reason | None
    can_reopen: bool


class Overview:
    """Counts, what waits, what is aside, and which record comes next. Fast with many records."""

    def __init__(self, store: Store, catalogue: Catalogue, clock: Clock = utc_now) -> None:
        self._store, self._clock = store, clock
        self._titles = {form.id: form.title for form in catalogue}

    def counts(self) -> Mapping[State, int]:
        """Records in each state; every state is named."""
        query = select(RecordRow.state, func.count()).group_by(RecordRow.state)
        with self._store.read() as session:
            found = {State(state): count for state, count in session.execute(query)}
        return {state: found.get(state, 0) for state in State}

    def waiting_by_form(self) -> Mapping[str, tuple[str, int]]:
        """Doubted records by form id: the form's title and how many."""
        query = (
            select(RecordRow.form, func.count())
            .where(RecordRow.state == State.DOUBTED)
            .group_by(RecordRow.form)
            .order_by(RecordRow.form)
        )
        with self._store.read() as session:
            return {
                form: (self._titles.get(form, form), count)
                for form, count in session.execute(query)
                if form
            }

    def waiting(self, form: str, limit: int) -> tuple[QueueItem, ...]:
        """The oldest doubted records of one form (of all when `form` is empty)."""
        wanted = [RecordRow.state == State.DOUBTED]
        if form:
            wanted.append(RecordRow.form == form)
        query = (
            select(RecordRow, DocumentRow.received_at)
            .join(DocumentRow)
            .where(*wanted)
            .order_by(DocumentRow.received_at, RecordRow.id)
            .limit(limit)
        )
        with self._store.read() as session:
            rows = session.execute(query).all()
            answered = _answered(session, [row.id for row, _ in rows])
            return tuple(self._item(row, at, answered.get(row.id, 0)) for row, at in rows)

    def _item(self, row: RecordRow, received_at: datetime, answered: int) -> QueueItem:
        form = row.form or ""
        is_locked = row.lease_until is not None and row.lease_until >= self._clock()
        holder = (row.lease_owner or "").removeprefix(owner("")) if is_locked else None
        title = self._titles.get(form, form)
        return QueueItem(row.id, form, title, received_at, row.fields_doubted, answered, holder)

    def aside(self, state: State, limit: int) -> tuple[AsideItem, ...]:
        """Records in `state`, the latest change first."""
        query = (
            select(RecordRow, DocumentRow)
            .join(DocumentRow)
            .where(RecordRow.state == state)
            .order_by(RecordRow.changed_at.desc(), RecordRow.id.desc())
            .limit(limit)
        )
        with self._store.read() as session:
            return tuple(
                self._aside(session, row, document) for row, document in session.execute(query)
            )

    def _aside(self, session: Session, row: RecordRow, document: DocumentRow) -> AsideItem:
        state = State(row.state)
        return AsideItem(
            row.id, state, self._titles.get(row.form or ""), document.name, document.received_at,
            row.changed_at, reason_of(row), state in _REOPENED_FROM and bool(row.readings),
        )  # fmt: skip

    def state_of(self, record_id: int) -> State:
        """Raises NoSuchRecord."""
        with self._store.read() as session:
            row = session.get(RecordRow, record_id)
            if row is None:
                raise NoSuchRecord(record_id)
            return State(row.state)

    def next_doubted(self, by: str, form: str = "", after: int = 0) -> int | None:
        """The next record that `by` may take, in the queue's order, going round at the end.

        `form` keeps to one form; `after` is the record just done.
        """
        mine = owner(by)
        free = or_(
            RecordRow.lease_owner.is_(None),
            RecordRow.lease_owner == mine,
            RecordRow.lease_until < self._clock(),
        )
        wanted = [RecordRow.state == State.DOUBTED, free, RecordRow.id != after]
        if form:
            wanted.append(RecordRow.form == form)
        query = (
            select(RecordRow.id)
            .join(DocumentRow)
            .where(*wanted)
            .order_by(DocumentRow.received_at, RecordRow.id)
            .limit(1)
        )
        with self._store.read() as session:
            return session.scalar(query)


def _answered(session: Session, record_ids: list[int]) -> Mapping[int, int]:
    """How many fields of each record a person has answered."""
    query = (
        select(AnswerRow.record_id, func.count(AnswerRow.field.distinct()).label("n"))
        .where(AnswerRow.record_id.in_(record_ids))
        .group_by(AnswerRow.record_id)
    )
    return {row.record_id: row.n for row in session.execute(query)}
