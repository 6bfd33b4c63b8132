"""Read and gate: the reader's answer becomes records, each ready, doubted or held."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from time import perf_counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.errors import PaperError, SetupError
from forms.record import Record
from workflows.intake.images import KeptImage, keep_image
from workflows.office import Office
from workflows.seams import ReadApplication, ReadDocument, Reader, RefusedPage
from workflows.store import readings, records
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import DocumentRow, PageRow, RecordRow, TimingRow

_log = logging.getLogger(__name__)
_NO_IMAGE = KeptImage("", "", 0, 0)


def gate(record: Record) -> State:
    """Nothing in doubt: ready. Else a person looks first."""
    return State.DOUBTED if record.is_doubted else State.READY


def read(office: Office, reader: Reader, document_id: int) -> bool:
    """Read a received document. False where there is nothing to read, or another is at it.

    What is wrong with the paper, or with our reading of it, becomes a held record. Raises
    SetupError (a missing model): the document then waits as received.
    """
    started = _start(office, document_id)
    if started is None:
        return False
    record_id, stored = started
    begin = perf_counter()
    try:
        with office.keeping(record_id, office.settings.lease_seconds):
            document = reader.read(office.home / stored)
            images = _keep_images(office, document)
    except SetupError:
        _give_back(office, document_id, record_id)
        raise
    except PaperError as error:
        _hold(office, record_id, _told(error, stored), perf_counter() - begin)
    except Exception as error:  # noqa: BLE001  (the door: one paper never stops the batch)
        _log.error("document %d: reading failed with %s", document_id, type(error).__name__)
        _hold(office, record_id, _unexpected(error), perf_counter() - begin)
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
        row = session.scalars(query.with_for_update()).one()
        if row.state != State.RECEIVED or row.document.stored_path is None:
            return None
        if row.document.read_starts >= office.settings.read_limit:
            records.move(session, row, State.HELD, office.mark(), reason=_never_ends(row))
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


def _hold(office: Office, record_id: int, reason: Reason, seconds: float) -> None:
    with office.store.write() as session:
        row = records.get(session, record_id)
        if records.is_mine(row, State.READING, office.owner):
            records.move(session, row, State.HELD, office.mark(), reason=reason)
            _time(session, office, row, {"failed": seconds})


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
        rows = _rows(session, office, first, len(document.applications) + len(document.refused))
        for application, row in zip(document.applications, rows, strict=False):
            _pass(session, office, row, application, images)
        for refused, row in zip(document.refused, rows[len(document.applications) :], strict=True):
            _refuse(session, office, row, refused, images)
        steps = dict(document.seconds)
        steps["other"] = max(0.0, seconds - sum(steps.values()))
        _time(session, office, first, steps)


def _rows(session: Session, office: Office, first: RecordRow, count: int) -> list[RecordRow]:
    """The document's first record, and more split off it until there are `count`."""
    more = range(2, count + 1)
    mark = office.mark()
    return [first] + [records.add(session, first.document, n, State.READING, mark) for n in more]


def _pass(
    session: Session, office: Office, row: RecordRow, application: ReadApplication,
    images: Mapping[int, KeptImage],
) -> None:  # fmt: skip
    """An application goes through the gate."""
    readings.save(session, row, application.form, application.record, application.fit)
    for page in application.pages:
        _page(session, row, page.number, page.form_page, page.fit, images)
    records.move(session, row, gate(application.record), office.mark())


def _refuse(
    session: Session, office: Office, row: RecordRow, refused: RefusedPage,
    images: Mapping[int, KeptImage],
) -> None:  # fmt: skip
    """A page that is no part of an application is held as a record of its own."""
    _page(session, row, refused.number, 0, 0.0, images)
    reason = _told(refused.error, row.document.stored_path or "")
    page = f"{refused.number} ページ目"
    if not reason.message.startswith(page):
        reason = replace(reason, message=f"{page}: {reason.message}")
    records.move(session, row, State.HELD, office.mark(), reason=reason)


def _page(
    session: Session, row: RecordRow, number: int, form_page: int, fit: float,
    images: Mapping[int, KeptImage],
) -> None:  # fmt: skip
    kept = images.get(number, _NO_IMAGE)
    session.add(
        PageRow(
            record_id=row.id, number=number, form_page=form_page, fit=fit,
            image_path=kept.path or None, image_sha256=kept.sha256 or None,
            width=kept.width, height=kept.height,
        )
    )  # fmt: skip


def _keep_images(office: Office, document: ReadDocument) -> Mapping[int, KeptImage]:
    """Every page's image on disk, by page number, before the rows point to them."""
    pages = [page for application in document.applications for page in application.pages]
    kept = {page.number: keep_image(page.image, office.home) for page in pages}
    for refused in document.refused:
        if refused.image is not None:
            kept[refused.number] = keep_image(refused.image, office.home)
    return kept


def _time(session: Session, office: Office, row: RecordRow, seconds: Mapping[str, float]) -> None:
    session.add_all(
        TimingRow(
            document_id=row.document_id, record_id=None, kind="read", step=step, seconds=each,
            at=office.clock(),
        )
        for step, each in seconds.items()
    )  # fmt: skip


def _told(error: PaperError, stored: str) -> Reason:
    """The reader's words, without the name of our copy, which tells a clerk nothing."""
    message = error.message.replace(f"{PurePosixPath(stored).name} ", "このファイル")
    return Reason(error.code, message, error.advice)


def _unexpected(error: Exception) -> Reason:
    return Reason(
        "Unexpected",
        f"読み取り中に予期しない問題が起きました (種類: {type(error).__name__})。",
        "もう一度スキャンしても続くときは、情報主管課の担当者に連絡してください。",
    )


def _never_ends(row: RecordRow) -> Reason:
    starts = row.document.read_starts
    return Reason(
        "ReadingStopped",
        f"読み取りを {starts} 回始めましたが、毎回途中で処理が止まりました。",
        "ファイルが大きすぎないか確かめ、分けてスキャンし直してください。",
    )
