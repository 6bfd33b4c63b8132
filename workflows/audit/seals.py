"""What makes the audit log a chain: keyed hashes over lines, the head, and marks of it.

A seal is HMAC-SHA256 under a key that is not in the database. Against whom each part holds:
docs/adr/0019-accounts-and-audit.md.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from workflows.keys import derived, installation_key

KEY_FILE = "audit.key"
START = "0" * 64
"""What stands for the seal before the first line."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a line says. `record`: its number."""

    number: int
    at: datetime
    by: str
    act: str
    record: int | None
    field: str
    what: str


class Sealer:
    def __init__(self, key: bytes) -> None:
        self._line, self._head = derived(key, "audit line"), derived(key, "audit head")

    @classmethod
    def of(cls, home: Path) -> "Sealer":
        """With the key of the installation at `home`, made at the first call."""
        return cls(installation_key(home, KEY_FILE))

    def line(self, before: str, content: Content) -> str:
        """The seal of a line after the line with seal `before`."""
        text = json.dumps(
            [
                before, content.number, _moment(content.at), content.by, content.act,
                content.record, content.field, content.what,
            ],
            ensure_ascii=True, separators=(",", ":"),
        )  # fmt: skip
        return hmac.new(self._line, text.encode(), hashlib.sha256).hexdigest()

    def head(self, count: int, last: str) -> str:
        """The seal of the log's end: so many lines, of which the last has the seal `last`."""
        return hmac.new(self._head, f"{count} {last}".encode(), hashlib.sha256).hexdigest()


def is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _moment(at: datetime) -> str:
    """To the microsecond in UTC, as the database gives it back."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
