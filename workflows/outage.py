"""The loops go on when the store, or the place of its files, was away for a while."""

import logging
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from forms.errors import StoreAway

T = TypeVar("T")
FIRST_SECONDS = 1.0
LONGEST_SECONDS = 10.0  # it is back for us at the latest so long after it is back
_log = logging.getLogger(__name__)


def outlast(step: Callable[[], T], stop: Event) -> T | None:
    """What `step` comes to, called again as often as the store is away; None where told to stop.

    What was in hand when the store went is under its lease, and is taken up as that of a killed
    worker is. Raises what `step` raises, but StoreAway.
    """
    seconds = FIRST_SECONDS
    while True:
        try:
            return step()
        except StoreAway as error:
            _log.warning("the store is away (%s): trying again in %.0f s", error.code, seconds)
            if stop.wait(seconds):
                return None
            seconds = min(seconds * 2, LONGEST_SECONDS)
