"""The files in our keeping, one by one."""

from collections.abc import Iterator

from workflows.office import Office
from workflows.sealing import Ring
from workflows.shared_files import FileChanged, NoSuchFile
from workflows.shared_files.places import MARK

FOLDERS = ("originals", "pages", "evidence", "exports", "claims", "reports", "vouchers",
           "cost-imports")  # fmt: skip
"""The folders that `Files` keeps something in."""


GONE = "gone"


def names(office: Office) -> Iterator[str]:
    """All files in our keeping."""
    for folder in FOLDERS:
        yield from (name for name in office.files.names(folder) if name != MARK)


def reseal(office: Office, ring: Ring) -> tuple[int, int]:
    """Every file under the key that seals now: how many were written anew, how many could not be
    opened or are not what their name says. Raises FilesAway."""
    done = broken = 0
    for name in names(office):
        if _key_of(office, name) in (ring.active_id(), GONE):
            continue
        try:
            with office.store.write():  # nobody deletes it between reading and writing
                done += office.files.reseal(name)
        except FileChanged:
            broken += 1
        except NoSuchFile:  # deleted meanwhile
            continue
    return done, broken


def stale(office: Office, ring: Ring) -> int:
    """Files in clear or under an older key."""
    now = ring.active_id()
    return sum(_key_of(office, name) not in (now, GONE) for name in names(office))


def _key_of(office: Office, name: str) -> str | None:
    try:
        return office.files.key_of(name)
    except NoSuchFile:
        return GONE
