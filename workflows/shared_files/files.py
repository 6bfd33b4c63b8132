"""Keeping, reading and deleting: one class for all of `workflows` and the pages."""

import hashlib
import logging
import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from uuid import uuid4

from workflows.files import Kept
from workflows.sealing import CannotOpen, Ring, ring_of
from workflows.sealing.streams import HEAD_BYTES, hash_inside, key_of, opened, pieces
from workflows.settings import Settings
from workflows.shared_files.cache import Cache
from workflows.shared_files.errors import FileChanged, FilesAway, NoSuchFile
from workflows.shared_files.growing import Growing, name_of
from workflows.shared_files.opened import opened as clear_copy
from workflows.shared_files.opened import workroom
from workflows.shared_files.places import MARK, Place, place_of
from workflows.shared_files.stored import Stored
from workflows.shared_files.trouble import told

_SHA256 = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1 << 20
_log = logging.getLogger(__name__)


class Files:
    """The files in our keeping. Names are relative, with `/`, as in `Kept.path`; hashes and sizes
    are those of what a file holds. With `ring` it lies there sealed (older ones may be in clear).

    Every read compares the hash with the name's. From outside the data folder a sealed copy is kept
    for a while, which `delete` takes away too. Safe for threads and processes. All raise FilesAway
    where the place cannot be reached or is full, NoKey where the key is missing.
    """

    def __init__(self, place: Place, home: Path, ring: Ring | None = None) -> None:
        self._place, self._home, self._ring = place, home, ring
        self._cache = Cache(home / "cache", ring)

    @classmethod
    def of(cls, settings: Settings) -> "Files":
        """Where `UTSUSHI_FILES` says. Raises SetupError."""
        home = settings.home_path
        return cls(place_of(settings.files, home), home, ring_of(settings))

    @property
    def title(self) -> str:
        """Where they lie, for people."""
        return self._place.title

    @property
    def is_home(self) -> bool:
        """They lie in the data folder of this machine."""
        return self._place.folder == self._home

    @property
    def room(self) -> Path:
        """A folder on the disk that fills up as files grow."""
        return self._place.folder or self._home

    def keep_bytes(self, data: bytes, folder: str, suffix: str) -> Kept:
        """Write `data` under its hash. The same bytes are one file."""
        with self.growing() as growing:
            growing.write(data)
            return growing.keep(folder, suffix)

    def keep_copy(self, source: Path, folder: str, suffix: str) -> Kept | None:
        """A copy of a local file under its hash. None where it changed during the copy. Raises
        OSError where the source cannot be read."""
        with source.open("rb") as readable, self.growing() as growing:
            before = os.fstat(readable.fileno())
            while chunk := readable.read(_CHUNK):
                growing.write(chunk)
            after = source.stat()
            if (growing.size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
                return None
            return growing.keep(folder, suffix)

    def growing(self) -> Growing:
        """A file that comes in piece by piece."""
        return Growing(self.room, self._place, self._ring)

    def put(self, source: Path, name: str) -> None:
        """Move a local file, in clear, to a name that is not its hash's. Raises OSError."""
        with source.open("rb") as readable, self.growing() as growing:
            while chunk := readable.read(_CHUNK):
                growing.write(chunk)
            growing.move_to(name)
        source.unlink()

    def read(self, name: str, sha256: str = "") -> bytes:
        """What it holds, whose hash was compared with the name's, or with `sha256`.

        Raises NoSuchFile, FileChanged.
        """
        return self._inside(self._place.read(name), sha256 or hash_in(name))

    def near(self, name: str, sha256: str = "") -> bytes:
        """The same, through a copy on this machine: for what is soon asked for again."""
        wanted = sha256 or hash_in(name)
        with told():
            data = self._near(name, wanted).read_bytes()
        return self._inside(data, wanted)

    def key_of(self, name: str) -> str | None:
        """Id of the data key that it is sealed with; None where it is in clear. Raises
        NoSuchFile."""
        folder = self._place.folder
        if folder is None:
            return key_of(self._place.read(name))
        with told(), (folder / name).open("rb") as readable:
            return key_of(readable.read(HEAD_BYTES))

    def reseal(self, name: str) -> bool:
        """Under the key that seals now, compared before it takes the other's place. Raises
        NoSuchFile, FileChanged: then it stays as it is."""
        data = self.read(name)
        with self.growing() as growing:
            growing.write(data)
            growing.move_to(name, compare=True)
        return True

    def is_intact(self, name: str) -> bool:
        """It is there, opens, and holds what its name says."""
        try:
            for _ in self.stream(name):
                pass
        except (NoSuchFile, FileChanged):
            return False
        return True

    def unchecked(self, name: str) -> bytes:
        """What it holds as it is, for those who tell what became of it; of one that cannot be
        opened, the bytes. Raises NoSuchFile."""
        data = self._place.read(name)
        try:
            return opened(data, self._ring)
        except CannotOpen:
            return data

    @contextmanager
    def clear(self, name: str, sha256: str = "") -> Iterator[Path]:
        """A file of that content for the block, for readers that need a path; only to be read.
        Raises NoSuchFile, FileChanged."""
        wanted = sha256 or hash_in(name)
        with told():
            near = self._near(name, wanted)
            size, readable = near.stat().st_size, near.open("rb")
        with readable:
            held = _hashed(pieces(readable, self._ring), wanted)
            with clear_copy(self._home, name, size, held) as path:
                yield path

    def workroom(self) -> AbstractContextManager[Path]:
        """An empty folder for the block, for files in clear that nobody may see: `put` them."""
        return workroom(self._home)

    def stream(self, name: str, sha256: str = "") -> Iterator[bytes]:
        """What it holds, piece by piece; the hash is known at the end. Raises NoSuchFile at once,
        FileChanged at the end."""
        wanted = sha256 or hash_in(name)
        with told():
            readable = self._near(name, wanted).open("rb")
        return _closing(readable, _hashed(pieces(readable, self._ring), wanted))

    def _near(self, name: str, sha256: str) -> Path:
        """A file of it on this machine, sealed as it lies there."""
        if self.is_home:
            return self._home / name
        return self._cache.fetch(name, sha256, self._place.get)

    def _inside(self, data: bytes, wanted: str) -> bytes:
        try:
            held = opened(data, self._ring)
        except CannotOpen as error:
            raise FileChanged from error
        if wanted and hashlib.sha256(held).hexdigest() != wanted:
            raise FileChanged
        return held

    def stored(self, name: str) -> Stored:
        """It, to be fetched later."""
        return Stored(name, self)

    def mark(self) -> str | None:
        """What tells this place from others; None where it has no mark (yet)."""
        try:
            return self._place.read(MARK).decode("ascii", "replace").strip()
        except (NoSuchFile, FilesAway):
            return None

    def lay_mark(self) -> None:
        """On a new place. Raises FilesAway."""
        with Growing(self.room, self._place) as growing:  # in clear: it says nothing
            growing.write(uuid4().hex.encode("ascii"))
            growing.move_to(MARK)

    def exists(self, name: str) -> bool:
        return self._place.exists(name)

    def delete(self, name: str) -> bool:
        """With our own copy of it; False where there was none. Copies on other machines go by
        themselves, see `cache.KEPT_SECONDS`."""
        self._cache.drop(name)
        return self._place.delete(name)

    def changed_at(self, name: str) -> float:
        """When it was written, as of `time.time`. Raises NoSuchFile."""
        return self._place.changed_at(name)

    def names(self, folder: str) -> Iterator[str]:
        """All below a folder, e.g. `exports`."""
        return self._place.names(folder)

    def name_of(self, path: Path, sha256: str, folder: str) -> str:
        """What a file is called here that a room below us wrote, by its hash, into `folder` of the
        data folder. Nothing is moved: `carry` does that."""
        whole = path.absolute()
        if not self.is_home:
            return name_of(folder, sha256, path.suffix)
        return (whole.relative_to(self._home) if self._holds(whole) else whole).as_posix()

    def carry(self, folder: str) -> int:
        """Move what lies in `folder` of the data folder, named by its hash, to where files lie; how
        many. What another process carries at the same time, it does. What is no longer what its
        name says stays."""
        if self.is_home:
            return 0
        found = sorted(path for path in (self._home / folder).rglob("*") if hash_in(path.name))
        return sum(self._carried(path, folder) for path in found)

    def _carried(self, path: Path, folder: str) -> bool:
        digest = hash_in(path.name)
        try:
            if hash_inside(path, self._ring) != digest:
                _log.error("a file in %s is no longer what its name says", folder)
                return False
            self.keep_bytes(opened(path.read_bytes(), self._ring), folder, path.suffix)
            path.unlink(missing_ok=True)
        except OSError:  # gone: another was quicker
            return False
        return True

    def sweep(self, now: float) -> None:
        """Take away copies whose time is over; `now` as of `time.time`."""
        self._cache.sweep(now)

    def _holds(self, path: Path) -> bool:
        return path.is_relative_to(self._home)


def _hashed(held: Iterator[bytes], wanted: str) -> Iterator[bytes]:
    """The same pieces; raises FileChanged where they are not of that hash."""
    digest = hashlib.sha256()
    try:
        for piece in held:
            digest.update(piece)
            yield piece
    except CannotOpen as error:
        raise FileChanged from error
    if wanted and digest.hexdigest() != wanted:
        raise FileChanged


def _closing(readable: BinaryIO, held: Iterator[bytes]) -> Iterator[bytes]:
    with readable:
        yield from held


def hash_in(name: str) -> str:
    """The hash that a name says; empty where it is none."""
    stem = PurePosixPath(name).stem
    return stem if _SHA256.fullmatch(stem) else ""
