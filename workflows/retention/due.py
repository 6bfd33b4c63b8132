"""Whose time is over. A document is due when all of its records are completed and past theirs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.retention import Retention
from workflows.clock import TOKYO
from workflows.office import Office, find_form
from workflows.store.states import State
from workflows.store.tables import DocumentRow, RecordRow

COMPLETED = frozenset({State.VERIFIED, State.DUPLICATE, State.RETURNED, State.HELD, State.SETTLED})
"""Nothing more happens with these by itself. What was held or sent back counts from its last
change: whoever takes it up again within its time begins the time anew."""


@dataclass(frozen=True, slots=True)
class Due:
    """A document to delete. `kept_until`: its last day, the latest of its records'."""

    document_id: int
    records: int
    rule: Retention
    completed_on: date
    kept_until: date


@dataclass(frozen=True, slots=True)
class Overdue:
    """A record past its time counted from its last change, but not completed: nobody deletes it
    before a person has ended it."""

    record_id: int
    state: State
    since: date


@dataclass(frozen=True, slots=True)
class _Kept:
    """One record's time."""

    record_id: int
    state: State
    rule: Retention | None
    changed_on: date

    @property
    def until(self) -> date:
        return self.rule.ends(self.changed_on) if self.rule else date.max


def expired(office: Office, on: date) -> tuple[Due, ...]:
    """Documents whose last day is before `on` (in Tokyo), the oldest first."""
    with office.store.read() as session:
        grouped = _grouped(office, _rows(session))
        return tuple(due for document_id, kept in grouped if (due := _due(document_id, kept, on)))


def is_due(office: Office, session: Session, document_id: int, on: date) -> Due | None:
    """The same of one document, within a transaction; None where it is not due, or not any more."""
    grouped = _grouped(office, _rows(session, document_id))
    return next((_due(each, kept, on) for each, kept in grouped), None)


def overdue(office: Office, on: date) -> tuple[Overdue, ...]:
    with office.store.read() as session:
        grouped = _grouped(office, _rows(session))
        return tuple(
            Overdue(each.record_id, each.state, each.changed_on)
            for _, kept in grouped
            for each in kept
            if each.state not in COMPLETED and each.until < on
        )


def _due(document_id: int, kept: Sequence[_Kept], on: date) -> Due | None:
    last = max(kept, key=lambda each: each.until)
    if last.until >= on or last.rule is None or any(e.state not in COMPLETED for e in kept):
        return None
    completed = max(each.changed_on for each in kept)
    return Due(document_id, len(kept), last.rule, completed, last.until)


_Row = tuple[int, int, str, str | None, str | None, datetime]


def _rows(session: Session, document_id: int | None = None) -> Iterator[_Row]:
    query = (
        select(
            RecordRow.document_id, RecordRow.id, RecordRow.state, RecordRow.form,
            RecordRow.version, RecordRow.changed_at,
        )
        .join(DocumentRow)
        .where(DocumentRow.deleted_at.is_(None), DocumentRow.shelved_at.is_not(None))
        .order_by(RecordRow.document_id, RecordRow.id)
    )  # fmt: skip
    if document_id is not None:
        query = query.where(RecordRow.document_id == document_id)
    for row in session.execute(query):
        yield row[0], row[1], row[2], row[3], row[4], row[5]


def _grouped(office: Office, rows: Iterable[_Row]) -> list[tuple[int, list[_Kept]]]:
    general = office.settings.retention_rule
    rules: dict[tuple[str | None, str | None], Retention | None] = {}
    found: dict[int, list[_Kept]] = defaultdict(list)
    for document_id, record_id, state, form_id, version, changed_at in rows:
        if (form_id, version) not in rules:
            form = find_form(office.catalogue, form_id, version)
            rules[form_id, version] = (form.retention if form else None) or general
        day = changed_at.astimezone(TOKYO).date()
        found[document_id].append(_Kept(record_id, State(state), rules[form_id, version], day))
    return list(found.items())
