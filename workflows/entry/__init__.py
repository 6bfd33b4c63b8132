"""From a ready record to a verified entry, exactly once.

find → fill → "submitting" is committed → the one click → verify. What is unknown after the click
is unconfirmed: it is looked up, never pressed again blind.
"""

from workflows.entry.attempt import put_in
from workflows.entry.batch import BatchResult, due
from workflows.entry.crew import enter_all
from workflows.entry.lookup import recover, resolve, settle_by_hand, unsettled
from workflows.entry.slots import is_one_free

__all__ = [
    "BatchResult",
    "due",
    "enter_all",
    "is_one_free",
    "put_in",
    "recover",
    "resolve",
    "settle_by_hand",
    "unsettled",
]
