"""Looking on while documents go through: memory of the processes, what the Prefect server shows."""

import os
import time
from collections.abc import Sequence
from threading import Event, Thread
from types import TracebackType
from typing import Any, Protocol, Self

import httpx
import psutil

SAMPLE_SECONDS = 2.0
MOST_BEHIND_SECONDS = 600.0
_MB = 2**20


class HasProcess(Protocol):
    @property
    def process(self) -> Any: ...


class Memory:
    """Samples while the block runs. `series`: (seconds, resident MB) of the Prefect server;
    `workers`: the most that all workers together had at once."""

    def __init__(self, server: psutil.Process | None, hands: Sequence[HasProcess]) -> None:
        self._server = server
        self._hands = [psutil.Process(hand.process.pid) for hand in hands]
        self._done = Event()
        self.series: list[tuple[float, float]] = []
        self.workers = 0.0

    def __enter__(self) -> Self:
        self._begun = time.monotonic()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            seconds = round(time.monotonic() - self._begun, 1)
            self.workers = max(self.workers, sum(_resident(each) for each in self._hands))
            if self._server is not None:
                self.series.append((seconds, _resident(self._server)))
            if self._done.wait(SAMPLE_SECONDS):
                return


class Shown:
    """How many documents the server of the environment shows as ended task runs."""

    def __init__(self) -> None:
        login, _, word = os.environ["PREFECT_API_AUTH_STRING"].partition(":")
        self._client = httpx.Client(
            base_url=os.environ["PREFECT_API_URL"], auth=(login, word), timeout=60
        )

    def wait(self, wanted: int) -> tuple[int, float]:
        """Until it shows `wanted`, `MOST_BEHIND_SECONDS` at most: how many, after how long."""
        begun = time.monotonic()
        with self._client:
            while True:
                shown, seconds = self._count(), time.monotonic() - begun
                if shown >= wanted or seconds > MOST_BEHIND_SECONDS:
                    return shown, seconds
                time.sleep(1.0)  # between two questions; there is nothing to wait on

    def _count(self) -> int:
        asked = {"task_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED"]}}}}
        answer = self._client.post("/task_runs/count", json=asked)
        return int(answer.raise_for_status().json())


def _resident(process: psutil.Process) -> float:
    try:
        return round(process.memory_info().rss / _MB, 1)
    except psutil.NoSuchProcess:
        return 0.0
