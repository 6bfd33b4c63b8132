"""Marks of where the log ended, in a file beside the database; one can be printed for the safe.

Whoever puts an older database back, or cuts its tail, would have to change this file as well.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from workflows.files import PRIVATE, private_folder

FILE = Path("logs") / "audit-marks.txt"
_SHORT = 16  # of 64 hex digits: what a person can compare on paper


@dataclass(frozen=True, slots=True)
class Mark:
    """The log had `count` lines, the last of which had the seal `last`."""

    count: int
    last: str
    at: datetime

    @property
    def printed(self) -> str:
        """For the safe: 42:9F3A-…, the number of lines and the start of the seal."""
        short = self.last[:_SHORT].upper()
        groups = "-".join(short[i : i + 4] for i in range(0, _SHORT, 4))
        return f"{self.count}:{groups}"


class Marks:
    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def of(cls, home: Path) -> "Marks":
        return cls(home / FILE)

    def add(self, mark: Mark) -> None:
        """One line at the end of the file. Raises OSError."""
        private_folder(self._path.parent)
        line = f"{mark.count} {mark.last} {mark.at.astimezone(UTC).isoformat()}\n"
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        handle = os.open(self._path, flags, PRIVATE)
        with os.fdopen(handle, "a", encoding="ascii") as writable:
            writable.write(line)

    def all(self) -> tuple[Mark, ...]:
        """In the order of the file; a line that is none of ours (a torn one) is passed over."""
        if not self._path.is_file():
            return ()
        lines = self._path.read_text(encoding="ascii", errors="replace").splitlines()
        return tuple(mark for mark in map(_parsed, lines) if mark)


def printed(text: str) -> tuple[int, str] | None:
    """Count and start of the seal of a printed mark; None where it is none."""
    count, _, short = text.strip().partition(":")
    digits = short.replace("-", "").strip().lower()
    is_mark = count.isascii() and count.isdigit() and len(digits) == _SHORT
    return (int(count), digits) if is_mark and set(digits) <= set("0123456789abcdef") else None


def _parsed(line: str) -> Mark | None:
    parts = line.split(" ")
    if len(parts) != 3 or not parts[0].isdigit() or len(parts[1]) != 64:
        return None
    try:
        return Mark(int(parts[0]), parts[1], datetime.fromisoformat(parts[2]))
    except ValueError:
        return None
