"""Old backups: which of them still hold papers whose time is over, and taking them away.

Retention cannot reach into a backup. One that holds a paper which the office has deleted since, or
must delete now, is past its time as soon as a later one without that paper is there. What nobody
has deleted yet is in the latest too: then none is given up for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from workflows.audit import Act, AuditLog
from workflows.backup.errors import BadBackup
from workflows.backup.manifest import Head
from workflows.backup.repository import Repository
from workflows.clock import TOKYO
from workflows.office import Office
from workflows.resealing.copies import forget_copy
from workflows.retention import expired
from workflows.store.tables import DocumentRow


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in the folder. `head` None where it cannot be read; `deleted`: papers in it that
    were deleted since; `due`: papers in it that must be deleted now."""

    id: str
    head: Head | None
    deleted: int
    due: int

    @property
    def is_past(self) -> bool:
        return bool(self.deleted or self.due)


@dataclass(frozen=True, slots=True)
class Pruned:
    """`waits`: backups past their time that stay, because nothing newer would be left, or because
    that holds the same papers."""

    removed: tuple[str, ...]
    waits: tuple[str, ...]
    freed: int


def look_through(office: Office, repository: Repository, days: int = 0) -> tuple[Kept, ...]:
    """The oldest first. `days`: so long a paper may still lie in backups after its time.
    Raises PlaceAway, StoreError."""
    spared = timedelta(days=days)
    with office.store.read() as session:
        limit = office.clock() - spared
        query = select(DocumentRow.id).where(DocumentRow.deleted_at <= limit)
        deleted = list(session.scalars(query.order_by(DocumentRow.id)))
    today = office.clock().astimezone(TOKYO).date()
    due = [each.document_id for each in expired(office, today - spared)]
    return tuple(_kept(repository, snapshot, deleted, due) for snapshot in repository.ids())


def plan(kept: Sequence[Kept], most: int | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which go, and which wait: what is past its time, and all but the latest `most`. The latest
    that can be read always stays, and for its age alone the latest with the keys does not go."""
    readable = [each for each in kept if each.head is not None]
    if not readable:
        return (), ()
    last, keys = readable[-1], [e.id for e in readable if e.head and e.head.has_keys]
    old = {e.id for e in (readable[:-most] if most else ())} - set(keys[-1:])
    past = {e.id for e in readable if e.deleted or e.due > last.due}
    go = tuple(e.id for e in readable if e.id != last.id and e.id in past | old)
    return go, tuple(e.id for e in readable if e.is_past and e.id not in go)


def prune(
    office: Office, repository: Repository, by: str, most: int | None = None, days: int = 0
) -> Pruned:  # fmt: skip
    """Take them away with the pieces that no other needs. Raises BusyPlace, PlaceAway, StoreError,
    BadBackup where one that stays cannot be read: whether it needs a piece, nobody can tell."""
    with repository.alone():
        kept = look_through(office, repository, days)
        go, waits = plan(kept, most)
        for snapshot in go:
            repository.remove(snapshot)
        with_keys = {each.id for each in kept if each.head and each.head.has_keys}
        if with_keys and with_keys <= set(go):
            with office.store.write() as session:
                forget_copy(session)
        freed = repository.collect()
    if go:
        audit = AuditLog(office.store, office.settings.shared_path, office.clock)
        audit.note(by, Act.BACKED_UP, what=f"pruned={len(go)} bytes={freed}")
    return Pruned(go, waits, freed)


def _kept(
    repository: Repository, snapshot: str, deleted: Sequence[int], due: Sequence[int]
) -> Kept:  # fmt: skip
    try:
        head = repository.head(snapshot)
    except BadBackup:
        return Kept(snapshot, None, 0, 0)
    return Kept(
        snapshot, head, sum(map(head.holds_document, deleted)), sum(map(head.holds_document, due))
    )
