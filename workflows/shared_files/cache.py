"""Copies of files that lie elsewhere, sealed as they lie there, so that what is looked at again is
not fetched again. They are for the owner alone and do not stay."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from workflows.files import PRIVATE, private_folder
from workflows.sealing import Ring
from workflows.sealing.streams import hash_inside
from workflows.shared_files.errors import FileChanged
from workflows.shared_files.trouble import told

KEPT_SECONDS = 3600.0  # after its last use
"""An entry takes up its paper within minutes; a page on the screen is asked for again."""

Get = Callable[[str, Path], None]
"""Copies a file by its name to a path."""


class Cache:
    """Named by content, so a copy that is there is the right one; it is checked as it is made."""

    def __init__(self, root: Path, ring: Ring | None = None) -> None:
        self._root, self._ring = root, ring

    def fetch(self, name: str, sha256: str, get: Get) -> Path:
        """A copy of the file. Raises what `get` does, FileChanged, FilesAway for our own disk."""
        path = self._root / name
        with suppress(FileNotFoundError):
            os.utime(path)  # in use: not to be swept now
            return path
        self.sweep(time.time())
        part = self._root / f"{uuid4().hex}.part"
        try:
            with told(is_new=True):
                private_folder(path.parent)
                part.touch(mode=PRIVATE)
            get(name, part)
            with told(is_new=True):
                if sha256 and hash_inside(part, self._ring) != sha256:
                    raise FileChanged
                part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return path

    def drop(self, name: str) -> None:
        with told():
            (self._root / name).unlink(missing_ok=True)

    def sweep(self, now: float, age_seconds: float = KEPT_SECONDS) -> None:
        """Take away what was not used for a while; `now` as of `time.time`."""
        for parent, _, files in os.walk(self._root):
            for each in files:
                path = Path(parent) / each
                with suppress(OSError):
                    if now - path.stat().st_mtime > age_seconds:
                        path.unlink()
