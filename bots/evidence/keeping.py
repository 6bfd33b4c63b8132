"""Pieces of evidence in files that are named by the hash of their content."""

import hashlib
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from bots.receipt import Evidence
from forms.errors import SetupError


class Keeper(Protocol):
    """Somebody who keeps evidence otherwise than as plain files in a folder."""

    def keep(self, content: bytes, name: str) -> Path:
        """Whole or not at all, as `<first two digits>/<sha256><suffix>`; where. Raises OSError."""
        ...


Shelf = Path | Keeper
"""Where evidence goes: a folder, in clear, or a keeper."""


def store(content: bytes, kind: str, shelf: Shelf, suffix: str = ".png") -> Evidence:
    """Keep `<first two digits>/<sha256><suffix>` whole or not at all.

    Raises SetupError where it cannot be written.
    """
    digest = hashlib.sha256(content).hexdigest()
    name = f"{digest[:2]}/{digest}{suffix}"
    try:
        if isinstance(shelf, Path):
            path = shelf / name
            if not is_intact(path, digest):
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(content, path)
        else:
            path = shelf.keep(content, name)
    except OSError as error:
        raise SetupError(
            "画面の写しを保存できません。",
            advice="ディスクの空きと、フォルダに書き込めるかを確かめてください。",
        ) from error
    return Evidence(kind, path, digest, datetime.now(UTC))


def is_intact(path: Path, sha256: str) -> bool:
    """Whether the file is there and still what it was when it was kept."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return False


def _write(content: bytes, path: Path) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
