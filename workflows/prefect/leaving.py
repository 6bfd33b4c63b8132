"""Leaving the Prefect server: what its client still has to tell is told before the server ends.

Prefect's background threads hold up the end of a process until they have sent everything; with the
server gone each event is tried for ten seconds, one after the other.
"""

import sys
from typing import Any

SECONDS = 10.0
_SENDERS = (
    ("prefect.events.worker", "EventsWorker"),
    ("prefect.logging.handlers", "APILogWorker"),
)


def take_leave(*, is_there: bool) -> None:
    """Send what waits, for `SECONDS` at most; where the server has gone (not `is_there`) drop it.

    What of Prefect was never imported has nothing to tell.
    """
    for module, name in _SENDERS:
        sender: Any = getattr(sys.modules.get(module), name, None)
        if sender is None:
            continue
        if not is_there:
            for instance in tuple(sender._instances.values()):
                instance._queue.queue.clear()
        sender.drain_all(timeout=SECONDS)
