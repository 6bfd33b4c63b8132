"""What arrived on a day, where each is now, and the way in for a file from a browser."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from workflows.accounts import Scope
from workflows.clock import TOKYO
from workflows.intake.origin import departments_of, strangers_in
from workflows.intake.uploads import MEGABYTE, Upload
from workflows.office import Office
from workflows.reviewing import shortlist
from workflows.reviewing.hand import Hand
from workflows.reviewing.missing import NoSuchDocument
from workflows.reviewing.rereading import FormChoice, Rereading
from workflows.reviewing.sight import records_in
from workflows.reviewing.views import reason_of
from workflows.store import locks
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import DocumentRow, PageRow, RecordRow

TROUBLES = (State.HELD, State.RETURNED, State.REJECTED, State.UNCONFIRMED)
"""Where a record waits until a person does something out of the way."""

_UNREAD = frozenset({State.RECEIVED, State.READING})


@dataclass(frozen=True, slots=True)
class ArrivedRecord:
    """One application of a document. `title` is None where no form is known; `pages` of the file,
    from 1, empty before it was read."""

    record_id: int
    state: State
    title: str | None
    reason: Reason | None
    receipt_number: str | None
    pages: tuple[int, ...]
    place: str = ""  # in a file of data: 12 行目

    @property
    def is_unread(self) -> bool:
        """It was never read, or nothing could be: there are no values."""
        return self.title is None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file as it came in; `size` in bytes. `first`: the document that it repeats, where the
    person sees that one. `is_kept`: there are bytes of it here."""

    document_id: int
    name: str
    size: int
    page_count: int
    received_at: datetime
    department: str | None
    uploaded_by: str | None
    first: int | None
    is_kept: bool
    records: tuple[ArrivedRecord, ...]
    more: Mapping[State, int] = field(default_factory=dict)  # records that are not listed

    @property
    def is_waiting(self) -> bool:
        """It has not been read to its end."""
        return any(each.state in _UNREAD for each in self.records)


@dataclass(frozen=True, slots=True)
class Day:
    """`arrivals`: the newest first, one page of the list; `documents` and `counts` are of all.
    `total`: of those that the list is made of."""

    day: date
    arrivals: tuple[Arrival, ...]
    documents: int
    total: int
    counts: Mapping[State, int]


class Arrivals:
    """Everything within a person's scope."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._store, self._catalogue = office.store, office.catalogue
        hand = Hand(office.store, office.catalogue, office.settings, office.clock)
        self._rereading = Rereading(hand)

    def today(self) -> date:
        """In Japan."""
        return self._office.clock().astimezone(TOKYO).date()

    def of_day(self, scope: Scope, day: date, *, troubled: bool, limit: int, skip: int = 0) -> Day:
        """`troubled`: only those with a record that waits for a person out of the way."""
        seen, within = records_in(self._catalogue, scope), _within(day)
        some = seen & RecordRow.state.in_(TROUBLES) if troubled else seen
        with self._store.read() as session:
            counted = session.execute(
                select(RecordRow.state, func.count())
                .join(DocumentRow, DocumentRow.id == RecordRow.document_id)
                .where(within, seen)
                .group_by(RecordRow.state)
            )
            counts = {State(state): count for state, count in counted}
            documents = _count(session, within, seen)
            total = _count(session, within, some) if troubled else documents
            query = select(DocumentRow).where(within, _has(some)).order_by(DocumentRow.id.desc())
            rows = session.scalars(query.limit(limit).offset(skip)).all()
            arrivals = self._arrivals(session, rows, seen)
        return Day(day, arrivals, documents, total, {s: counts.get(s, 0) for s in State})

    def of(self, document_id: int, scope: Scope) -> Arrival:
        """Raises NoSuchDocument where there is none for this person."""
        seen = records_in(self._catalogue, scope)
        with self._store.read() as session:
            query = select(DocumentRow).where(DocumentRow.id == document_id, _has(seen))
            found = self._arrivals(session, session.scalars(query).all(), seen)
        if not found:
            raise NoSuchDocument(document_id)
        return found[0]

    def departments(self, scope: Scope) -> tuple[str, ...]:
        """For which a person may drop papers: those whose papers they see."""
        known = departments_of(self._catalogue)
        return known if scope.departments is None else tuple(sorted(scope.departments))

    @property
    def most_bytes(self) -> int:
        """Of one uploaded file."""
        return self._office.settings.upload_megabytes * MEGABYTE

    def upload(self, name: str, size: int) -> Upload:
        """A file on its way in; see `Upload`."""
        return Upload(self._office, name, size)

    def choices(self, scope: Scope) -> tuple[FormChoice, ...]:
        """What a paper that was held may be read as."""
        return self._rereading.choices(scope)

    def read_again(self, record_id: int, by: str, scope: Scope, form: str, version: str) -> int:
        """Have a held record read again, as that form or (empty) as whatever it is; its document.

        Raises StoreError where it is not held, or where there is no such form.
        """
        self._rereading.ask(record_id, by, scope, form, version)
        with self._store.read() as session:
            return session.get_one(RecordRow, record_id).document_id

    def is_watched(self) -> bool:
        """Somebody reads what arrives: without `utsushi watch` everything waits."""
        name = locks.inbox(self._office.settings.inbox_path)
        with self._store.read() as session:
            return locks.is_held(session, name, self._office.clock())

    def strangers(self) -> tuple[str, ...]:
        """Folders in the watched one that are named after no department: nothing is taken out."""
        with suppress(OSError):
            departments = departments_of(self._catalogue)
            return strangers_in(self._office.settings.inbox_path, departments)
        return ()

    def _arrivals(
        self, session: Session, rows: Sequence[DocumentRow], seen: ColumnElement[bool]
    ) -> tuple[Arrival, ...]:
        found, left = shortlist.records_of(session, [row.id for row in rows], seen)
        pages = _pages(session, [row.id for row in found])
        places = shortlist.places_of(session, [row.id for row in found if row.electronic])
        firsts = _seen_firsts(session, rows, seen)
        return tuple(
            Arrival(
                row.id, row.name, row.size, row.page_count, row.received_at, row.department,
                row.uploaded_by, row.duplicate_of if row.duplicate_of in firsts else None,
                row.stored_path is not None,
                tuple(self._record(r, pages, places) for r in found if r.document_id == row.id),
                left.get(row.id, {}),
            )
            for row in rows
        )  # fmt: skip

    def _record(
        self, row: RecordRow, pages: Mapping[int, tuple[int, ...]], places: Mapping[int, str]
    ) -> ArrivedRecord:  # fmt: skip
        title = None
        if row.form:
            title = next((f.title for f in self._catalogue if f.id == row.form), row.form)
        return ArrivedRecord(
            row.id, State(row.state), title, reason_of(row), row.receipt_number,
            pages.get(row.id, ()), places.get(row.id, ""),
        )  # fmt: skip


def _within(day: date) -> ColumnElement[bool]:
    start = datetime.combine(day, time(), TOKYO)
    return (DocumentRow.received_at >= start) & (
        DocumentRow.received_at < start + timedelta(days=1)
    )


def _has(wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    """Documents with such a record."""
    return select(RecordRow.id).where(RecordRow.document_id == DocumentRow.id, wanted).exists()


def _count(session: Session, within: ColumnElement[bool], wanted: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(DocumentRow).where(within, _has(wanted))
    return session.scalar(query) or 0


def _pages(session: Session, record_ids: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
    query = select(PageRow.record_id, PageRow.number).where(PageRow.record_id.in_(record_ids))
    found: dict[int, tuple[int, ...]] = {}
    for record_id, number in session.execute(query.order_by(PageRow.number)):
        found[record_id] = (*found.get(record_id, ()), number)
    return found


def _seen_firsts(
    session: Session, rows: Sequence[DocumentRow], seen: ColumnElement[bool]
) -> frozenset[int]:
    wanted = {row.duplicate_of for row in rows if row.duplicate_of is not None}
    query = select(RecordRow.document_id).where(RecordRow.document_id.in_(wanted), seen)
    return frozenset(session.scalars(query)) if wanted else frozenset()
