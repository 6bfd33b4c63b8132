"""Which backup was the last, for `utsushi health` and whoever has to answer for it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from workflows.audit import Act, AuditLog
from workflows.backup.checking import Checked
from workflows.backup.manifest import Head
from workflows.clock import tokyo_text
from workflows.office import Office
from workflows.resealing.copies import note_copy
from workflows.store.database import Store
from workflows.store.tables import BackupRow, DocumentRow


@dataclass(frozen=True, slots=True)
class Last:
    """The last backup; `is_whole`: its check found nothing."""

    at: datetime
    snapshot: str
    is_whole: bool

    @property
    def words(self) -> str:
        found = "確認済み" if self.is_whole else "確認で異常あり"
        return f"{tokyo_text(self.at)} ({found})"


def noted(
    office: Office, by: str, head: Head, added: int, root: Path, checked: Checked
) -> None:  # fmt: skip
    """A row and a line in the audit log. Raises StoreError."""
    audit = AuditLog(office.store, office.settings.shared_path, office.clock)
    with office.store.write() as session:
        session.add(
            BackupRow(
                at=head.made_at, by=by, snapshot=head.id, place=_mark_of(root), files=head.files,
                size=head.size, added=added, findings=len(checked.findings),
                has_keys=head.has_keys,
            )
        )  # fmt: skip
        if head.has_keys and office.store.ring is not None:
            note_copy(session, office.store.ring, head.made_at)
        what = f"backup={head.id} files={head.files} findings={len(checked.findings)}"
        audit.note_in(session, by, Act.BACKED_UP, what=f"{what} keys={head.has_keys}")


def last_of(store: Store, *, whole: bool = False, place: Path | None = None) -> Last | None:
    """The last that was made, or the last `whole` one; in any folder, or in `place`. Raises
    StoreError."""
    query = select(BackupRow).order_by(BackupRow.id.desc()).limit(1)
    if whole:
        query = query.where(BackupRow.findings == 0)
    if place is not None:
        query = query.where(BackupRow.place == _mark_of(place))
    with store.read() as session:
        row = session.scalars(query).first()
        return Last(row.at, row.snapshot, row.findings == 0) if row else None


def age_in_words(age: timedelta) -> str:
    """`5 時間前`, `3 日前`."""
    hours = max(0, int(age.total_seconds() // 3600))
    return f"{hours // 24} 日前" if hours >= 48 else f"{hours} 時間前" if hours else "1 時間以内"


def is_late(office: Office, last: Last | None) -> bool:
    """Papers are older than the time that the office has set, and no whole backup (`last`) is
    younger."""
    days = office.settings.backup_days
    if not days:
        return False
    limit = office.clock() - timedelta(days=days)
    if last is not None:
        return last.at < limit
    with office.store.read() as session:
        first = session.scalar(select(func.min(DocumentRow.received_at)))
    return first is not None and first < limit


def _mark_of(root: Path) -> str:
    return hashlib.sha256(str(root).encode("utf-8", "surrogatepass")).hexdigest()
