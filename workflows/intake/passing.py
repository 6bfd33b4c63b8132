"""What reading gave goes into the store: an application through the gate, a refused page held."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from sqlalchemy.orm import Session

from forms.errors import EmptyPage, PaperError, UnreadableFile
from forms.record import Record
from workflows.electronic import keeping as electronic
from workflows.electronic.result import ElectronicApplication, ElectronicRefused
from workflows.intake.images import KeptImage, keep_image
from workflows.office import Office
from workflows.seams import ReadApplication, ReadDocument, RefusedPage
from workflows.second_looks.drawing import draw
from workflows.shared_files import FileChanged, NoSuchFile
from workflows.store import readings, records
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import PageRow, RecordRow, TimingRow

NO_IMAGE = KeptImage("", "", 0, 0)


def gate(record: Record) -> State:
    """Nothing in doubt: ready. Else a person looks first."""
    return State.DOUBTED if record.is_doubted else State.READY


def pass_on(
    session: Session, office: Office, row: RecordRow, application: ReadApplication,
    images: Mapping[int, KeptImage], held: Reason | None = None,
) -> None:  # fmt: skip
    """An application goes through the gate; with a reason to be `held` it waits before it. One that
    came as data may also have come before."""
    verdict = None
    if isinstance(application, ElectronicApplication):
        verdict = electronic.keep(session, office, row, application)
    readings.save(session, row, application.form, application.record, application.fit)
    for page in application.pages:
        _page(session, row, page.number, page.form_page, page.fit, images)
    after = State.DOUBTED if row.double_left else gate(application.record)
    reason = held
    if held:
        after = State.HELD
    elif verdict:
        after, reason = verdict.state, verdict.reason
    records.move(session, row, after, office.mark(), reason=reason)
    if after is State.READY:
        draw(session, office.settings.shared_path, row, application.form, office.clock())


def refuse(
    session: Session, office: Office, row: RecordRow, refused: RefusedPage,
    images: Mapping[int, KeptImage],
) -> None:  # fmt: skip
    """A page that is no part of an application is held as a record of its own."""
    if isinstance(refused, ElectronicRefused):
        _refuse_data(session, office, row, refused, images)
        return
    _page(session, row, refused.number, 0, 0.0, images)
    reason = told(refused.error, row.document.stored_path or "")
    page = f"{refused.number} ページ目"
    if not reason.message.startswith(page):
        reason = replace(reason, message=f"{page}: {reason.message}")
    records.move(session, row, State.HELD, office.mark(), reason=reason)


def _refuse_data(
    session: Session, office: Office, row: RecordRow, refused: ElectronicRefused,
    images: Mapping[int, KeptImage],
) -> None:  # fmt: skip
    """What came with data and is no application."""
    electronic.keep_refused(session, row, refused)
    for page in refused.pages:
        _page(session, row, page.number, 0, 0.0, images)
    reason = Reason.of(refused.error)
    records.move(session, row, State.HELD, office.mark(), reason=reason)


def unread(session: Session, row: RecordRow, images: Mapping[int, KeptImage]) -> None:
    """The pages of a record that could not be read at all."""
    for number in images:
        _page(session, row, number, 0, 0.0, images)


def _page(
    session: Session, row: RecordRow, number: int, form_page: int, fit: float,
    images: Mapping[int, KeptImage],
) -> None:  # fmt: skip
    kept = images.get(number, NO_IMAGE)
    session.add(
        PageRow(
            record_id=row.id, number=number, form_page=form_page, fit=fit,
            image_path=kept.path or None, image_sha256=kept.sha256 or None,
            width=kept.width, height=kept.height,
        )
    )  # fmt: skip


@contextmanager
def paper(office: Office, stored: str) -> Iterator[Path]:
    """A file of an original to read from, in clear for the block. Raises UnreadableFile where it
    is gone or no longer what arrived, FilesAway where nobody can tell now."""
    try:
        with office.files.clear(stored) as path:
            yield path
    except (NoSuchFile, FileChanged) as error:
        raise UnreadableFile(error.message, advice=error.advice) from error


def keep_images(office: Office, document: ReadDocument) -> Mapping[int, KeptImage]:
    """Every page's image kept, by page number, before the rows point to them. Raises FilesAway."""
    files = office.files
    pages = [page for application in document.applications for page in application.pages]
    kept = {page.number: keep_image(page.image, files) for page in pages}
    for refused in document.refused:
        if isinstance(refused, ElectronicRefused):
            kept |= {page.number: keep_image(page.image, files) for page in refused.pages}
            continue
        is_skipped = document.separators and isinstance(refused.error, EmptyPage)  # see `stacking`
        if refused.image is not None and not is_skipped:
            kept[refused.number] = keep_image(refused.image, files)
    return kept


def time(session: Session, office: Office, row: RecordRow, seconds: Mapping[str, float]) -> None:
    session.add_all(
        TimingRow(
            document_id=row.document_id, record_id=None, kind="read", step=step, seconds=each,
            at=office.clock(),
        )
        for step, each in seconds.items()
    )  # fmt: skip


def told(error: PaperError, stored: str) -> Reason:
    """The reader's words, without the name of our copy, which tells a clerk nothing."""
    message = error.message.replace(f"{PurePosixPath(stored).name} ", "このファイル")
    return Reason(error.code, message, error.advice)


def unexpected(error: Exception) -> Reason:
    return Reason(
        "Unexpected",
        f"読み取り中に予期しない問題が起きました (種類: {type(error).__name__})。",
        "もう一度スキャンしても続くときは、情報主管課の担当者に連絡してください。",
    )


def never_ends(row: RecordRow) -> Reason:
    starts = row.document.read_starts
    return Reason(
        "ReadingStopped",
        f"読み取りを {starts} 回始めましたが、毎回途中で処理が止まりました。",
        "ファイルが大きすぎないか確かめ、分けてスキャンし直してください。",
    )
