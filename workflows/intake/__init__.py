"""From a file in the inbox to records in the store: receive → read → gate → shelve.

Every step may be killed and the whole called again: nothing is lost, nothing is doubled.
"""

from workflows.intake.passing import gate
from workflows.intake.reading import read
from workflows.intake.reception import receive
from workflows.intake.shelf import shelve
from workflows.intake.way import (
    TakenIn,
    pending,
    process,
    recover,
    take_in,
    unread,
    unshelved,
)

__all__ = [
    "TakenIn",
    "gate",
    "pending",
    "process",
    "read",
    "receive",
    "recover",
    "shelve",
    "take_in",
    "unread",
    "unshelved",
]
