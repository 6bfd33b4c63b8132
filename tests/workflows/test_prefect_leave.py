"""Leaving the Prefect server."""

import sys
from queue import Queue
from types import SimpleNamespace
from typing import Any

import pytest

from workflows.prefect.leaving import take_leave


class Sender:
    """As much of one of Prefect's background senders as is asked of it."""

    def __init__(self) -> None:
        waiting: Queue[int] = Queue()
        waiting.put(1)
        self._instances = {1: SimpleNamespace(_queue=waiting)}
        self.drained_with: list[int] = []

    def drain_all(self, timeout: float) -> None:
        self.drained_with.append(self._instances[1]._queue.qsize())


@pytest.fixture
def sender(monkeypatch: pytest.MonkeyPatch) -> Sender:
    made = Sender()
    module: Any = SimpleNamespace(EventsWorker=made)
    monkeypatch.setitem(sys.modules, "prefect.events.worker", module)
    monkeypatch.delitem(sys.modules, "prefect.logging.handlers", raising=False)
    return made


@pytest.mark.parametrize(("is_there", "waiting"), [(True, 1), (False, 0)])
def test_what_waits_is_sent_while_somebody_listens_and_else_dropped(
    sender: Sender, is_there: bool, waiting: int
) -> None:
    take_leave(is_there=is_there)
    assert sender.drained_with == [waiting]


def test_prefect_still_keeps_its_senders_as_we_expect() -> None:
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    senders: tuple[Any, ...] = (EventsWorker, APILogWorker)
    for sender in senders:
        assert isinstance(sender._instances, dict)
        assert any("_queue" in each.__init__.__code__.co_names for each in sender.__mro__[:-1])
        assert callable(sender.drain_all)
