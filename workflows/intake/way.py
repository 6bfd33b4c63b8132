"""The way of one file, and taking up again what was cut short."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, or_, select

from workflows.intake.names import to_text
from workflows.intake.reading import read
from workflows.intake.reception import receive
from workflows.intake.rereading import read_again, wished
from workflows.intake.shelf import shelve
from workflows.office import Office
from workflows.seams import Reader
from workflows.shared_files import FileChanged
from workflows.store import records
from workflows.store.states import State
from workflows.store.tables import DocumentRow, RecordRow

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a file: its records' ids and states, in the order of its pages."""

    document_id: int
    records: tuple[tuple[int, State], ...]


def take_in(office: Office, reader: Callable[[], Reader], path: Path) -> TakenIn | None:
    """Take one settled file in. None where it is still changing. Raises SetupError."""
    document_id = receive(office, path)
    return None if document_id is None else process(office, reader, document_id)


def process(
    office: Office, reader: Callable[[], Reader], document_id: int, *, is_keeper: bool = True
) -> TakenIn:
    """Read, gate and shelve a received document, or read again what a person wants of it. The
    reader is opened when it is needed. `is_keeper`: see `shelve`."""
    for record_id in wished(office, document_id):
        read_again(office, _reader(office, reader, document_id), record_id)
    if _is_unread(office, document_id):
        read(office, _reader(office, reader, document_id), document_id)
    try:
        shelve(office, document_id, is_keeper=is_keeper)
    except OSError as error:  # the original stays in the inbox; the next look tries again
        _log.warning("document %d: not shelved (errno %s)", document_id, error.errno)
    except FileChanged:  # as above: nothing is taken away of which there is no whole copy
        _log.error("document %d: not shelved, its copy cannot be read back", document_id)
    return outcome(office, document_id)


def _reader(office: Office, papers: Callable[[], Reader], document_id: int) -> Reader:
    """Of data and of papers alike."""
    from workflows.electronic.reader import reader_for  # what checks values is slow to import

    with office.store.read() as session:
        stored = session.get_one(DocumentRow, document_id).stored_path
    return reader_for(office, papers, stored or "")


def outcome(office: Office, document_id: int) -> TakenIn:
    """The document's records as they are now."""
    query = (
        select(RecordRow.id, RecordRow.state)
        .where(RecordRow.document_id == document_id)
        .order_by(RecordRow.ordinal)
    )
    with office.store.read() as session:
        rows = session.execute(query)
        return TakenIn(document_id, tuple((row.id, State(row.state)) for row in rows))


def recover(office: Office) -> None:
    """Give back what a reader that has gone was reading."""
    with office.store.write() as session:
        for row in records.expired(session, State.READING, office.clock()):
            note = "読み取りが途中で止まったため、やり直します"
            records.move(session, row, State.RECEIVED, office.mark(), note=note)


def pending(office: Office) -> tuple[int, ...]:
    """Documents whose intake has not ended and which nobody is reading, the oldest first. Those
    that are read and lie in the inbox of another machine are that one's."""
    return _ids(
        office,
        or_(
            RecordRow.wanted_form.is_not(None) & (RecordRow.state == State.RECEIVED),
            (RecordRow.ordinal == 1)
            & (RecordRow.state != State.READING)
            & or_(RecordRow.state == State.RECEIVED, _lies_in_our_inbox(office)),
        ),
    )


def unread(office: Office) -> tuple[int, ...]:
    """Documents that wait to be read, or for one of their records to be read again, the oldest
    first."""
    is_stored = DocumentRow.stored_path.is_not(None)
    return _ids(office, (RecordRow.state == State.RECEIVED) & is_stored)


def unshelved(office: Office) -> tuple[int, ...]:
    """Documents of our inbox, and uploads, that are read and not put away, the oldest first."""
    states = (State.RECEIVED, State.READING)
    is_read = (RecordRow.ordinal == 1) & RecordRow.state.not_in(states)
    return _ids(office, is_read & _lies_in_our_inbox(office))


def _lies_in_our_inbox(office: Office) -> ColumnElement[bool]:
    """It is not shelved, and it is for us to do it. An upload lies nowhere."""
    inbox = office.store.tag(to_text(office.settings.inbox_path))
    return DocumentRow.shelved_at.is_(None) & or_(
        DocumentRow.uploaded_by.is_not(None), DocumentRow.inbox_key == inbox
    )


def _ids(office: Office, wanted: ColumnElement[bool]) -> tuple[int, ...]:
    query = select(DocumentRow.id).join(RecordRow).where(wanted).distinct().order_by(DocumentRow.id)
    with office.store.read() as session:
        return tuple(session.scalars(query))


def _is_unread(office: Office, document_id: int) -> bool:
    query = select(RecordRow.id).where(
        RecordRow.document_id == document_id,
        RecordRow.state == State.RECEIVED,
        RecordRow.wanted_form.is_(None),
    )
    with office.store.read() as session:
        return session.scalars(query).first() is not None
