"""What the review pages read besides the record in hand. Nothing here writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from forms.catalogue import Catalogue
from workflows.accounts import Scope
from workflows.reviewing.missing import Missing, NoSuchRecord
from workflows.reviewing.sight import records_in
from workflows.reviewing.views import reason_of
from workflows.store.database import Store
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import DocumentRow, RecordRow

_REOPENED_FROM = (State.HELD, State.RETURNED, State.REJECTED)
__all__ = ["AsideItem", "Missing", "NoSuchRecord", "Overview"]


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
    can_choose_form: bool


class Overview:
    """Counts, and what is aside. What waits is in `waiting`."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store, self._catalogue = store, catalogue

    def counts(self, scope: Scope) -> Mapping[State, int]:
        """Records in each state; every state is named."""
        query = (
            select(RecordRow.state, func.count())
            .where(records_in(self._catalogue, scope))
            .group_by(RecordRow.state)
        )
        with self._store.read() as session:
            found = {State(state): count for state, count in session.execute(query)}
        return {state: found.get(state, 0) for state in State}

    def aside(self, scope: Scope, state: State, limit: int) -> tuple[AsideItem, ...]:
        """Records in `state`, the latest change first."""
        query = (
            select(RecordRow, DocumentRow)
            .join(DocumentRow)
            .where(RecordRow.state == state, records_in(self._catalogue, scope))
            .order_by(RecordRow.changed_at.desc(), RecordRow.id.desc())
            .limit(limit)
        )
        titles = {form.id: form.title for form in self._catalogue}
        with self._store.read() as session:
            return tuple(
                _aside(row, document, titles.get(row.form or ""))
                for row, document in session.execute(query)
            )

    def state_of(self, record_id: int) -> State:
        """Raises NoSuchRecord."""
        with self._store.read() as session:
            row = session.get(RecordRow, record_id)
            if row is None:
                raise NoSuchRecord(record_id)
            return State(row.state)


def _aside(row: RecordRow, document: DocumentRow, title: str | None) -> AsideItem:
    state = State(row.state)
    return AsideItem(
        row.id, state, title, document.name, document.received_at, row.changed_at, reason_of(row),
        can_reopen=state in _REOPENED_FROM and row.fields > 0 and document.deleted_at is None,
        can_choose_form=state is State.HELD and document.stored_path is not None,
    )  # fmt: skip
