"""Where files lie: a folder (ours or a share), or any file system that fsspec knows."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from urllib.parse import urlsplit
from urllib.request import url2pathname
from uuid import uuid4

from forms.errors import SetupError
from workflows.files import move_into, private_folder
from workflows.shared_files.errors import FilesAway, NoSuchFile
from workflows.shared_files.trouble import told


class Place(Protocol):
    """Files by their names with `/`. All raise FilesAway; `get` NoSuchFile."""

    @property
    def folder(self) -> Path | None:
        """Where the files can be opened directly, if they can."""
        ...

    @property
    def title(self) -> str:
        """For people: without what may be secret in a URL."""
        ...

    def put(self, source: Path, name: str) -> None:
        """Move a local file there: whole or not at all, over one of the same name."""
        ...

    def get(self, name: str, target: Path) -> None:
        """Copy one to a local file that is not there yet."""
        ...

    def read(self, name: str) -> bytes: ...

    def exists(self, name: str) -> bool: ...

    def changed_at(self, name: str) -> float:
        """Epoch seconds. Raises NoSuchFile."""
        ...

    def delete(self, name: str) -> bool:
        """False where there was none."""
        ...

    def names(self, folder: str) -> Iterator[str]:
        """All below a folder; none where it is not there."""
        ...


def place_of(where: str, home: Path) -> Place:
    """`where`: a path, `file://…` or a URL for fsspec; empty for the home folder.

    Raises SetupError for an address that cannot be one, or whose driver is not installed.
    """
    scheme = urlsplit(where).scheme
    if not where:
        return Folder(home, is_marked=False)
    if len(scheme) < 2:  # a drive letter of Windows is none
        return Folder(Path(where).absolute(), is_marked=True)
    if scheme == "file":
        path = Path(url2pathname(urlsplit(where).path))
        return Folder(path.absolute(), is_marked=True)
    return Remote.open(where)


MARK = "installation/place.txt"
"""A file that every place but the home folder has (see `workflows.common`). Where it is missing, a
share is not mounted: what lies there is no less there, and nothing must be written beside it."""


class Folder:
    """`is_marked`: it may be a share, which may not be mounted."""

    def __init__(self, root: Path, *, is_marked: bool) -> None:
        self._root, self._is_marked = root, is_marked

    @property
    def folder(self) -> Path | None:
        return self._root

    @property
    def title(self) -> str:
        return str(self._root)

    def put(self, source: Path, name: str) -> None:
        if name != MARK:
            self._check()
        with told(is_new=True):
            target = self._root / name
            private_folder(target.parent)
            move_into(source, target)

    def get(self, name: str, target: Path) -> None:
        with self._found():
            shutil.copyfile(self._root / name, target)

    def read(self, name: str) -> bytes:
        with self._found():
            return (self._root / name).read_bytes()

    def exists(self, name: str) -> bool:
        with told():
            is_there = (self._root / name).is_file()
        if not is_there:
            self._check()
        return is_there

    def changed_at(self, name: str) -> float:
        with self._found():
            return (self._root / name).stat().st_mtime

    def delete(self, name: str) -> bool:
        with told(), suppress(FileNotFoundError):
            (self._root / name).unlink()
            return True
        self._check()
        return False

    def names(self, folder: str) -> Iterator[str]:
        with told():
            for parent, _, files in os.walk(self._root / folder):
                inside = Path(parent).relative_to(self._root)
                yield from ((inside / each).as_posix() for each in sorted(files))

    @contextmanager
    def _found(self) -> Iterator[None]:
        """What is not there is told only where the place itself is."""
        try:
            with told():
                yield
        except NoSuchFile:
            self._check()
            raise

    def _check(self) -> None:
        """Raises FilesAway."""
        if self._is_marked and not (self._root / MARK).is_file():
            raise FilesAway("共有フォルダが見えません")


class Remote:
    """Over fsspec. Its credentials come from the URL or the environment (`FSSPEC_…`)."""

    def __init__(self, system: Any, root: str, title: str) -> None:
        self._system, self._root, self._title = system, root.rstrip("/"), title

    @classmethod
    def open(cls, url: str) -> "Remote":
        """Raises SetupError where fsspec does not know it, or its driver is not installed."""
        from fsspec.core import url_to_fs

        title = _without_secrets(url)
        try:
            system, root = url_to_fs(url)
        except (ValueError, ImportError, TypeError) as error:
            raise SetupError(
                f"ファイルの保存先 {title} の種類を使えません ({type(error).__name__})。",
                advice="UTSUSHI_FILES を確かめ、必要なら fsspec のドライバーを入れてください。",
            ) from error
        return cls(system, str(root), title)

    @property
    def folder(self) -> Path | None:
        return None

    @property
    def title(self) -> str:
        return self._title

    def put(self, source: Path, name: str) -> None:
        """Under another name first: not every file system writes whole or not at all."""
        target, part = self._path(name), f"{self._root}/tmp/{uuid4().hex}.part"
        with told(is_new=True):
            self._system.makedirs(str(PurePosixPath(part).parent), exist_ok=True)
            self._system.makedirs(str(PurePosixPath(target).parent), exist_ok=True)
            self._system.put_file(str(source), part)
            if self._system.size(part) != source.stat().st_size:
                raise OSError("short write")
            with suppress(FileNotFoundError):  # not every `mv` replaces
                self._system.rm_file(target)
            self._system.mv(part, target)
        source.unlink()

    def get(self, name: str, target: Path) -> None:
        with told():
            self._system.get_file(self._path(name), str(target))

    def read(self, name: str) -> bytes:
        with told():
            return bytes(self._system.cat_file(self._path(name)))

    def exists(self, name: str) -> bool:
        with told():
            self._system.invalidate_cache()  # another machine may have written since
            return bool(self._system.isfile(self._path(name)))

    def changed_at(self, name: str) -> float:
        with told():
            return float(self._system.modified(self._path(name)).timestamp())

    def delete(self, name: str) -> bool:
        with told():
            try:
                self._system.rm_file(self._path(name))
            except FileNotFoundError:
                return False
            return True

    def names(self, folder: str) -> Iterator[str]:
        with told():
            self._system.invalidate_cache()
            found = sorted(self._system.find(self._path(folder)))
        inside = PurePosixPath(self._root)
        yield from (PurePosixPath(each).relative_to(inside).as_posix() for each in found)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"


def _without_secrets(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}"
