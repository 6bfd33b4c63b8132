"""Putting a backup back where nothing lies, whole or to be carried on.

Until the last step a mark stands in the data folder, and nothing else of ours starts there. The
files come first, the store last; then everything is read again and compared.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from sqlalchemy import delete

from workflows.audit import Act, AuditLog
from workflows.backup import half, keys
from workflows.backup.areas import is_ours, place_for
from workflows.backup.checking import Checked, store_findings
from workflows.backup.empty import check_empty
from workflows.backup.errors import BadBackup, HalfRestored, NoBackup, own
from workflows.backup.manifest import STORE, Head, Item, Seals
from workflows.backup.repository import PIECE, Repository
from workflows.clock import Clock
from workflows.files import PRIVATE, passing, private_folder
from workflows.keys import there
from workflows.sealing import handing
from workflows.settings import Settings
from workflows.shared_files import Files, NoSuchFile
from workflows.shared_files.places import MARK, place_of
from workflows.store import snapshots
from workflows.store.database import Store
from workflows.store.migrate import is_known
from workflows.store.tables import (
    HandOutRow,
    LockRow,
    RunInHandRow,
    SessionRow,
    TryRow,
    WorkerRow,
)

_APART = (STORE, keys.CLOSED, keys.OWN)
_PASSING = (SessionRow, TryRow, LockRow, WorkerRow, RunInHandRow, HandOutRow)
"""Who had signed in, waited, or was at work when the backup was made: nobody is now."""


@dataclass(frozen=True, slots=True)
class Restored:
    head: Head
    checked: Checked


def restore(
    settings: Settings, root: Path, by: str, clock: Clock, *,
    snapshot: str = "", passphrase: str = "", exported: bytes = b"",
) -> Restored:  # fmt: skip
    """The latest backup in `root`, or the one asked for, in the places that are set. `passphrase`
    opens the keys: those `exported` by `utsushi keys export`, else those in the backup.

    Raises NotEmpty, NoBackup, BadBackup, BadPassphrase, NoKey, PlaceAway, FilesAway, StoreError,
    SetupError.
    """
    repository = Repository.open(root.absolute())
    head = repository.head(snapshot or _latest(repository))
    items = repository.items(head)
    _check_version(head, settings)
    _check_list(settings, head, items)
    work = _Work(settings, repository, head, items)
    found = work.keys(passphrase, exported)
    if not found:
        keys.check_here(settings, head.main_keys)
    with own("復元する先に書けません"):
        work.begin()
        keys.put_back(settings, found)
    keys.check_here(settings, head.main_keys)
    with own("復元する先に書けません"):
        work.put_files()
    sealed = _is_sealed(settings, head)
    if sealed is False or (sealed is None and keys.RING in items):  # that brings our own key along
        raise _changed(head)
    with own("復元する先に書けません"):
        work.put_store()
        findings = tuple(work.findings())
    size = sum(item.size for item in items.values())
    checked = Checked(len(items), size, findings, sealed)
    if checked.is_whole:
        work.end(by, clock)
    return Restored(head, checked)


class _Work:
    def __init__(
        self, settings: Settings, repository: Repository, head: Head, items: Mapping[str, Item]
    ) -> None:
        self._settings, self._repository = settings, repository
        self._head, self._items = head, items
        self._place = place_of(settings.files, settings.home_path)

    def begin(self) -> None:
        """Raises NotEmpty, unless this very restore was begun here."""
        said = half.said_of(self._settings)
        if said is None:
            check_empty(self._settings)
            half.begin(self._settings, self._repository.root, self._head.id)
        elif said != (str(self._repository.root), self._head.id):
            raise HalfRestored(said[0])

    def keys(self, passphrase: str, exported: bytes) -> dict[str, bytes]:
        """By their names; none where none were given. Raises BadPassphrase, NoKey."""
        if exported:
            return handing.opened(exported, passphrase)
        if not passphrase or keys.CLOSED not in self._items:
            return {}
        return keys.opened(b"".join(self._repository.read(self._items[keys.CLOSED])), passphrase)

    def put_files(self) -> None:
        """The mark of the place first: without it a share takes nothing."""
        mark = self._items.get(f"files/{MARK}")
        if mark is not None:
            self._put(mark)
        elif self._settings.files and Files.of(self._settings).mark() is None:
            Files.of(self._settings).lay_mark()
        for item in self._items.values():
            if item.name not in _APART and not self._is_there(item):
                self._put(item)
        if keys.OWN in self._items:
            own = b"".join(self._repository.read(self._items[keys.OWN]))
            keys.put_own_back(self._settings, own)

    def put_store(self) -> None:
        with self._written(self._items[STORE]) as path:
            snapshots.lay_down(self._settings.database_url, path)

    def findings(self) -> Iterator[str]:
        """Everything read again from where it lies now."""
        lacking = [
            item
            for item in self._items.values()
            if item.name not in _APART and not self._is_there(item)
        ]
        if lacking:
            yield f"復元したファイルのうち {len(lacking)} 件が、控えと違います。"
        store = Store.open(self._settings.database_url)
        try:
            if self._head.store == snapshots.SQLITE and list(snapshots.damages(store)):
                yield "復元したデータベースが壊れています。"
            yield from store_findings(store, self._settings.shared_path, self._head, self._items)
        finally:
            store.close()

    def end(self, by: str, clock: Clock) -> None:
        """From now on the office may work here."""
        store = Store.open(self._settings.database_url)
        try:
            audit = AuditLog(store, self._settings.shared_path, clock)
            with store.write() as session:
                for table in _PASSING:
                    session.execute(delete(table))
                audit.note_in(session, by, Act.RESTORED, what=f"backup={self._head.id}")
        finally:
            store.close()
        half.end(self._settings)

    def _put(self, item: Item) -> None:
        with self._written(item) as part:
            if item.area == "files":
                self._place.put(part, item.path)
                return
            target = place_for(self._settings, item.name)
            private_folder(target.parent)
            beside = target.with_name(f".{uuid4().hex}.part")
            beside.touch(mode=PRIVATE)
            beside.write_bytes(part.read_bytes())
            beside.replace(target)

    def _is_there(self, item: Item) -> bool:
        try:
            pieces = self._pieces(item)
            return tuple(sha256(each).hexdigest() for each in pieces) == item.parts
        except (NoSuchFile, FileNotFoundError):
            return False

    def _pieces(self, item: Item) -> Iterator[bytes]:
        if item.area == "files" and self._place.folder is None:
            data = self._place.read(item.path)
            yield from (data[start : start + PIECE] for start in range(0, len(data), PIECE))
            return
        is_file = item.area == "files"
        folder = self._place.folder
        path = folder / item.path if is_file and folder else place_for(self._settings, item.name)
        with path.open("rb") as readable:
            while data := readable.read(PIECE):
                yield data

    @contextmanager
    def _written(self, item: Item) -> Iterator[Path]:
        """A file of the backup at a path of our own, for the time of a block."""
        with passing(self._settings.home_path) as path:
            self._repository.write_to(item, path)
            yield path


def _latest(repository: Repository) -> str:
    ids = repository.ids()
    if not ids:
        raise NoBackup("控えがまだありません。", advice="別の控え先を指定してください。")
    return ids[-1]


def _check_version(head: Head, settings: Settings) -> None:
    if not is_known(head.revision):
        raise NoBackup(
            "この控えは、新しい版の Utsushi で作られています。",
            advice="同じか新しい版の Utsushi を入れてから復元してください。",
        )
    if head.store != snapshots.kind_of(settings.database_url):
        raise NoBackup(
            f"この控えのデータベースは {head.store} です。",
            advice="UTSUSHI_STORE_URL に、同じ種類のデータベースを指定してください。",
        )


def _check_list(settings: Settings, head: Head, items: Mapping[str, Item]) -> None:
    """Before anything is written. Raises BadBackup."""
    if _is_sealed(settings, head) is False or (head.main_keys and keys.RING not in items):
        raise _changed(head)
    if not all(is_ours(settings, name) for name in items):
        raise BadBackup(f"控え「{head.id}」の一覧に、控えではない名前があります。")


def _changed(head: Head) -> BadBackup:
    return BadBackup(f"控え「{head.id}」の目録が、作られた後で書き換えられています。")


def _is_sealed(settings: Settings, head: Head) -> bool | None:
    key = there(settings.shared_path)
    return Seals(key).is_sealed(head) if key else None
