"""Files that must not be lost: whole or not there. Where they are kept: `shared_files`."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

_CHUNK = 1 << 20
PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in our keeping; `path` is its name in `shared_files.Files`, with `/`."""

    sha256: str
    size: int
    path: str


def private_folder(folder: Path) -> Path:
    """Make `folder` and its missing parents, for the owner alone where the system knows how."""
    if not folder.is_dir():
        private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def hash_of(path: Path) -> str:
    """SHA-256 of the bytes, in hex. Raises OSError."""
    with path.open("rb") as readable:
        return hashlib.file_digest(readable, "sha256").hexdigest()


def move_into(source: Path, target: Path) -> None:
    """Move a file over `target` (which the caller has reserved). Whole or not at all.

    Between two file systems it is copied, flushed and only then taken away. Raises OSError.
    """
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        part = target.with_name(f".{uuid4().hex}.part")
        with source.open("rb") as readable, part.open("xb") as writable:
            shutil.copyfileobj(readable, writable, _CHUNK)
            flush(writable)
        part.replace(target)
        source.unlink()
    _flush_folder(target.parent)


def flush(writable: BinaryIO) -> None:
    """Onto the disk itself. Raises OSError."""
    writable.flush()
    os.fsync(writable.fileno())


def _flush_folder(folder: Path) -> None:
    """Make a rename last. Windows has no way to, and needs none; some shares refuse."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def passing(home: Path, suffix: str = "") -> Iterator[Path]:
    """An empty file for a moment, for the owner alone; what SQLite lays beside it goes, too. One
    that a killed process left is swept."""
    path = private_folder(home / "tmp") / f"{uuid4().hex}.part{suffix}"
    path.touch(mode=PRIVATE)
    try:
        yield path
    finally:
        for end in ("", "-wal", "-shm"):
            path.with_name(f"{path.name}{end}").unlink(missing_ok=True)


def sweep(home: Path, now: float, age_seconds: float = 86_400.0) -> None:
    """Take away unfinished copies that a killed process left; `now` as of `time.time`."""
    for part in (home / "tmp").glob("*.part*"):
        with suppress(OSError):
            if now - part.stat().st_mtime > age_seconds:
                part.unlink()
