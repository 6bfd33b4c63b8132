"""Evidence as it is shown: only what is still what it was when it was kept."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.errors import StoreError
from workflows.reviewing.overview import Missing
from workflows.shared_files import Files, NoSuchFile
from workflows.store.tables import EntryRow, EvidenceRow

TEXT = "-text"
"""End of the kinds that are the words of a screen."""

LONGEST_TEXT = 40_000


class Condition(StrEnum):
    INTACT = "intact"
    CHANGED = "changed"  # its content is no longer that of its hash
    MISSING = "missing"


class Tampered(StoreError):
    default_advice = (
        "この証跡は証拠になりません。控え (バックアップ) と比べ、情報主管課に連絡してください。"
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A picture, the words of a screen (`text`, where it is intact), or a file of the target."""

    evidence_id: int
    kind: str
    suffix: str
    sha256: str
    taken_at: datetime | None
    condition: Condition
    text: str | None = None

    @property
    def is_text(self) -> bool:
        return self.kind.endswith(TEXT)

    @property
    def screen(self) -> str:
        """The kind of screen, of a picture and of its words alike."""
        return self.kind.removesuffix(TEXT)


def piece(row: EvidenceRow, files: Files) -> Piece:
    """What a page may say of it. The file is read and its hash compared."""
    content = _content(row, files)
    condition = _condition(content, row)
    text = None
    if row.kind.endswith(TEXT) and content is not None and condition is Condition.INTACT:
        text = content.decode("utf-8", errors="replace")[:LONGEST_TEXT]
    suffix = Path(row.path).suffix.lower()
    return Piece(row.id, row.kind, suffix, row.sha256, row.taken_at, condition, text)


def content_of(
    session: Session, record_id: int, evidence_id: int, files: Files
) -> tuple[bytes, str]:
    """The bytes of a record's piece, whose hash was compared, and the end of the file's name.

    Raises Missing where there is none, Tampered where it is no longer what it was.
    """
    query = (
        select(EvidenceRow)
        .join(EntryRow, EntryRow.id == EvidenceRow.entry_id)
        .where(EntryRow.record_id == record_id, EvidenceRow.id == evidence_id)
    )
    row = session.scalar(query)
    content = None if row is None else _content(row, files)
    if row is None or content is None:
        raise Missing(f"記録 {record_id} にその証跡はありません。")
    if _condition(content, row) is not Condition.INTACT:
        raise Tampered(f"記録 {record_id} のこの証跡は、保存した後に変わっています。")
    return content, Path(row.path).suffix.lower()


def _content(row: EvidenceRow, files: Files) -> bytes | None:
    """The bytes as they are now. Raises FilesAway."""
    try:
        return files.unchecked(row.path)
    except NoSuchFile:
        return None


def _condition(content: bytes | None, row: EvidenceRow) -> Condition:
    if content is None:
        return Condition.MISSING
    same = hashlib.sha256(content).hexdigest() == row.sha256
    return Condition.INTACT if same else Condition.CHANGED
