"""A record's way from arrival to receipt, for reading. Private values are masked."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.form import Field, Form
from forms.geometry import Box
from forms.mask import mask_digits, mask_value
from forms.record import Value
from workflows.accounts import Scope
from workflows.approvals import sight as approvals
from workflows.electronic import keeping as electronic
from workflows.office import find_form
from workflows.reviewing import shortlist
from workflows.reviewing.evidence import content_of, piece
from workflows.reviewing.missing import Missing, NoSuchDocument, NoSuchRecord
from workflows.reviewing.sight import records_in
from workflows.reviewing.told import (
    Attempt,
    Change,
    Earlier,
    FieldValue,
    History,
    Received,
    Said,
    SentBack,
)
from workflows.reviewing.views import PageView, reason_of
from workflows.settings import Settings
from workflows.shared_files import Files
from workflows.store import past, readings
from workflows.store.database import Store
from workflows.store.past import Past
from workflows.store.states import State
from workflows.store.tables import (
    AnswerRow,
    DocumentRow,
    EntryRow,
    RecordRow,
    SendBackRow,
    TransitionRow,
)

__all__ = [
    "Attempt",
    "Change",
    "Earlier",
    "FieldValue",
    "Histories",
    "History",
    "Received",
    "Said",
    "SentBack",
]


class Histories:
    """All calls raise NoSuchRecord where there is no such record."""

    def __init__(self, store: Store, catalogue: Catalogue, settings: Settings) -> None:
        self._store, self._catalogue, self._settings = store, catalogue, settings
        self._files = Files.of(settings)

    def of(self, record_id: int) -> History:
        with self._store.read() as session:
            return self._of(session, _row(session, record_id))

    def of_document(
        self, document_id: int, scope: Scope, skip: int = 0
    ) -> tuple[History, ...]:  # fmt: skip
        """Those of its records that are seen, at least one and at most `MOST_RECORDS` after `skip`;
        those that wait for a person come first. Raises NoSuchDocument."""
        seen = records_in(self._catalogue, scope)
        with self._store.read() as session:
            rows, _ = shortlist.some_of(session, document_id, seen, skip)
            if not rows:
                raise NoSuchDocument(document_id)
            return tuple(self._of(session, row) for row in rows)

    def count_of_document(self, document_id: int, scope: Scope) -> int:
        """How many of its records are seen."""
        with self._store.read() as session:
            seen = records_in(self._catalogue, scope)
            return shortlist.some_of(session, document_id, seen, 0)[1]

    def _of(self, session: Session, row: RecordRow) -> History:
        form = self._form(row)
        attempts = _attempts(session, row, form, self._files)
        return History(
            row.id, row.ordinal, State(row.state), form, _received(row.document), row.fields,
            row.fields_doubted, row.receipt_number, reason_of(row), self._pages(row),
            _values(session, row, form), _changes(session, row), _said(session, row, form),
            attempts, self._earlier(session, row), _sent_back(session, row),
            approvals.of_record(session, row.id), approvals.awaits(session, self._settings, row),
            electronic.arrived_of(session, row.id) if row.electronic else None,
        )  # fmt: skip

    def _earlier(self, session: Session, row: RecordRow) -> tuple[Earlier, ...]:
        blind = frozenset(row.double_fields or ())
        return tuple(
            _put_away(each, find_form(self._catalogue, each.form, each.version), blind)
            for each in past.of_record(session, row.id)
        )

    def page(self, record_id: int, number: int) -> tuple[PageView, tuple[Box, ...]]:
        """A page's image and the boxes of private fields on it. Raises Missing.

        `form_page` is 0 where no form explains it, also one that is declared no more.
        """
        with self._store.read() as session:
            row = _row(session, record_id)
            form = self._form(row)
            for page in self._pages(row):
                if page.number == number and form is None:  # what is private, nobody knows
                    return replace(page, form_page=0), ()
                if page.number == number and form is not None:
                    fields = form.on_page(page.form_page)
                    return page, tuple(each.box for each in fields if each.private)
        raise Missing(f"記録 {record_id} に {number} ページ目の画像はありません。")

    def evidence(self, record_id: int, evidence_id: int) -> tuple[bytes, str]:
        """A piece's bytes and the end of its file's name. Raises Missing where it is none of this
        record's, Tampered where it is no longer what it was when it was kept."""
        with self._store.read() as session:
            _row(session, record_id)
            return content_of(session, record_id, evidence_id, self._files)

    def _form(self, row: RecordRow) -> Form | None:
        return find_form(self._catalogue, row.form, row.version)

    def _pages(self, row: RecordRow) -> tuple[PageView, ...]:
        return tuple(
            PageView(p.number, p.form_page, self._files.stored(p.image_path), p.width, p.height)
            for p in row.pages
            if p.image_path
        )


def _put_away(before: Past, form: Form | None, blind: frozenset[str]) -> Earlier:
    """`blind`: fields that two people type now; what stood there before is no help to them."""
    fields = {field.id: field for field in form.fields} if form else {}
    labels = {name: field.label for name, field in fields.items()}
    values = tuple(
        _value(fields[name], value)
        for name, value in before.values
        if value and name in fields and name not in blind and not fields[name].double
    )
    said = tuple(
        Said(labels.get(e.field, e.field), e.kind, e.at, e.by, None) for e in before.answers
    )
    return Earlier(form.title if form else before.form, before.ended_at, values, said)


def _sent_back(session: Session, row: RecordRow) -> tuple[SentBack, ...]:
    query = select(SendBackRow).where(SendBackRow.record_id == row.id).order_by(SendBackRow.id)
    return tuple(SentBack(e.at, e.receiver, e.reason) for e in session.scalars(query))


def _received(row: DocumentRow) -> Received:
    return Received(
        row.id, row.name, row.size, row.page_count, row.received_at, row.department,
        row.uploaded_by, row.duplicate_of, row.stored_path is not None, row.deleted_at,
    )  # fmt: skip


def _row(session: Session, record_id: int) -> RecordRow:
    row = session.get(RecordRow, record_id)
    if row is None:
        raise NoSuchRecord(record_id)
    return row


def _values(session: Session, row: RecordRow, form: Form | None) -> tuple[FieldValue, ...]:
    if form is None:
        return ()
    record = readings.effective(session, row, form)
    return tuple(
        _value(form.field(each.field), each.value) for each in record.readings if each.value
    )


def _value(field: Field, value: Value) -> FieldValue:
    return FieldValue(field, mask_value(field, value))


def _changes(session: Session, row: RecordRow) -> tuple[Change, ...]:
    query = (
        select(TransitionRow)
        .where(TransitionRow.record_id == row.id)
        .order_by(TransitionRow.at, TransitionRow.id)
    )
    return tuple(
        Change(State(t.before) if t.before else None, State(t.after), t.at, t.by, t.note)
        for t in session.scalars(query)
    )


def _said(session: Session, row: RecordRow, form: Form | None) -> tuple[Said, ...]:
    if form is None:
        return ()
    labels = {field.id: field.label for field in form.fields}
    query = select(AnswerRow).where(AnswerRow.record_id == row.id).order_by(AnswerRow.id)
    return tuple(
        Said(labels.get(each.field, each.field), each.kind, each.at, each.by, each.overrides)
        for each in session.scalars(query)
    )


def _attempts(
    session: Session, row: RecordRow, form: Form | None, files: Files
) -> tuple[Attempt, ...]:
    query = select(EntryRow).where(EntryRow.record_id == row.id).order_by(EntryRow.id)
    return tuple(_attempt(entry, form, files) for entry in session.scalars(query))


def _attempt(entry: EntryRow, form: Form | None, files: Files) -> Attempt:
    fields = {field.id: field for field in form.fields} if form else {}
    values = tuple(
        _value(fields[name], readings.from_json(value))
        for name, value in (entry.values or {}).items()
        if name in fields
    )
    return Attempt(
        entry.kind, entry.attempt, entry.started_at, entry.submitted_at, entry.ended_at,
        entry.outcome, mask_digits(entry.message) if entry.message else None,
        entry.receipt_number, values,
        tuple(piece(each, files) for each in entry.evidence),
    )  # fmt: skip
