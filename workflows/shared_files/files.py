"""Keeping, reading and deleting: one class for all of `workflows` and the pages."""

import hashlib
import logging
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from uuid import uuid4

from workflows.files import Kept, hash_of
from workflows.settings import Settings
from workflows.shared_files.cache import Cache
from workflows.shared_files.errors import FileChanged, FilesAway, NoSuchFile
from workflows.shared_files.growing import Growing, name_of
from workflows.shared_files.places import MARK, Place, place_of

_SHA256 = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1 << 20
_log = logging.getLogger(__name__)


class Files:
    """The files in our keeping. Names are relative, with `/`, as in `Kept.path`.

    In the data folder a file is opened where it lies. From anywhere else its hash is compared at
    every read; `local` keeps a copy for a while, which `delete` takes away too. Safe for threads
    and processes. All raise FilesAway where the place cannot be reached or is full.
    """

    def __init__(self, place: Place, home: Path) -> None:
        self._place, self._home = place, home
        self._cache = Cache(home / "cache")

    @classmethod
    def of(cls, settings: Settings) -> "Files":
        """Where `UTSUSHI_FILES` says. Raises SetupError."""
        home = settings.home_path
        return cls(place_of(settings.files, home), home)

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
        return Growing(self.room, self._place)

    def put(self, source: Path, name: str) -> None:
        """Move a local file to a name that is not its hash's."""
        self._place.put(source, name)

    def read(self, name: str, sha256: str = "") -> bytes:
        """The bytes, whose hash was compared with the name's, or with `sha256`.

        Raises NoSuchFile, FileChanged.
        """
        data = self._place.read(name)
        wanted = sha256 or hash_in(name)
        if wanted and hashlib.sha256(data).hexdigest() != wanted:
            raise FileChanged
        return data

    def unchecked(self, name: str) -> bytes:
        """The bytes as they are, for those who tell what became of them. Raises NoSuchFile."""
        return self._place.read(name)

    def local(self, name: str, sha256: str = "") -> Path:
        """A local file of that content, only to be read, and soon. Raises NoSuchFile, FileChanged.

        In the data folder it is the file itself, which may be missing or changed there.
        """
        if self.is_home:
            return self._home / name
        return self._cache.fetch(name, sha256 or hash_in(name), self._place.get)

    def stored(self, name: str) -> "Stored":
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
        with self.growing() as growing:
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
        try:
            if hash_of(path) != hash_in(path.name):
                _log.error("a file in %s is no longer what its name says", folder)
                return False
            self.keep_copy(path, folder, path.suffix)
            path.unlink()
        except OSError:  # gone: another was quicker
            return False
        return True

    def sweep(self, now: float) -> None:
        """Take away copies whose time is over; `now` as of `time.time`."""
        self._cache.sweep(now)

    def _holds(self, path: Path) -> bool:
        return path.is_relative_to(self._home)


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is fetched when it is asked for. Equal by its name."""

    name: str
    files: Files = field(compare=False, repr=False)

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix

    def local(self) -> Path:
        """See `Files.local`."""
        return self.files.local(self.name)

    def read(self) -> bytes:
        """See `Files.read`."""
        return self.files.read(self.name)


class Fetched(Mapping[str, Path]):
    """Local files by name, each fetched when it is asked for. Raises what `Files.local` does."""

    def __init__(self, stored: Mapping[str, Stored]) -> None:
        self._stored = stored

    def __getitem__(self, key: str) -> Path:
        return self._stored[key].local()

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)


def hash_in(name: str) -> str:
    """The hash that a name says; empty where it is none."""
    stem = PurePosixPath(name).stem
    return stem if _SHA256.fullmatch(stem) else ""
