"""What remains of an entry: the target's receipt number, the values read back, the evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence, in a file named by its `sha256`, taken `at` (UTC).

    `kind` of a masked picture: before, after, rejected, different (there with other values), found
    (there already), unconfirmed (the last screen), stopped (before the click); of the words of such
    a screen, masked: the same with `-text`, and verified-text; download: a file of the target's, as
    it was.
    """

    kind: str
    path: Path
    sha256: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A verified entry.

    `number` is the target's 受付番号; `values` by field id, as the target shows them, private
    ones masked; `existing` when it was there before and nothing was entered; `seconds` by step
    (find, enter, submit, verify).
    """

    number: str
    values: Mapping[str, str] = field(repr=False)
    existing: bool = False
    evidence: tuple[Evidence, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
