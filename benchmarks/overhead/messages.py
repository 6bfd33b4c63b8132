"""Counting what Python asks Playwright's driver: one message and its answer are a round trip."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil
from playwright._impl.connection import Connection


@dataclass(slots=True)
class Counter:
    """`count` so far."""

    count: int = 0


@contextmanager
def counting() -> Iterator[Counter]:
    """Count the messages of every connection of this process meanwhile."""
    counter, lock = Counter(), threading.Lock()
    send = Connection.send_message_to_server

    def counted(self: Connection, *args: Any, **kwargs: Any) -> Any:
        with lock:
            counter.count += 1
        return send(self, *args, **kwargs)

    Connection.send_message_to_server = counted  # type: ignore[method-assign]
    try:
        yield counter
    finally:
        Connection.send_message_to_server = send  # type: ignore[method-assign]


def cpu_seconds() -> float:
    """Processor time of this process and all that it started, ended ones aside."""
    own = psutil.Process()
    total = 0.0
    for process in (own, *own.children(recursive=True)):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total
