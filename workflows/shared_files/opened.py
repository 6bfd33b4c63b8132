"""Clear copies for readers that need a path. Nobody else can read them, and none stays: the reader
takes it away, and what a killed process left goes at the next start.

They lie in memory where the system has a folder for that (`/dev/shm`) with room, else in `open` of
the data folder. What the system swaps out is beyond us (docs/adr/0035).
"""

import hashlib
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from uuid import uuid4

from filelock import FileLock

from workflows.files import PRIVATE, private_folder
from workflows.shared_files.trouble import told

FOLDER = "open"
MEMORY = Path("/dev/shm")
SPARE_BYTES = 64 << 20  # left free in memory
WORK_BYTES = 256 << 20  # where nobody knows before
_LOCK = ".lock"


@contextmanager
def opened(home: Path, name: str, size: int, pieces: Iterable[bytes]) -> Iterator[Path]:
    """A file of that content, called as the last part of `name`, for the block. `size`: about how
    many bytes. Raises what `pieces` does, FilesAway for our own disk."""
    with workroom(home, size) as folder:
        yield _written(folder / PurePosixPath(name).name, pieces)


@contextmanager
def workroom(home: Path, size: int = WORK_BYTES) -> Iterator[Path]:
    """An empty folder for the block, for what must not be seen or stay. `size`: about how many
    bytes will lie there. Raises FilesAway for our own disk."""
    with told(is_new=True):
        folder, lock = _locked(_room(home, size))
        private_folder(folder)
    try:
        yield folder
    finally:
        _take_away(folder, lock)


def _locked(start: Path) -> tuple[Path, FileLock]:
    """A new folder's path, its lock held. Where `sweep` was quicker than we and took the lock's
    file away, nobody would see that we hold it: then another one."""
    while True:
        folder = start.with_name(f"{start.name}{uuid4().hex}")
        path = folder.with_name(folder.name + _LOCK)
        lock = FileLock(path, mode=PRIVATE, thread_local=False)
        lock.acquire()
        if path.exists():
            return folder, lock
        lock.release()


def sweep(home: Path) -> None:
    """Take away what killed processes left."""
    for start in _starts(home):
        for lock_path in list(start.parent.glob(f"{start.name}*{_LOCK}")):
            lock = FileLock(lock_path, mode=PRIVATE, thread_local=False)
            try:
                lock.acquire(blocking=False)
            except OSError:  # somebody is reading it
                continue
            _take_away(lock_path.with_name(lock_path.name.removesuffix(_LOCK)), lock)


def _written(path: Path, pieces: Iterable[bytes]) -> Path:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with told(is_new=True):
        handle = os.open(path, flags, PRIVATE)
    with os.fdopen(handle, "wb") as writable:
        for piece in pieces:
            with told(is_new=True):
                writable.write(piece)
    return path


def _take_away(folder: Path, lock: FileLock) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)


def _room(home: Path, size: int) -> Path:
    """How the path of a folder begins; what it lies in is there, and is ours alone."""
    memory, disk = _starts(home)
    try:
        if sys.platform == "linux" and shutil.disk_usage(MEMORY).free > size + SPARE_BYTES:
            memory.parent.mkdir(mode=0o700, exist_ok=True)
            if _is_ours(memory.parent.lstat()):
                return memory
    except OSError:
        pass
    private_folder(disk.parent)
    return disk


def _is_ours(told: os.stat_result) -> bool:
    """A real folder of this user that nobody else can look into: anybody may make one there."""
    is_private = not told.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return stat.S_ISDIR(told.st_mode) and is_private and told.st_uid == _user()


def _starts(home: Path) -> tuple[Path, Path]:
    """In memory, where one folder is for all homes of a user; on the disk."""
    mine = hashlib.sha256(str(home).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return MEMORY / f"utsushi-{_user()}" / f"{mine}-", home / FOLDER / "read-"


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0
