"""Making a backup while the office works.

The marks of the audit log first, then one state of the store, then the files that this state names:
they lay there before their rows did. What retention deletes meanwhile is neither missing nor kept,
and no key changes between: then the state is taken again.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from forms.errors import StoreError
from workflows.audit.marks import FILE as MARKS
from workflows.backup import keys, named
from workflows.backup.areas import office_files, settings_told
from workflows.backup.checking import Checked, check
from workflows.backup.errors import BadBackup, BadPlace, own
from workflows.backup.last import last_of, noted
from workflows.backup.manifest import STORE, Head, Item, Seals, installation_of, ranges
from workflows.backup.repository import PIECE, STORE_PIECE, Repository, listed
from workflows.files import passing
from workflows.office import Office
from workflows.shared_files import NoSuchFile
from workflows.shared_files.places import MARK, Place, place_of
from workflows.store import snapshots
from workflows.store.migrate import head as newest

ROUNDS = 5
_UNFINISHED = "unfinished"
_MARKS = f"shared/{MARKS.as_posix()}"


@dataclass(frozen=True, slots=True)
class Made:
    """`added`: bytes written that the folder did not hold before; `checked`: all of it with
    `read_all`, else what was written now."""

    head: Head
    added: int
    checked: Checked
    read_all: bool = False


@dataclass
class _State:
    """One state of the store and what it names."""

    items: dict[str, Item] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    told: dict[str, object] = field(default_factory=dict)  # parts of the head


def make(
    office: Office, root: Path, by: str, passphrase: str = "", *, read_all: bool = False
) -> Made:
    """A backup in the folder `root`, checked. With a passphrase the keys are in it, closed by that.
    With `read_all`, and after one that was not whole, everything is read: what is broken there goes
    on into later ones.

    Raises BadPlace, BusyPlace, PlaceAway, StoreError, SetupError.
    """
    root = root.absolute()
    check_place(office, root)
    repository = Repository.new(root, installation_of(office.settings.shared_path))
    with repository.alone():
        work, before = _Work(office, repository), last_of(office.store, place=root)
        read_all = read_all or (before is not None and not before.is_whole)
        with own("控えるファイルを読めません"):
            head = work.done(by, passphrase)
        fresh = None if read_all else frozenset(work.fresh)
        checked = check(office.settings, repository, head, fresh)
        noted(office, by, head, work.added, root, checked)
    return Made(head, work.added, checked, read_all)


def check_place(office: Office, root: Path) -> None:
    """Raises BadPlace where the folder lies in what it is to keep, or that in it."""
    settings = office.settings
    ours = (settings.home_path, settings.shared_path, settings.inbox_path, office.files.room)
    place = root.resolve()
    for folder in map(Path.resolve, ours):
        if place.is_relative_to(folder) or folder.is_relative_to(place):
            raise BadPlace(f"控え先 ({root}) が、控えるフォルダの中か外側にあります。")


class _Work:
    """`fresh`: names of the files that were read anew."""

    def __init__(self, office: Office, repository: Repository) -> None:
        self._office, self._repository = office, repository
        self._place = place_of(office.settings.files, office.home)
        self._before = _before(repository)
        self.fresh: set[str] = set()
        self.added = 0

    def done(self, by: str, passphrase: str) -> Head:
        mark = self._repository.root / _UNFINISHED
        is_littered = mark.exists()
        mark.touch()
        state, rounds = self._settled()
        state.items |= self._office_items()
        if passphrase:
            self._put_keys(state, passphrase)
        head = self._head(by, state, has_keys=bool(passphrase))
        self._repository.add(head, state.items.values())
        with suppress(BadBackup):  # beside one that cannot be read, the next tries again
            if is_littered or rounds > 1:  # pieces of what was deleted meanwhile must not stay
                self._repository.collect()
            mark.unlink()
        return head

    def _settled(self) -> tuple[_State, int]:
        """A state all of whose files are there, but for those that the live store lacks, too."""
        marks = dict(self._marks())
        for number in range(1, ROUNDS + 1):
            ring = keys.ring_bytes(self._office.settings)
            state = self._taken()
            state.items |= marks
            is_same_ring = keys.ring_bytes(self._office.settings) == ring
            if is_same_ring and not self._were_deleted(state.missing):
                self._put_ring(state, ring)
                return state, number
        raise StoreError(
            "控えを作る間に、書類の削除か鍵の交換が続きました。",
            advice="もう一度実行してください。",
        )

    def _put_ring(self, state: _State, ring: bytes | None) -> None:
        state.told["main_keys"] = keys.needed(ring)
        if ring is not None:
            state.items[keys.RING] = self._put(keys.RING, 0.0, BytesIO(ring))
        if (own := keys.sealed_own(self._office.settings)) is not None:
            state.items[keys.OWN] = self._put(keys.OWN, 0.0, BytesIO(own))

    def _were_deleted(self, missing: list[str]) -> bool:
        if not missing:
            return False
        with self._office.store.read() as session:
            return not set(missing) <= named.files_of(session)

    def _taken(self) -> _State:
        state, url = _State(), self._office.settings.database_url
        with passing(self._office.home) as path:
            with snapshots.taken(self._office.store, url, path) as session:
                names = named.files_of(session)
                lines, seal = named.audit_end(session)
                state.told = {
                    "rows": named.rows_of(session),
                    "documents": ranges(named.documents_of(session)),
                    "audit_lines": lines, "audit_seal": seal,
                }  # fmt: skip
            with path.open("rb") as readable:
                state.items[STORE] = self._put(STORE, 0.0, readable)
        if self._place.exists(MARK):
            names.add(MARK)
        for name in sorted(names):
            self._copy(state, name)
        return state

    def _copy(self, state: _State, name: str) -> None:
        listed_name = f"files/{name}"
        try:
            changed = self._place.changed_at(name)
            if (known := self._known(listed_name, changed)) is None:
                with _opened(self._place, name, self._office.home) as readable:
                    known = self._put(listed_name, changed, readable)
            state.items[listed_name] = known
        except (NoSuchFile, FileNotFoundError):
            state.missing.append(name)

    def _office_items(self) -> dict[str, Item]:
        found = office_files(self._office.settings)
        return {
            name: item
            for name, path in found
            if name != _MARKS and (item := self._office_item(name, path))
        }

    def _marks(self) -> Iterator[tuple[str, Item]]:
        """Before the store: what they mark is in it."""
        path = self._office.settings.shared_path / MARKS
        if path.is_file() and (item := self._office_item(_MARKS, path)):
            yield _MARKS, item

    def _office_item(self, name: str, path: Path) -> Item | None:
        try:
            changed = path.stat().st_mtime
            if known := self._known(name, changed):
                return known
            with path.open("rb") as readable:
                return self._put(name, changed, readable)
        except FileNotFoundError:  # taken away meanwhile
            return None

    def _put_keys(self, state: _State, passphrase: str) -> None:
        content = BytesIO(keys.closed(self._office.settings, passphrase))
        state.items[keys.CLOSED] = self._put(keys.CLOSED, 0.0, content)

    def _known(self, name: str, changed: float) -> Item | None:
        """As it lay in the backup before, where it was not changed since."""
        item = self._before.get(name)
        is_same = item is not None and item.changed == changed and self._repository.holds(item)
        return item if is_same else None

    def _put(self, name: str, changed: float, readable: BinaryIO) -> Item:
        put = self._repository.put(readable, STORE_PIECE if name == STORE else PIECE)
        self.added += put.added
        self.fresh.add(name)
        return Item(name, put.size, changed, put.parts)

    def _head(self, by: str, state: _State, *, has_keys: bool) -> Head:
        settings, now = self._office.settings, self._office.clock()
        taken = self._repository.ids()
        name = now.strftime("%Y%m%dT%H%M%SZ")
        head = Head.model_validate(
            {
                "id": next(each for each in _names(name) if each not in taken),
                "installation": self._repository.installation,
                "made_at": now, "by": by,
                "store": snapshots.kind_of(settings.database_url), "revision": newest(),
                "files": len(state.items),
                "size": sum(item.size for item in state.items.values()),
                "listed": listed(state.items.values()), "missing": sorted(state.missing),
                "has_keys": has_keys,
                "settings": settings_told(settings), "key": "", **state.told,
            }
        )  # fmt: skip
        return Seals.of(settings.shared_path).sealed(head)


def _names(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in range(2, 1000))


def _before(repository: Repository) -> Mapping[str, Item]:
    """What the latest backup that can be read is made of."""
    for snapshot in reversed(repository.ids()):
        try:
            return repository.items(repository.head(snapshot))
        except BadBackup:
            continue
    return {}


@contextmanager
def _opened(place: Place, name: str, home: Path) -> Iterator[BinaryIO]:
    """A file as it lies there. Raises NoSuchFile, FileNotFoundError, FilesAway."""
    with ExitStack() as stack:
        path = place.folder / name if place.folder else None
        if path is None:
            path = stack.enter_context(passing(home))
            place.get(name, path)
        yield stack.enter_context(path.open("rb"))
