"""A sign of life that no process can leave behind: a lock on a file, which ends with its process.

However a process ends, the operating system lets go of its locks at once. So others with the same
home see that it has gone without waiting for its leases to run out. A process that they cannot ask
(of another machine, on a file system without locks) counts as alive until its leases run out.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from filelock import FileLock

from workflows.files import PRIVATE, private_folder

FOLDER = "workers"
_SUFFIX = ".life"
_PATIENCE_SECONDS = 5.0
_OF_OWNER = re.compile(r"^[^:]*:[0-9]+:([0-9a-f]{12})\.")


class Life:
    """Begun when it is made, ended by `end` or by the end of the process. `id`: 12 hex digits;
    "" where the file system knows no locks: then only the leases tell. Raises no OSError."""

    def __init__(self, home: Path) -> None:
        self.id = uuid4().hex[:12]
        self._path = home / FOLDER / f"{self.id}{_SUFFIX}"
        self._lock = _lock(self._path)
        try:
            private_folder(self._path.parent)
            self._lock.acquire(timeout=_PATIENCE_SECONDS)
        except OSError:  # a time-out is one too
            self.id = ""

    def end(self) -> None:
        """After the last lease was given back. More than once is as good as once."""
        with suppress(OSError):
            self._lock.release(force=True)
            self._path.unlink(missing_ok=True)


def life_of(owner: str) -> str:
    """The life behind an owner's name (see `office.new_owner`); "" where it has none."""
    found = _OF_OWNER.match(owner)
    return found.group(1) if found else ""


def is_alive(home: Path, life: str) -> bool | None:
    """None where this home knows nothing of it."""
    path = home / FOLDER / f"{life}{_SUFFIX}"
    if not life or not path.is_file():
        return None
    with _held(path) as is_free:
        return not is_free


def bury(home: Path, settle: Callable[[str], object]) -> tuple[str, ...]:
    """Call `settle` with each life of this home that has ended, then forget it; which ones.

    Its lock is held meanwhile: of several processes one settles, and no life that is just
    beginning is taken for one that has ended. What `settle` raises is raised; it is tried again.
    """
    buried = []
    for path in sorted((home / FOLDER).glob(f"*{_SUFFIX}")):
        with _held(path) as is_free:
            if is_free:
                buried.append(path.name.removesuffix(_SUFFIX))
                settle(buried[-1])
                _forget(path)
        if is_free:
            _forget(path)  # Windows takes no file away that is locked
    return tuple(buried)


def _forget(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


@contextmanager
def _held(path: Path) -> Iterator[bool]:
    """Whether nobody holds the file's lock: then we do, for the block."""
    lock = _lock(path)
    try:
        lock.acquire(blocking=False)
    except OSError:  # held by another, or not ours to ask
        yield False
        return
    try:
        yield True
    finally:
        with suppress(OSError):
            lock.release()


def _lock(path: Path) -> FileLock:
    return FileLock(path, mode=PRIVATE, thread_local=False, fallback_to_soft=False)
