"""A file that comes in piece by piece and is kept by the hash of its bytes when it is whole."""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from workflows.files import PRIVATE, Kept, flush, private_folder
from workflows.sealing import Ring
from workflows.sealing.streams import Sealer, hash_inside
from workflows.shared_files.errors import FileChanged
from workflows.shared_files.places import Place
from workflows.shared_files.trouble import told


class Growing:
    """It grows in `<root>/tmp`, for the owner alone and sealed, and moves to its place when it is
    kept. Its hash and size are those of what was written to it.

    As a context manager it takes away what was not kept. A killed process leaves a part that
    `workflows.files.sweep` finds. All raise FilesAway, e.g. for a full disk.
    """

    def __init__(self, root: Path, place: Place, ring: Ring | None = None) -> None:
        self._place, self._ring = place, ring
        self._digest, self.size = hashlib.sha256(), 0
        with told(is_new=True):
            self._part = private_folder(root / "tmp") / f"{uuid4().hex}.part"
            self._writable = _private(self._part)
            self._sealer = None if ring is None else Sealer(ring, self._writable)

    def __enter__(self) -> "Growing":
        return self

    def __exit__(self, *_: object) -> None:
        with told(is_new=True):
            try:
                self._writable.close()  # what is still buffered may find the disk full
            finally:
                self._part.unlink(missing_ok=True)

    def write(self, data: bytes) -> None:
        with told(is_new=True):
            (self._writable if self._sealer is None else self._sealer).write(data)
        self._digest.update(data)
        self.size += len(data)

    def keep(self, folder: str, suffix: str) -> Kept:
        """Whole, on the disk, under its hash, when this returns."""
        digest = self._digest.hexdigest()
        kept = Kept(digest, self.size, name_of(folder, digest, suffix))
        self.move_to(kept.path)
        return kept

    def move_to(self, name: str, *, compare: bool = False) -> None:
        """The same under a name that is not its hash's; with `compare` what was written is read
        back before. Raises FileChanged."""
        with told(is_new=True):
            if self._sealer is not None:
                self._sealer.finish()
            flush(self._writable)
            self._writable.close()
            is_same = not compare or self._digest.hexdigest() == hash_inside(self._part, self._ring)
        if not is_same:
            raise FileChanged
        self._place.put(self._part, name)


def name_of(folder: str, digest: str, suffix: str) -> str:
    return f"{folder}/{digest[:2]}/{digest}{suffix}"


def _private(path: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, PRIVATE), "wb")
