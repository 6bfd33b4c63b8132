"""The installation's own key: one file in the home folder, for the owner alone.

Each use derives a key of its own from it, so that none can stand in for another.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from workflows.files import PRIVATE, private_folder

KEY_BYTES = 32
FILE = "review.key"


def there(home: Path, name: str = FILE) -> bytes | None:
    """The key, where there is one; none is made. Raises OSError."""
    path = home / name
    return path.read_bytes() if path.is_file() else None


def installation_key(home: Path, name: str = FILE) -> bytes:
    """The key in `<home>/<name>`, made at the first call. Safe for several processes at once."""
    return made_once(private_folder(home) / name, lambda: secrets.token_bytes(KEY_BYTES))


def made_once(path: Path, make: Callable[[], bytes]) -> bytes:
    """What stands in the file; made by `make`, for the owner alone, where there is none yet.

    Whole or not at all; of several processes at once the first wins. Raises OSError.
    """
    with suppress(FileNotFoundError):
        return path.read_bytes()
    part = path.with_name(f".{uuid4().hex}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    try:
        with os.fdopen(handle, "wb") as writable:
            writable.write(make())
            writable.flush()
            os.fsync(writable.fileno())
        _put(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path.read_bytes()


def _put(part: Path, path: Path) -> None:
    """Whole or not at all, and the first one wins."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            part.replace(path)


def derived(key: bytes, purpose: str) -> bytes:
    """A key for one purpose alone: HMAC-SHA256 of its name."""
    return hmac.digest(key, f"utsushi/{purpose}".encode(), hashlib.sha256)
