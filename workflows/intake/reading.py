"""Read: the reader's answer becomes records, each ready, doubted or held."""

import logging
from collections.abc import Mapping
from time import perf_counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.errors import PaperError, SetupError, UnreadableFile
from workflows.intake import passing, stacking
from workflows.intake.images import KeptImage, keep_image
from workflows.office import Office
from workflows.seams import ReadDocument, Reader
from workflows.shared_files import FilesAway
from workflows.store import records
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import DocumentRow, RecordRow

_log = logging.getLogger(__name__)


def read(office: Office, reader: Reader, document_id: int) -> bool:
    """Read a received document. False where there is nothing to read, or another is at it.

    What is wrong with the paper, or with our reading of it, becomes a held record. Raises
    SetupError (a missing model) and FilesAway: the document then waits as received.
    """
    started = _start(office, document_id)
    if started is None:
        return False
    record_id, stored = started
    begin = perf_counter()
    try:
        with (
            office.keeping(record_id, office.settings.lease_seconds),
            passing.paper(office, stored) as path,
        ):
            document = reader.read(path)
            images = passing.keep_images(office, document)
    except (SetupError, FilesAway):
        _give_back(office, document_id, record_id)
        raise
    except PaperError as error:
        seen = {} if isinstance(error, UnreadableFile) else _seen(office, reader, record_id, stored)
        _hold(office, record_id, passing.told(error, stored), perf_counter() - begin, seen)
    except Exception as error:  # noqa: BLE001  (the door: one paper never stops the batch)
        _log.error("document %d: reading failed with %s", document_id, type(error).__name__)
        _hold(office, record_id, passing.unexpected(error), perf_counter() - begin)
    else:
        _finish(office, record_id, document, images, perf_counter() - begin)
    return True


def _start(office: Office, document_id: int) -> tuple[int, str] | None:
    """Take the document's first record for reading: its id and the stored file."""
    seconds = office.settings.lease_seconds
    with office.store.write() as session:
        query = select(RecordRow).where(
            RecordRow.document_id == document_id, RecordRow.ordinal == 1
        )
        row = session.scalars(query).one()
        if row.state != State.RECEIVED or row.document.stored_path is None:
            return None
        if row.wanted_form is not None:  # not the document but this record: see `rereading`
            return None
        if row.document.read_starts >= office.settings.read_limit:
            reason = passing.never_ends(row)
            records.move(session, row, State.HELD, office.mark(), reason=reason)
            return None
        if not records.lease(session, row, State.RECEIVED, office.mark(), seconds):
            return None
        records.move(session, row, State.READING, office.mark())
        records.lease(session, row, State.READING, office.mark(), seconds)
        row.document.read_starts += 1
        return row.id, row.document.stored_path


def _give_back(office: Office, document_id: int, record_id: int) -> None:
    with office.store.write() as session:
        row = records.get(session, record_id)
        if records.is_mine(row, State.READING, office.owner):
            records.move(session, row, State.RECEIVED, office.mark(), note="準備が整っていません")
            session.get_one(DocumentRow, document_id).read_starts -= 1


def _seen(office: Office, reader: Reader, record_id: int, stored: str) -> Mapping[int, KeptImage]:
    """The pages of a paper that no form explains: whoever says what it is must see it."""
    try:
        with (
            office.keeping(record_id, office.settings.lease_seconds),
            passing.paper(office, stored) as path,
        ):
            pages, files = reader.pictures(path), office.files
            return {number: keep_image(image, files) for number, image in pages}
    except PaperError:
        return {}


def _hold(
    office: Office, record_id: int, reason: Reason, seconds: float,
    images: Mapping[int, KeptImage] | None = None,
) -> None:  # fmt: skip
    with office.store.write() as session:
        row = records.get(session, record_id)
        if records.is_mine(row, State.READING, office.owner):
            if images:
                row.document.page_count = len(images)
                passing.unread(session, row, images)
            records.move(session, row, State.HELD, office.mark(), reason=reason)
            passing.time(session, office, row, {"failed": seconds})


def _finish(
    office: Office, record_id: int, document: ReadDocument, images: Mapping[int, KeptImage],
    seconds: float,
) -> None:  # fmt: skip
    """All records of the file in one transaction, if the reading is still ours."""
    with office.store.write() as session:
        first = records.get(session, record_id)
        if not records.is_mine(first, State.READING, office.owner):
            return
        first.document.page_count = document.page_count
        if stacking.is_stack(document):
            _stack(session, office, first, document, images)
        else:
            _applications(session, office, first, document, images)
        steps = dict(document.seconds)
        steps["other"] = max(0.0, seconds - sum(steps.values()))
        passing.time(session, office, first, steps)


def _applications(
    session: Session, office: Office, first: RecordRow, document: ReadDocument,
    images: Mapping[int, KeptImage],
) -> None:  # fmt: skip
    rows = _rows(session, office, first, len(document.applications) + len(document.refused))
    for application, row in zip(document.applications, rows, strict=False):
        passing.pass_on(session, office, row, application, images)
    for refused, row in zip(document.refused, rows[len(document.applications) :], strict=True):
        passing.refuse(session, office, row, refused, images)


def _stack(
    session: Session, office: Office, first: RecordRow, document: ReadDocument,
    images: Mapping[int, KeptImage],
) -> None:  # fmt: skip
    places = stacking.places(session, office, first.document, document, images)
    rows = _rows(session, office, first, len(places))
    for place, row in zip(places, rows, strict=True):
        row.department = place.department
        place.work(row)


def _rows(session: Session, office: Office, first: RecordRow, count: int) -> list[RecordRow]:
    """The document's first record, and more split off it until there are `count`."""
    more = range(2, count + 1)
    mark = office.mark()
    return [first] + [records.add(session, first.document, n, State.READING, mark) for n in more]
