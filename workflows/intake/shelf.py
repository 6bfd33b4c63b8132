"""Shelve: the original leaves the inbox, and a note says why where it was refused.

With encryption it is taken away (`UTSUSHI_SHELF=keep`: put into 受付済 or エラー), once our sealed
copy was read back and compared. The target is committed before the move, so that a move cut short
is carried on, not repeated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from workflows.clock import tokyo_text
from workflows.files import hash_of, move_into
from workflows.intake.names import RECEIVED, REFUSED, numbered, shortened, to_path, to_text
from workflows.office import Office
from workflows.shared_files import FileChanged
from workflows.stacks.words import ABOUT_STACKS
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import DocumentRow

_NOTE = ".txt"
_MOST_TOLD = 20  # of what went wrong with one file
_REFUSED_STATES = frozenset({State.HELD, State.DUPLICATE})


@dataclass(frozen=True, slots=True)
class Drop:
    """A document whose original still lies in the inbox."""

    id: int
    source: Path
    sha256: str | None
    stored: str | None
    target: Path | None
    received_text: str
    troubles: tuple[Reason, ...]
    is_refused: bool
    is_uploaded: bool
    is_own_folder: bool  # it lies in the folder of its department
    is_data: bool = False  # its applications came as data


def shelve(office: Office, document_id: int, *, is_keeper: bool = True) -> bool:
    """Take the original away, or move it to 受付済 or エラー. False while its records are not
    settled, and where it lies in an inbox of another machine: whoever watches that one moves it.

    `is_keeper`: our inbox is in our keeping, so that what is not there any more is settled too.
    What lies in a department's folder stays inside it. Of an upload nothing lies there: its page
    tells what became of it. Raises OSError where the folder does not let us: called again later,
    it carries on.
    """
    drop = _drop(office, document_id)
    if drop is None or not _is_within_reach(drop, is_keeper=is_keeper):
        return False
    if not drop.is_uploaded:
        _put_away(office, drop)
    with office.store.write() as session:
        session.get_one(DocumentRow, document_id).shelved_at = office.clock()
    return True


def _is_within_reach(drop: Drop, *, is_keeper: bool) -> bool:
    if drop.is_uploaded:
        return True
    if is_keeper:
        return drop.source.parent.is_dir()
    return drop.sha256 is not None and _is_here(drop.source, drop.sha256)


def is_removing(office: Office) -> bool:
    """Originals are taken away: nothing may stay in clear."""
    return office.settings.shelf == "remove" and office.store.ring is not None


def _put_away(office: Office, drop: Drop) -> None:
    inbox = _inbox(office, drop)
    is_ours = drop.source.is_relative_to(office.settings.inbox_path)
    if is_ours and is_removing(office) and drop.stored is not None and drop.sha256 is not None:
        if drop.troubles:
            target = inbox / REFUSED / f"受付番号{drop.id}"  # whatever its name says stays unsaid
            _write_note(inbox, target, _words(drop, None))
            _commit(office, drop, target)
        take_away(office, drop.source, drop.stored, drop.sha256)
        return
    folder = inbox / (REFUSED if drop.is_refused else RECEIVED)
    folder.mkdir(parents=True, exist_ok=True)
    target = _target(office, drop, folder)
    if drop.troubles:
        _write_note(inbox, target, _words(drop, target))
    if _is_here(drop.source, drop.sha256):
        _reserve(target)
        move_into(drop.source, target)


def take_away(office: Office, source: Path, stored: str, sha256: str) -> None:
    """The original, where it is still the one that arrived and our copy of it opens and is the
    same; a copy that is not is made anew before. Raises OSError, StoreError."""
    if not _is_here(source, sha256):
        return
    if not office.files.is_intact(stored):
        office.files.keep_copy(source, stored.split("/", 1)[0], PurePosixPath(stored).suffix)
        if not office.files.is_intact(stored):
            raise FileChanged
    source.unlink()


def _inbox(office: Office, drop: Drop) -> Path:
    if drop.is_own_folder or not drop.source.is_relative_to(office.settings.inbox_path):
        return drop.source.parent
    return office.settings.inbox_path


def _write_note(inbox: Path, target: Path, words: str) -> None:
    note = inbox / REFUSED / shortened(target.name, _NOTE)
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(words, encoding="utf-8-sig", newline="\r\n")


def _commit(office: Office, drop: Drop, target: Path) -> None:
    with office.store.write() as session:
        session.get_one(DocumentRow, drop.id).shelf_path = to_text(target)


def _drop(office: Office, document_id: int) -> Drop | None:
    with office.store.read() as session:
        document = session.get_one(DocumentRow, document_id)
        states = {State(row.state) for row in document.records}
        if document.shelved_at or states & {State.RECEIVED, State.READING}:
            return None
        if not document.arrival_path and document.uploaded_by is None:
            return None  # it cannot be opened: where the original lies, nobody knows
        source = to_path(document.arrival_path)
        return Drop(
            id=document.id,
            source=source,
            sha256=document.sha256,
            stored=document.stored_path,
            target=to_path(document.shelf_path) if document.shelf_path else None,
            received_text=tokyo_text(document.received_at),
            troubles=tuple(
                Reason(row.reason_code or "", row.reason or "", row.advice or "")
                for row in document.records
                if row.state in _REFUSED_STATES
            ),
            is_refused=states <= _REFUSED_STATES,
            is_uploaded=document.uploaded_by is not None,
            is_own_folder=document.department is not None
            and source.parent.parent == office.settings.inbox_path,
            is_data=any(row.electronic for row in document.records),
        )


def _target(office: Office, drop: Drop, folder: Path) -> Path:
    """The planned target if it is still free or ours, else a new one, committed."""
    if drop.target and _is_ours(drop.target, drop.sha256):
        return drop.target
    extra = _NOTE if drop.troubles else ""
    for name in numbered(drop.source.name, extra):
        target = folder / name
        if not target.exists() and not (folder / (name + extra)).exists():
            break
    _commit(office, drop, target)
    return target


def _is_ours(target: Path, sha256: str | None) -> bool:
    """Not there yet, reserved by us and still empty, or our bytes already."""
    if not target.exists():
        return True
    return target.stat().st_size == 0 or hash_of(target) == sha256


def _is_here(source: Path, sha256: str | None) -> bool:
    """The original still lies there, unchanged. What was put in its place is another drop."""
    if not source.is_file():
        return False
    return sha256 is None or hash_of(source) == sha256


def _reserve(target: Path) -> None:
    """Claim the name, so that nobody's file is overwritten. An empty one is our own claim."""
    if not target.exists():
        target.open("xb").close()


def _words(drop: Drop, target: Path | None) -> str:
    """`target` None: the original is taken away, and its name is not told."""
    lines = [f"ファイル: {to_text(drop.source.name)}"] if target else []
    lines += [f"受付番号: {drop.id}", f"受付日時: {drop.received_text}"]
    if not drop.is_refused:
        lines.append(f"この書類は受け付けましたが、次の{_what(drop)}。")
    lines += _reasons(drop.troubles[:_MOST_TOLD])
    if left := len(drop.troubles[_MOST_TOLD:]):
        lines += ["", f"ほか {left} 件は、画面の「受付」で確かめてください。"]
    if target is None:
        lines += ["", "原本のファイルは、暗号化して保管しました。ここには残していません。"]
        lines += [f"取り出すには: utsushi original {drop.id} (ファイル名は「受付」の画面で)"]
    elif target.name != drop.source.name:
        lines += ["", f"同じ名前のファイルがあるため、次の名前にしました: {to_text(target.name)}"]
    return "\n".join(lines) + "\n"


def _what(drop: Drop) -> str:
    if drop.is_data:
        return "申請は、そのままでは進みません"
    if any(each.code in ABOUT_STACKS for each in drop.troubles):
        return "ことを確かめる必要があります"
    return "ページは読み取れませんでした"


def _reasons(troubles: Sequence[Reason]) -> list[str]:
    lines: list[str] = []
    for reason in troubles:
        lines += ["", f"起きたこと: {reason.message}", f"次にすること: {reason.advice}"]
    return lines
