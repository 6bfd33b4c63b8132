"""Read again: one record's pages as the form that a person chose, or afresh.

Until the new reading is there the old one stands; then it goes to the history with all that people
said about it, and the record is as newly read. Where the pages do not lie on the chosen form, the
record is held as it was, with the reason.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import perf_counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.errors import PaperError, SetupError, UnknownForm
from forms.form import Form
from workflows.electronic import keeping as electronic
from workflows.intake import passing
from workflows.intake.images import KeptImage
from workflows.office import Office, find_form
from workflows.seams import ReadDocument, Reader
from workflows.shared_files import FilesAway
from workflows.store import drafts, past, records
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import RecordRow

_log = logging.getLogger(__name__)
_NOT_THAT = "用紙の枠が、この様式と合いません。"


@dataclass(frozen=True, slots=True)
class _Wish:
    """`form` None: as whatever it is. `pages` of the file; all where empty."""

    record_id: int
    stored: str
    form: Form | None
    pages: tuple[int, ...]


def wished(office: Office, document_id: int) -> tuple[int, ...]:
    """Records of the document that wait to be read again."""
    query = select(RecordRow.id).where(
        RecordRow.document_id == document_id,
        RecordRow.state == State.RECEIVED,
        RecordRow.wanted_form.is_not(None),
    )
    with office.store.read() as session:
        return tuple(session.scalars(query.order_by(RecordRow.ordinal)))


def read_again(office: Office, reader: Reader, record_id: int) -> bool:
    """Read one such record. False where another is at it. Raises SetupError, FilesAway:
    it waits on."""
    wish = _start(office, record_id)
    if wish is None:
        return False
    begin = perf_counter()
    try:
        with office.keeping(record_id, office.settings.lease_seconds):
            document = _read(office, reader, wish)
            images = passing.keep_images(office, document)
    except (SetupError, FilesAway):
        _give_back(office, record_id)
        raise
    except PaperError as error:
        _refuse(office, wish, passing.told(error, wish.stored))
    except Exception as error:  # noqa: BLE001  (the door: one paper never stops the batch)
        _log.error("record %d: reading again failed with %s", record_id, type(error).__name__)
        _refuse(office, wish, passing.unexpected(error))
    else:
        _finish(office, wish, document, images, perf_counter() - begin)
    return True


def _start(office: Office, record_id: int) -> _Wish | None:
    seconds = office.settings.lease_seconds
    with office.store.write() as session:
        row = records.get(session, record_id)
        stored = row.document.stored_path
        if row.state != State.RECEIVED or row.wanted_form is None or stored is None:
            return None
        wanted = find_form(office.catalogue, row.wanted_form, row.wanted_version)
        if impossible := _impossible(office, row, wanted):
            row.wanted_form = row.wanted_version = None
            records.move(session, row, State.HELD, office.mark(), reason=impossible)
            return None
        if not records.lease(session, row, State.RECEIVED, office.mark(), seconds):
            return None
        records.move(session, row, State.READING, office.mark())
        records.lease(session, row, State.READING, office.mark(), seconds)
        row.document.read_starts += 1
        return _Wish(row.id, stored, wanted, _pages(session, row))


def _pages(session: Session, row: RecordRow) -> tuple[int, ...]:
    """Which part of the file the record is: its pages, or its number among those in data."""
    number = electronic.number_of(session, row.id)
    return tuple(page.number for page in row.pages) if number is None else (number,)


def _impossible(office: Office, row: RecordRow, wanted: Form | None) -> Reason | None:
    if row.document.read_starts >= office.settings.read_limit:
        return passing.never_ends(row)
    if row.wanted_form and wanted is None:
        return Reason(
            "UnknownForm",
            "読み直すために選ばれた様式は、もう登録されていません。",
            "別の様式を選んでください。",
        )
    return None


def _read(office: Office, reader: Reader, wish: _Wish) -> ReadDocument:
    with passing.paper(office, wish.stored) as path:
        if wish.form is None:
            found = reader.read(path, wish.pages)
        else:
            found = reader.read_as(path, wish.form, wish.pages)
    if not found.applications:
        raise UnknownForm("申請書がありません。")
    return found


def _give_back(office: Office, record_id: int) -> None:
    with office.store.write() as session:
        row = records.get(session, record_id)
        if records.is_mine(row, State.READING, office.owner):
            records.move(session, row, State.RECEIVED, office.mark(), note="準備が整っていません")


def _refuse(office: Office, wish: _Wish, reason: Reason) -> None:
    """Held, as it was read before."""
    title = f"「{wish.form.title}」として" if wish.form else ""
    why = _NOT_THAT if wish.form and reason.code == "UnknownForm" else reason.message
    told = replace(reason, message=f"{title}読み直せませんでした。{why}")
    with office.store.write() as session:
        row = records.get(session, wish.record_id)
        if records.is_mine(row, State.READING, office.owner):
            row.wanted_form = row.wanted_version = None
            records.move(session, row, State.HELD, office.mark(), reason=told)


def _finish(
    office: Office, wish: _Wish, document: ReadDocument, images: Mapping[int, KeptImage],
    seconds: float,
) -> None:  # fmt: skip
    """All in one transaction: the old reading away, the new one in, the record through the gate.
    What else the pages hold becomes records of its own."""
    with office.store.write() as session:
        row = records.get(session, wish.record_id)
        if not records.is_mine(row, State.READING, office.owner):
            return
        past.put_away(session, row, office.clock())
        drafts.drop(session, row.id)
        row.wanted_form = row.wanted_version = None
        row.fingerprint = row.entry_key = None
        row.reviewed, row.disputed = False, None
        first, *more = document.applications
        passing.pass_on(session, office, row, first, images)
        for application in more:
            passing.pass_on(session, office, _split_off(session, office, row), application, images)
        for refused in document.refused:
            passing.refuse(session, office, _split_off(session, office, row), refused, images)
        passing.time(session, office, row, {"again": seconds})


def _split_off(session: Session, office: Office, row: RecordRow) -> RecordRow:
    last = select(func.max(RecordRow.ordinal)).where(RecordRow.document_id == row.document_id)
    ordinal = (session.scalar(last) or 0) + 1
    return records.add(session, row.document, ordinal, State.READING, office.mark())
