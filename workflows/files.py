"""Files that must not be lost: whole or not there, kept by the hash of their bytes."""

import errno
import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

_CHUNK = 1 << 20
PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in our keeping; `path` is relative to the home folder, with `/`."""

    sha256: str
    size: int
    path: str


def private_folder(folder: Path) -> Path:
    """Make `folder` and its missing parents, for the owner alone where the system knows how."""
    if not folder.is_dir():
        private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def keep_copy(source: Path, home: Path, folder: str, suffix: str) -> Kept | None:
    """Copy `source` under `home`, named by its hash. None where it changed during the copy.

    The bytes are on the disk when this returns. Raises OSError.
    """
    part = private_folder(home / "tmp") / f"{uuid4().hex}.part"
    try:
        with source.open("rb") as readable:
            before = os.fstat(readable.fileno())
            digest, size = _copy(readable, part)
        after = source.stat()
        if (size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            return None
        return _settle(part, home, folder, digest, size, suffix)
    finally:
        part.unlink(missing_ok=True)


class Growing:
    """A file that comes in piece by piece, kept by its hash when it is whole.

    As a context manager it takes away what was not kept. A killed process leaves a part that
    `sweep` finds. All raise OSError.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._part = private_folder(home / "tmp") / f"{uuid4().hex}.part"
        self._digest = hashlib.sha256()
        self._writable = _private(self._part)
        self.size = 0

    def __enter__(self) -> "Growing":
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._writable.close()  # what is still buffered may find the disk full
        finally:
            self._part.unlink(missing_ok=True)

    def write(self, data: bytes) -> None:
        self._writable.write(data)
        self._digest.update(data)
        self.size += len(data)

    def keep(self, folder: str, suffix: str) -> Kept:
        """Flush it to the disk and give it its place under home."""
        _flush(self._writable)
        self._writable.close()
        digest = self._digest.hexdigest()
        return _settle(self._part, self._home, folder, digest, self.size, suffix)


def keep_bytes(data: bytes, home: Path, folder: str, suffix: str) -> Kept:
    """Write `data` under `home`, named by its hash. The same bytes are written once."""
    digest = hashlib.sha256(data).hexdigest()
    part = private_folder(home / "tmp") / f"{uuid4().hex}.part"
    try:
        with _private(part) as writable:
            writable.write(data)
            _flush(writable)
        return _settle(part, home, folder, digest, len(data), suffix)
    finally:
        part.unlink(missing_ok=True)


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
            _flush(writable)
        part.replace(target)
        source.unlink()
    _flush_folder(target.parent)


def _settle(part: Path, home: Path, folder: str, digest: str, size: int, suffix: str) -> Kept:
    relative = f"{folder}/{digest[:2]}/{digest}{suffix}"
    target = home / relative
    private_folder(target.parent)
    part.replace(target)
    _flush_folder(target.parent)
    return Kept(digest, size, relative)


def _copy(readable: BinaryIO, part: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with _private(part) as writable:
        while chunk := readable.read(_CHUNK):
            digest.update(chunk)
            writable.write(chunk)
            size += len(chunk)
        _flush(writable)
    return digest.hexdigest(), size


def _private(path: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, PRIVATE), "wb")


def _flush(writable: BinaryIO) -> None:
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


def sweep(home: Path, now: float, age_seconds: float = 86_400.0) -> None:
    """Take away unfinished copies that a killed process left; `now` as of `time.time`."""
    for part in (home / "tmp").glob("*.part"):
        with suppress(OSError):
            if now - part.stat().st_mtime > age_seconds:
                part.unlink()
