"""The worker process: one Prefect worker for each pool, until it is told to end."""

import socket
from collections.abc import Iterable
from threading import Event

import anyio
from prefect.settings import PREFECT_WORKER_QUERY_SECONDS, temporary_settings

from workflows.workers.worker import OfficeWorker

QUERY_SECONDS = 2.0
HEARTBEAT_SECONDS = 10


def serve(pools: Iterable[str], runs: int, stop: Event, mark: str) -> None:
    """Take up to `runs` flow runs at once from each pool. Runs in hand end their paper or record
    before this returns. `mark` tells the workers of one machine apart, and stays the same. The
    environment must name the server (see `prefect.env`)."""
    with temporary_settings({PREFECT_WORKER_QUERY_SECONDS: QUERY_SECONDS}):
        anyio.run(_serve, tuple(pools), runs, stop, mark)


async def _serve(pools: tuple[str, ...], runs: int, stop: Event, mark: str) -> None:
    async with anyio.create_task_group() as group:
        for pool in pools:
            worker = OfficeWorker(
                pool,
                name=f"{socket.gethostname()} {pool} {mark}",
                limit=runs,
                prefetch_seconds=QUERY_SECONDS,
                heartbeat_interval_seconds=HEARTBEAT_SECONDS,
                create_pool_if_not_found=False,
            )
            group.start_soon(_start, worker)
        await anyio.to_thread.run_sync(stop.wait)
        group.cancel_scope.cancel()


async def _start(worker: OfficeWorker) -> None:
    await worker.start(printer=_say_nothing)


def _say_nothing(*_: object) -> None:
    """Prefect's greeting is for its own command line."""
