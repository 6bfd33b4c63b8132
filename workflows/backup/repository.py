"""The folder of the backups: pieces by their hash, and for each backup the list of its files.

```
<folder>/format.json                    whose backups these are
<folder>/objects/ab/<sha256>            a piece of a file
<folder>/snapshots/<id>/head.json       see `manifest.Head`
<folder>/snapshots/<id>/files.jsonl.gz  see `manifest.Item`
```
What two backups have in common lies there once. A backup appears whole or not at all; its pieces
are there before it. One process works on a folder at a time.
"""

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from filelock import FileLock, Timeout

from workflows.backup.errors import BadBackup, BadPlace, BusyPlace, NoBackup, PlaceAway
from workflows.backup.manifest import Head, Item
from workflows.files import PRIVATE, private_folder

PIECE = 1 << 22  # bytes
STORE_PIECE = 1 << 17  # of a database only the pieces that changed are written anew
_FORMAT, _VERSION = "format.json", 1
_HEAD, _LIST = "head.json", "files.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Put:
    """`added`: bytes that were not there before."""

    parts: tuple[str, ...]
    size: int
    added: int


@contextmanager
def told() -> Iterator[None]:
    """What the file system says, as our own error."""
    try:
        yield
    except OSError as error:
        raise PlaceAway(error) from error


class Repository:
    """`root` is the folder; `open` and `new` check that it is one of ours."""

    def __init__(self, root: Path, installation: str) -> None:
        self.root, self.installation = root, installation

    @classmethod
    def open(cls, root: Path) -> "Repository":
        """Raises BadBackup where it is none, PlaceAway."""
        with told():
            path = root / _FORMAT
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
        try:
            told_format = json.loads(text)
            is_ours = (told_format["utsushi"], told_format["version"]) == ("backup", _VERSION)
            installation = str(told_format["installation"])
        except (ValueError, KeyError, TypeError):
            is_ours, installation = False, ""
        if not is_ours:
            raise BadBackup(
                f"控えがありません ({root})。",
                advice="フォルダを確かめてください。控えは「utsushi backup make」で作ります。",
            )
        return cls(root, installation)

    @classmethod
    def new(cls, root: Path, installation: str) -> "Repository":
        """The folder for an installation, made where it is not there or empty. Raises BadPlace
        where something else lies there, or another's backups."""
        with told():
            if not root.is_dir() or not any(root.iterdir()):
                _begin(root, installation)
        try:
            found = cls.open(root)
        except BadBackup as error:
            raise BadPlace(
                f"控え先に、控えではないものがあります ({root})。",
                advice="空のフォルダを指定してください。",
            ) from error
        if found.installation != installation:
            raise BadPlace("この控え先には、別のデータフォルダの控えがあります。")
        return found

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes or deletes here during the block. Raises BusyPlace."""
        lock = FileLock(self.root / "lock", mode=PRIVATE)
        with told():
            try:
                lock.acquire(timeout=1.0)
            except Timeout as error:
                raise BusyPlace from error
        try:
            yield
        finally:
            lock.release()

    def put(self, readable: BinaryIO, piece: int = PIECE) -> Put:
        """The rest of a file in pieces. Raises PlaceAway, OSError where it cannot be read."""
        parts, size, added = [], 0, 0
        while data := readable.read(piece):
            digest = hashlib.sha256(data).hexdigest()
            with told():
                added += len(data) if self._keep(digest, data) else 0
            parts.append(digest)
            size += len(data)
        return Put(tuple(parts), size, added)

    def read(self, item: Item) -> Iterator[bytes]:
        """A file in pieces, each checked. Raises BadBackup, PlaceAway."""
        size = 0
        for digest in item.parts:
            try:
                with told():
                    data = self._object(digest).read_bytes()
            except PlaceAway as error:
                if not isinstance(error.__cause__, FileNotFoundError):
                    raise
                raise BadBackup(f"控えの中身がありません ({item.name})。") from error
            if hashlib.sha256(data).hexdigest() != digest:
                raise BadBackup(f"控えの中身が壊れています ({item.name})。")
            size += len(data)
            yield data
        if size != item.size:
            raise BadBackup(f"控えの中身の大きさが違います ({item.name})。")

    def write_to(self, item: Item, path: Path) -> None:
        """The file at a path, for the owner alone. Raises BadBackup, PlaceAway, OSError."""
        path.touch(mode=PRIVATE)
        with path.open("wb") as writable:
            for data in self.read(item):
                writable.write(data)
            writable.flush()
            os.fsync(writable.fileno())

    def holds(self, item: Item) -> bool:
        """All pieces are there and as long as they should be; they are not read."""
        with told():
            lengths = [_length(self._object(digest)) for digest in item.parts]
        return sum(lengths) == item.size and all(each > 0 for each in lengths)

    def add(self, head: Head, items: Iterable[Item]) -> None:
        """A backup whose pieces are there, onto the disk. Raises PlaceAway."""
        part = self.root / "tmp" / f"{uuid4().hex}.snapshot"
        with told():
            private_folder(part)
            _write(part / _LIST, gzip.compress(_lines(items), 6, mtime=0))
            _write(part / _HEAD, head.model_dump_json(indent=1).encode("utf-8"))
            if hasattr(os, "sync"):  # the pieces, too
                os.sync()
            part.replace(private_folder(self.root / "snapshots") / head.id)

    def ids(self) -> tuple[str, ...]:
        """The oldest first."""
        with told():
            folder = self.root / "snapshots"
            found = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
        return tuple(found)

    def head(self, snapshot: str) -> Head:
        """Raises NoBackup, BadBackup."""
        if snapshot not in self.ids():
            raise NoBackup(f"控え「{snapshot}」はありません。")
        try:
            with told():
                text = (self.root / "snapshots" / snapshot / _HEAD).read_text(encoding="utf-8")
            found = Head.model_validate_json(text)
        except (ValueError, PlaceAway) as error:
            raise BadBackup(f"控え「{snapshot}」の目録を読めません。") from error
        if found.id != snapshot:  # an older one under the name of a newer
            raise BadBackup(f"控え「{snapshot}」の目録は、別の控えのものです。")
        return found

    def items(self, head: Head) -> Mapping[str, Item]:
        """What a backup is made of, by name. Raises BadBackup where its list was changed."""
        try:
            with told():
                data = (self.root / "snapshots" / head.id / _LIST).read_bytes()
            lines = gzip.decompress(data)
        except (OSError, EOFError, ValueError, PlaceAway) as error:
            raise BadBackup(f"控え「{head.id}」の一覧を読めません。") from error
        if hashlib.sha256(lines).hexdigest() != head.listed:
            raise BadBackup(f"控え「{head.id}」の一覧が、作られた時から変わっています。")
        found = (Item.parse(line) for line in lines.decode("utf-8").splitlines())
        return {item.name: item for item in found}

    def remove(self, snapshot: str) -> None:
        """Take a backup away; `collect` frees its pieces. Raises PlaceAway."""
        with told():
            gone = private_folder(self.root / "tmp") / f"{uuid4().hex}.gone"
            (self.root / "snapshots" / snapshot).replace(gone)
            shutil.rmtree(gone)

    def collect(self) -> int:
        """Take away pieces that no backup is made of, and what a killed process left; bytes freed.
        Raises BadBackup where a backup cannot be read: then nothing is taken away."""
        needed = set(self._parts())
        freed = 0
        with told():
            for path in sorted((self.root / "objects").glob("*/*")):
                if path.name not in needed:
                    freed += path.stat().st_size
                    path.unlink()
            shutil.rmtree(self.root / "tmp", ignore_errors=True)
        return freed

    def _parts(self) -> Iterator[str]:
        for snapshot in self.ids():
            try:
                items = self.items(self.head(snapshot))
            except BadBackup as error:
                raise BadBackup(
                    error.message,
                    advice=f"控え先の snapshots/{snapshot} を確かめ、要らなければ別の場所に"
                    "移してから、もう一度整理してください。",
                ) from error
            for item in items.values():
                yield from item.parts

    def _keep(self, digest: str, data: bytes) -> bool:
        """False where it lies there already."""
        path = self._object(digest)
        if _length(path) == len(data):
            return False
        part = private_folder(self.root / "tmp") / f"{uuid4().hex}.part"
        _write(part, data)
        private_folder(path.parent)
        part.replace(path)
        return True

    def _object(self, digest: str) -> Path:
        return self.root / "objects" / digest[:2] / digest


def listed(items: Iterable[Item]) -> str:
    """The hash of the list, for its head."""
    return hashlib.sha256(_lines(items)).hexdigest()


def _lines(items: Iterable[Item]) -> bytes:
    return "".join(f"{item.line}\n" for item in items).encode("utf-8")


def _begin(root: Path, installation: str) -> None:
    private_folder(root)
    content = {"utsushi": "backup", "version": _VERSION, "installation": installation}
    part = root / f".{uuid4().hex}.part"
    _write(part, json.dumps(content).encode("ascii"))
    part.replace(root / _FORMAT)


def _write(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, PRIVATE), "wb") as writable:
        writable.write(data)
        writable.flush()
        if not hasattr(os, "sync"):
            os.fsync(writable.fileno())


def _length(path: Path) -> int:
    """-1 where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1
