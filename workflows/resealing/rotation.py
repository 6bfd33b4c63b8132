"""A new key, and everything under it; the old one is forgotten when nothing can need it."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from forms.errors import SetupError
from workflows.intake.names import REFUSED, shortened, to_path
from workflows.intake.shelf import is_removing, take_away
from workflows.office import Office
from workflows.resealing import database, shelves
from workflows.resealing.remains import sweep_remains
from workflows.sealing import NoKey, Ring
from workflows.sealing.ring_file import Keys, new_id, random_key
from workflows.shared_files import FileChanged
from workflows.store.tables import DocumentRow
from workflows.trials import left as trials

GRACE = timedelta(hours=1)
"""A file that is just coming in was begun with the key of then: it is whole by then."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """`rows`, `files` that were sealed anew, `broken` ones that could not be opened; `forgotten`
    keys that are gone; `waits_until`: from then on the same command takes the old key away."""

    rows: int
    files: int
    broken: int
    originals: int = 0
    forgotten: int = 0
    waits_until: datetime | None = None


def rotate(office: Office) -> Rotated:
    """Make a new main key and data key, or carry on with a rotation that is under way.

    Both data keys open until the old one is forgotten. Raises SetupError where nothing is
    encrypted, NoKey, StoreError, CannotOpen.
    """
    ring = _ring(office)
    with office.store.write():  # one process at a time
        if not ring.keys.retired:
            _begin(office, ring)
        else:
            _settle_main(ring)
    rows, files, broken = _reseal(office, ring)
    forgotten, until = _forget(office, ring, is_whole=not broken)
    return Rotated(rows, files, broken, 0, forgotten, until)


def seal_all(office: Office) -> Rotated:
    """What is still in clear: the store, the files, the originals that were put away. Afterwards
    the store refuses what is in clear, and nothing of it is left in free pages. The same raised."""
    ring = _ring(office)
    rows, files, broken = _reseal(office, ring)
    originals = _take_originals_away(office)
    if not database.stale(office.store, ring):  # whoever writes now seals
        with office.store.write():
            ring.make_strict()
    sweep_remains(office)
    return Rotated(rows, files, broken, originals)


def _reseal(office: Office, ring: Ring) -> tuple[int, int, int]:
    rows, torn = database.reseal(office.store, ring)
    files, broken = shelves.reseal(office, ring)
    tried, lost = trials.reseal(office.home, ring)
    return rows, files + tried, torn + broken + lost


def _begin(office: Office, ring: Ring) -> None:
    old, new = ring.main.read(), ring.main.next()
    now, name = office.clock(), new_id()

    def changed(keys: Keys) -> Keys:
        return replace(
            keys,
            active=name,
            secrets={**keys.secrets, name: random_key()},
            retired={**keys.retired, keys.active: now},
        )

    ring.change(changed, old, new)
    _put_main(ring, new)


def _put_main(ring: Ring, new: bytes) -> None:
    ring.main.put(new)
    if ring.main.read() == new:  # else the office puts it into the environment
        ring.change(lambda keys: keys, new)


def _settle_main(ring: Ring) -> None:
    """A kill came between: the new main key was never put down, or the old one still opens."""
    if ring.lacks_main():
        new = ring.main.next()
        ring.change(lambda keys: keys, ring.main.read(), new)
        _put_main(ring, new)
        return
    with suppress(NoKey):  # the office has yet to say which one comes next
        ring.change(lambda keys: keys)


def _forget(office: Office, ring: Ring, *, is_whole: bool) -> tuple[int, datetime | None]:
    """How many keys were forgotten, and when the others can be."""
    over = {name: at + GRACE for name, at in ring.keys.retired.items()}
    gone = frozenset(name for name, until in over.items() if until <= office.clock())
    if not is_whole or len(gone) < len(over):
        return 0, max(over.values(), default=None)
    is_left = shelves.stale(office, ring) or trials.stale(office.home, ring)
    if is_left or database.stale(office.store, ring):
        return 0, office.clock()

    def changed(keys: Keys) -> Keys:
        left = {name: each for name, each in keys.secrets.items() if name not in gone}
        return replace(keys, secrets=left, retired={})

    with office.store.write():
        ring.change(changed)
    return len(gone), None


def _take_originals_away(office: Office) -> int:
    """Those of older papers in 受付済 and エラー, once our copy is sealed."""
    if not is_removing(office):
        return 0
    wanted = DocumentRow.shelf_path.is_not(None) & DocumentRow.stored_path.is_not(None)
    with office.store.read() as session:
        found = list(session.scalars(select(DocumentRow).where(wanted)))
    return sum(_is_taken_away(office, each) for each in found)


def _is_taken_away(office: Office, row: DocumentRow) -> bool:
    path = to_path(row.shelf_path or "")
    if not path.is_relative_to(office.settings.inbox_path) or not path.is_file():
        return False
    try:
        take_away(office, path, row.stored_path or "", row.sha256 or "")
        note = path.parent.parent / REFUSED / shortened(path.name, ".txt")
        note.unlink(missing_ok=True)  # it is named after the file; its page says the same
    except (OSError, FileChanged):
        return False
    return not path.is_file()


def _ring(office: Office) -> Ring:
    if office.store.ring is None:
        raise SetupError(
            "この設置では暗号化していません。",
            advice="UTSUSHI_ENCRYPTION=false を外すと、次の起動から暗号化します。",
        )
    return office.store.ring
