"""A slot of Prefect's global concurrency limit of the target system, for each session.

Taken once a session, not for each record: Prefect is slow at handing one over. It shows how much of
a system is in use and shares it with flows of the office's own; that never more sessions are open
than the system allows is held by the slots in our store. So where Prefect does not give one in
time (it is away, or a worker that was killed still has it) the session begins without.
"""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectNotFound, PrefectException

from workflows.flows.artifacts import only_shown
from workflows.flows.door import api

WAIT_SECONDS = 10.0
LEASE_SECONDS = 60.0  # Prefect's least; renewed while the session lives
_log = logging.getLogger(__name__)


def limit_name(system: str) -> str:
    """Of the target system's limit, as the UI lists it."""
    return f"utsushi:{system}"


@contextmanager
def slot_of(system: str) -> Iterator[None]:
    """One slot while the block runs, where Prefect gives one."""
    stack, name = ExitStack(), limit_name(system)
    try:
        if _is_there(name):
            stack.enter_context(
                concurrency(name, timeout_seconds=WAIT_SECONDS, lease_duration=LEASE_SECONDS)
            )
    except (
        httpx.HTTPError,
        PrefectException,
        ConcurrencySlotAcquisitionError,
        OSError,
    ) as error:  # a TimeoutError is an OSError
        _log.warning("no slot of %s from Prefect (%s)", name, type(error).__name__)
    try:
        yield
    finally:
        with only_shown():
            stack.close()


def _is_there(name: str) -> bool:
    with api() as client:
        try:
            client.read_global_concurrency_limit_by_name(name)
        except ObjectNotFound:
            return False
    return True
