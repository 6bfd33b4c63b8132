"""Pieces of evidence in files that are named by the hash of their content."""

import hashlib
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bots.receipt import Evidence
from forms.errors import SetupError


def store(content: bytes, kind: str, folder: Path, suffix: str = ".png") -> Evidence:
    """Write `<folder>/<first two digits>/<sha256><suffix>` whole or not at all.

    Raises SetupError where it cannot be written.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = folder / digest[:2] / f"{digest}{suffix}"
    try:
        if not is_intact(path, digest):
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(content, path)
    except OSError as error:
        raise SetupError(
            f"画面の写しを保存できません ({folder})。",
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
