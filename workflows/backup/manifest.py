"""What a backup says of itself: a sealed head, and one line for each file."""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Literal

from pydantic import BaseModel, ConfigDict

from workflows.audit.seals import KEY_FILE
from workflows.backup.errors import BadBackup
from workflows.keys import derived, installation_key

STORE = "store/database"
"""Name of the store among the files."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Item:
    """One file. `name`: its area and its path there, with `/`; `changed`: when it was written, as
    of `time.time`; `parts`: SHA-256 of its pieces."""

    name: str
    size: int
    changed: float
    parts: tuple[str, ...]

    @property
    def area(self) -> str:
        return self.name.partition("/")[0]

    @property
    def path(self) -> str:
        """Without the area."""
        return self.name.partition("/")[2]

    @property
    def line(self) -> str:
        return json.dumps([self.name, self.size, self.changed, self.parts], ensure_ascii=False)

    @classmethod
    def parse(cls, line: str) -> "Item":
        """Raises BadBackup, also for a name that leads out of its area."""
        try:
            name, size, changed, parts = json.loads(line)
            made = cls(str(name), int(size), float(changed), tuple(map(str, parts)))
        except (ValueError, TypeError) as error:
            raise BadBackup("控えの一覧に、読めない行があります。") from error
        if not is_safe(made.name) or not all(_SHA256.fullmatch(each) for each in made.parts):
            raise BadBackup("控えの一覧に、許されない行があります。")
        return made


class Head(BaseModel):
    """`rows`: of each table; `documents`: numbers of those not deleted, as ranges; `missing`: files
    that the store names and that were not there any more; `main_keys`: what the sealed content
    needs to be read; `key`: which key sealed this."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    utsushi: Literal["backup"] = "backup"
    version: Literal[1] = 1
    id: str
    installation: str
    made_at: datetime
    by: str
    store: Literal["sqlite", "postgresql"]
    revision: str
    rows: dict[str, int]
    documents: list[tuple[int, int]]
    audit_lines: int
    audit_seal: str
    files: int
    size: int
    listed: str
    missing: list[str]
    has_keys: bool
    main_keys: list[str]
    settings: dict[str, str]
    key: str
    seal: str = ""

    def holds_document(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self.documents)


class Seals:
    """HMAC-SHA256 over heads, with a key of the installation that is in no backup in clear."""

    def __init__(self, key: bytes) -> None:
        self._key = derived(key, "backup head")
        self.id = hashlib.sha256(b"utsushi backup key\0" + self._key).hexdigest()[:16]

    @classmethod
    def of(cls, shared: Path) -> "Seals":
        return cls(installation_key(shared))

    def sealed(self, head: Head) -> Head:
        named = head.model_copy(update={"key": self.id})
        return named.model_copy(update={"seal": self._seal(named)})

    def is_sealed(self, head: Head) -> bool | None:
        """None where another key sealed it: nobody can tell here."""
        if head.key != self.id:
            return None
        return hmac.compare_digest(self._seal(head).encode(), head.seal.encode())

    def _seal(self, head: Head) -> str:
        said = head.model_dump(mode="json", exclude={"seal"})
        text = json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()


def installation_of(shared: Path) -> str:
    """What tells the backups of one installation from another's: a hash of its audit key."""
    key = installation_key(shared, KEY_FILE)
    return hashlib.sha256(b"utsushi backup installation\0" + key).hexdigest()[:32]


def ranges(numbers: list[int]) -> list[tuple[int, int]]:
    """Sorted numbers as ranges, both ends inclusive."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def is_safe(name: str) -> bool:
    """A relative path that stays where it is put, on Windows too."""
    path = PurePosixPath(name)
    parts = name.split("/")
    return (
        not path.is_absolute()
        and all(part not in ("", ".", "..") for part in parts)
        and not any(ch in name for ch in ("\\", "\0"))
        and ":" not in parts[0] + (parts[1] if len(parts) > 1 else "")
    )
