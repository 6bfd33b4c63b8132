"""Looking after what processes leave behind that were killed, for as long as one is at work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from workflows.health import roster
from workflows.health.burial import bury_the_dead
from workflows.heartbeat import beating
from workflows.office import Office

SECONDS = 2.0
_ZOMBIES_EVERY = 10
"""Prefect is asked at every tenth look: its runs hold up no work."""


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
    looks = 0

    def look() -> None:
        nonlocal looks
        buried = bury_the_dead(office)
        if use_prefect and (buried or looks % _ZOMBIES_EVERY == 0):
            from workflows.health.zombies import lay_to_rest

            lay_to_rest(office)
        looks += 1

    return look
