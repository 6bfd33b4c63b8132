"""What blanks are known by, kept on disk, so that a start does not grow with the number of forms.

One file a blank, named by what its features follow from: the bytes of the blank, the sizes of its
pages, how features are found, and the versions of what draws and finds them. A file that is not
whole, or not ours, is as good as none: its features are found anew. Files are exchanged whole, so
any number of processes may share the folder.
"""

import hashlib
import io
import logging
import os
import time
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import uuid4

import cv2
import numpy as np
from numpy.typing import NDArray

from forms.form import Form
from ocr.align import points
from ocr.align.points import Features
from ocr.scale import DPI

SUFFIX = ".features"
FORMAT = 1  # raise it where what stands in the files, or how pages are drawn, changes
DIGEST = hashlib.sha256().digest_size  # bytes before the arrays
MOST_BYTES = 64 << 20  # of one file
UNUSED_DAYS = 90  # then a file goes; read within that time, its date moves on
_NAMES = ("points", "angles", "sizes", "descriptors")
_BROKEN = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)
_log = logging.getLogger(__name__)

PageSizes = Sequence[tuple[int, int]]
"""Width and height (px) of every page."""


@dataclass(frozen=True, slots=True)
class KeptFeatures:
    """Of blanks, in `folder`. The folder is made when first written to, the one around it is not:
    where there is no data folder, none comes to be."""

    folder: Path

    def get(self, form: Form, sizes: PageSizes) -> tuple[Features, ...] | None:
        """Features of every page of the form's blank; None where they are not kept, or not
        whole. Raises OSError where the blank cannot be read."""
        path = self._path(form, sizes)
        try:
            if path.stat().st_size > MOST_BYTES:
                return None
            found = _unpacked(path.read_bytes(), len(sizes))
            _stay(path)
        except FileNotFoundError:
            return None
        except _BROKEN:
            _log.warning("features of the blank of %s are found anew: file not whole", form.id)
            return None
        return found

    def put(self, form: Form, sizes: PageSizes, found: Sequence[Features]) -> None:
        """Keep them. A folder that cannot be written to is no error: the next start then takes
        its time. Raises OSError where the blank cannot be read."""
        path = self._path(form, sizes)
        part = path.with_name(f"{path.name}.{uuid4().hex}.part")
        if not self.folder.parent.is_dir():
            return
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            part.write_bytes(_packed(found))
            part.replace(path)
            self._sweep()
        except OSError as error:
            _log.warning("features of blanks are not kept: %s", type(error).__name__)
            with suppress(OSError):
                part.unlink()

    def _path(self, form: Form, sizes: PageSizes) -> Path:
        known = hashlib.sha256(repr((_how(), tuple(sizes))).encode())
        known.update(form.blank.read_bytes())
        return self.folder / f"{known.hexdigest()}{SUFFIX}"

    def _sweep(self) -> None:
        """Blanks that nobody asked for any more, and what killed processes left."""
        for path in self.folder.glob(f"*{SUFFIX}*"):
            is_part = path.suffix == ".part"
            try:
                if _age_days(path) > (1 if is_part else UNUSED_DAYS):
                    path.unlink(missing_ok=True)
            except OSError:
                continue  # gone, or in another's hands


def _how() -> tuple[Any, ...]:
    """Everything but the blank that features follow from."""
    look = (points.OF_BLANK, points.SMOOTH, points.OCTAVE, points.LEVELS, points.CORNER, DPI)
    return FORMAT, look, cv2.__version__, version("pypdfium2")


def _packed(found: Sequence[Features]) -> bytes:
    arrays = {
        f"{name}{n}": array
        for n, each in enumerate(found)
        for name, array in zip(_NAMES, astuple(each), strict=True)
    }
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    body = buffer.getvalue()
    return hashlib.sha256(body).digest() + body


def _unpacked(data: bytes, pages: int) -> tuple[Features, ...]:
    """Raises one of `_BROKEN` where that is not what `_packed` made of so many pages."""
    digest, body = data[:DIGEST], data[DIGEST:]
    if hashlib.sha256(body).digest() != digest:
        raise ValueError("digest")
    with np.load(io.BytesIO(body), allow_pickle=False) as arrays:
        return tuple(_features([arrays[f"{name}{n}"] for name in _NAMES]) for n in range(pages))


def _features(arrays: Sequence[NDArray[Any]]) -> Features:
    found = Features(*arrays)
    count = len(found.points)
    shapes = tuple(each.shape for each in arrays)
    types = tuple(each.dtype.name for each in arrays)
    if shapes != ((count, 2), (count,), (count,), (count, 32)):
        raise ValueError("shape")
    if types != ("float32", "float32", "float32", "uint8"):
        raise ValueError("type")
    return found


def _stay(path: Path) -> None:
    """Not to be swept for a while."""
    if _age_days(path) > 1:
        try:
            os.utime(path)
        except OSError:
            return  # only readable here: whoever wrote it looks after it


def _age_days(path: Path) -> float:
    return (time.time() - path.stat().st_mtime) / 86400
