"""Where those who try a scenario put what they leave: pictures of screens, reports, traces.

A folder keeps files as they are; whoever keeps them otherwise, e.g. sealed, gives a `Cabinet`.
"""

import hashlib
from pathlib import Path
from typing import Protocol


class Cabinet(Protocol):
    """Files by their names (no folders). All raise OSError, and StoreError where one cannot be
    opened."""

    def put(self, name: str, content: bytes) -> None:
        """Whole or not at all, over one of the same name."""
        ...

    def read(self, name: str) -> bytes: ...

    def has(self, name: str) -> bool: ...


Drawer = Path | Cabinet
"""A folder, in clear, or a cabinet."""


def put(drawer: Drawer, name: str, content: bytes) -> None:
    """Raises OSError."""
    if isinstance(drawer, Path):
        drawer.mkdir(parents=True, exist_ok=True)
        (drawer / name).write_bytes(content)
    else:
        drawer.put(name, content)


def put_picture(drawer: Drawer, picture: bytes) -> str:
    """A PNG under a name made of what it holds; that name. Raises OSError."""
    name = f"{hashlib.sha256(picture).hexdigest()[:32]}.png"
    put(drawer, name, picture)
    return name


def read(drawer: Drawer, name: str) -> bytes:
    """Raises OSError, StoreError."""
    return (drawer / name).read_bytes() if isinstance(drawer, Path) else drawer.read(name)


def has(drawer: Drawer, name: str) -> bool:
    return (drawer / name).is_file() if isinstance(drawer, Path) else drawer.has(name)
