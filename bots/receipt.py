"""What remains of an entry: the target's receipt number, the values read back, the evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Evidence:
    """A masked picture, in a file named by its `sha256`.

    `kind`: before, after, rejected, different (there with other values), found (there already).
    """

    kind: str
    path: Path
    sha256: str


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
