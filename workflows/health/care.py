"""Looking after what processes leave behind that were killed, for as long as one is at work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from workflows.health import roster
from workflows.health.burial import bury_the_dead
from workflows.heartbeat import beating
from workflows.office import Office
from workflows.trials.sweeping import sweep

SECONDS = 2.0
_ZOMBIES_EVERY = 10
"""Prefect is asked at every tenth look: its runs hold up no work."""
_SWEEP_EVERY = 900
"""Twice an hour what people tried out is looked through for what is past its time."""


@contextmanager
def tending(office: Office, kind: str, *, use_prefect: bool) -> Iterator[None]:
    """Be at work as `kind` (see `roster.at_work`) and, in a thread beside the block, end what dead
    processes left: leases and locks of this home's at once, flow runs of any a little later.

    Raises StoreError at its start alone.
    """
    bury_the_dead(office)
    with roster.at_work(office, kind), beating(SECONDS, _looks(office, use_prefect=use_prefect)):
        yield


def _looks(office: Office, *, use_prefect: bool) -> Callable[[], None]:
    looks, lay_to_rest = 0, _zombies() if use_prefect else None

    def look() -> None:
        nonlocal looks
        buried = bury_the_dead(office)
        if lay_to_rest is not None and (buried or looks % _ZOMBIES_EVERY == 0):
            lay_to_rest(office)
        if looks % _SWEEP_EVERY == 0:
            with suppress(OSError):  # the folder is away just now
                sweep(office)
        looks += 1

    return look


def _zombies() -> Callable[[Office], int]:
    """Imported here, before the thread starts: Prefect cannot be imported by two at once."""
    from workflows.health.zombies import lay_to_rest

    return lay_to_rest
