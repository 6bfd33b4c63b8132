"""Receive: the bytes are safe and the row is committed before anything else happens."""

import re
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.errors import DuplicateDocument, PaperError, UnreadableFile, VanishedFile
from workflows.clock import tokyo_text
from workflows.files import Kept
from workflows.intake.origin import Origin, departments_of
from workflows.office import Office
from workflows.path_text import to_text
from workflows.shared_files import NoSuchFile
from workflows.store import records
from workflows.store.records import Mark, Reason
from workflows.store.states import State
from workflows.store.tables import DocumentRow, RecordRow

ORIGINALS = "originals"
"""The folder of our files where the bytes of what arrived are kept."""

_PLAIN_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


def receive(office: Office, path: Path) -> int | None:
    """Take a copy of the file and give it a row; the document's id.

    None where the file is still changing: look again later. The same path with the same bytes
    whose intake did not end is that document again; the same bytes from anywhere else is a
    duplicate. A file that has vanished or cannot be opened gets a held row. Raises FilesAway: the
    file stays where it lies.
    """
    inbox = office.settings.inbox_path
    origin = Origin.of_file(path, inbox, departments_of(office.catalogue))
    try:
        kept = office.files.keep_copy(path, ORIGINALS, plain_suffix(path.name))
    except FileNotFoundError:
        return _refuse(office, origin, VanishedFile("受け付ける前にファイルがなくなりました。"))
    except OSError as error:
        number = error.errno or 0
        return _refuse(office, origin, UnreadableFile(f"ファイルを開けません (番号 {number})。"))
    if kept is None:
        return None
    try:
        return enrol(office, origin, kept)
    except NoSuchFile:
        return None


def enrol(office: Office, origin: Origin, kept: Kept) -> int:
    """A row for bytes in our keeping; the document's id. Raises NoSuchFile where an older document
    of the same bytes was deleted, and they with it, after they were kept: `workflows.retention`."""
    with office.store.write() as session:
        if known := _known(session, office, origin, kept.sha256):
            return known.id
        if not office.files.exists(kept.path):
            raise NoSuchFile
        first = _first_with(session, kept.sha256)
        document, record = _add(session, office, origin, kept)
        if first:
            document.duplicate_of = first.id
            when = tokyo_text(first.received_at)
            error = DuplicateDocument(
                f"{when}に受け付けた書類 (受付番号 {first.id}) と同じ内容です。"
            )
            records.move(session, record, State.DUPLICATE, office.mark(), reason=Reason.of(error))
        return document.id


def _refuse(office: Office, origin: Origin, error: PaperError) -> int:
    """A row for a file of which there are no bytes."""
    with office.store.write() as session:
        if known := _known(session, office, origin, None):
            return known.id
        document, record = _add(session, office, origin, None)
        records.move(session, record, State.HELD, office.mark(), reason=Reason.of(error))
        return document.id


def _add(
    session: Session, office: Office, origin: Origin, kept: Kept | None
) -> tuple[DocumentRow, RecordRow]:
    mark = Mark(origin.uploaded_by or office.owner, office.clock())
    document = DocumentRow(
        sha256=kept.sha256 if kept else None,
        name=origin.name,
        arrival_path=origin.arrival,
        arrival_key=office.store.tag(origin.arrival),
        inbox_key=_inbox_key(office, origin),
        size=kept.size if kept else 0,
        stored_path=kept.path if kept else None,
        received_at=mark.at,
        department=origin.department,
        uploaded_by=origin.uploaded_by,
    )
    session.add(document)
    session.flush()
    return document, records.add(session, document, 1, State.RECEIVED, mark)


def _inbox_key(office: Office, origin: Origin) -> str | None:
    """Of the watched folder, for what lies in it."""
    inbox = to_text(office.settings.inbox_path)
    is_in_it = origin.uploaded_by is None and origin.arrival.startswith(inbox)
    return office.store.tag(inbox) if is_in_it else None


def _known(
    session: Session, office: Office, origin: Origin, sha256: str | None
) -> DocumentRow | None:
    """The drop whose intake has not ended: started again, not dropped again. An upload that is
    sent once more is known for ever."""
    same = DocumentRow.sha256.is_(None) if sha256 is None else DocumentRow.sha256 == sha256
    drop = office.store.tag(origin.arrival)
    query = select(DocumentRow).where(DocumentRow.arrival_key == drop, same)
    if origin.uploaded_by is None:
        query = query.where(DocumentRow.shelved_at.is_(None))
    else:
        query = query.where(DocumentRow.uploaded_by == origin.uploaded_by)
    return session.scalars(query).first()


def _first_with(session: Session, sha256: str) -> DocumentRow | None:
    """The earlier document of these bytes that counts.

    One of which nothing could be read does not: after a form was declared or a fault mended,
    the same scan may be dropped again.
    """
    query = (
        select(DocumentRow)
        .join(RecordRow)
        .where(DocumentRow.sha256 == sha256, DocumentRow.duplicate_of.is_(None))
        .where((RecordRow.state != State.HELD) | RecordRow.form.is_not(None))
        .order_by(DocumentRow.id)
    )
    return session.scalars(query).first()


def plain_suffix(name: str) -> str:
    """The end of a file's name, small; empty where it is no plain one."""
    suffix = Path(name).suffix.lower()
    return suffix if _PLAIN_SUFFIX.fullmatch(suffix) else ""
