"""Finding a record by its number, its receipt or its file: never by what stands on the paper."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from workflows.accounts import Scope
from workflows.reviewing.names import Names
from workflows.reviewing.sight import records_in
from workflows.store.database import Store
from workflows.store.states import State
from workflows.store.tables import DocumentRow, RecordRow

_AT_ONCE = 500  # documents asked for
_LONGEST = 18  # digits of a number that every database holds


@dataclass(frozen=True, slots=True)
class Found:
    """`title` is None where the form is not known; `receipt_number` that of the target system."""

    record_id: int
    document_id: int
    state: State
    title: str | None
    file: str
    received_at: datetime
    receipt_number: str | None


class Finding:
    """Nothing here writes."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store, self._catalogue, self._names = store, catalogue, Names()

    def find(self, scope: Scope, text: str, limit: int) -> tuple[Found, ...]:
        """Records whose number, receipt number (ours or the target system's) is `text`, or whose
        file's name has it; the latest first. Blank text finds nothing."""
        wanted = text.strip()
        if not wanted or not wanted.isprintable():  # no database likes a NUL
            return ()
        titles = {form.id: form.title for form in self._catalogue}
        with self._store.read() as session:
            ids = sorted(self._ids(session, scope, wanted, limit), reverse=True)[:limit]
            query = (
                select(RecordRow, DocumentRow.name).join(DocumentRow).where(RecordRow.id.in_(ids))
            )
            rows = session.execute(query.order_by(RecordRow.id.desc()))
            return tuple(_found(row, name, titles) for row, name in rows)

    def _ids(self, session: Session, scope: Scope, text: str, limit: int) -> set[int]:
        """By numbers the database finds them, by names of files we do."""
        seen = (
            select(RecordRow.id)
            .join(DocumentRow)
            .where(records_in(self._catalogue, scope))
            .order_by(RecordRow.id.desc())
            .limit(limit)
        )
        ids = set(session.scalars(seen.where(or_(*_meant(text)))))
        hits, found = self._names.having(session, text), 0
        while found < limit and (some := list(islice(hits, _AT_ONCE))):
            of_those = RecordRow.document_id.in_(some) & DocumentRow.deleted_at.is_(None)
            named = session.scalars(seen.where(of_those)).all()
            found += len(named)
            ids |= set(named)
        return ids


def _meant(text: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [RecordRow.receipt_number == text]
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST:
        found += [RecordRow.id == int(text), RecordRow.document_id == int(text)]
    return found


def _found(row: RecordRow, name: str, titles: dict[str, str]) -> Found:
    return Found(
        row.id, row.document_id, State(row.state), titles.get(row.form or ""), name,
        row.received_at, row.receipt_number,
    )  # fmt: skip
