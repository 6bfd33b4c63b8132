"""Stacks scanned in one go: separator sheets announce what comes after them, and it is counted.

`sheets` makes and lists the sheets, `printed` is how one looks, `dividing` sorts what was read
under them, `outcome` is what became of a part, `words` says it, `keeping` knows the store.
"""

from workflows.stacks.dividing import Part, divided
from workflows.stacks.outcome import Outcome, PartKind, Role
from workflows.stacks.sheets import NoSuchSheet, NotAnnounced, Separators, Sheet
from workflows.stacks.words import Finding, findings

__all__ = [
    "Finding",
    "NoSuchSheet",
    "NotAnnounced",
    "Outcome",
    "Part",
    "PartKind",
    "Role",
    "Separators",
    "Sheet",
    "divided",
    "findings",
]
