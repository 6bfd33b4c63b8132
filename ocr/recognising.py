"""Recognition beside the other work: crops are handed over as soon as they are cut, and asked for
when they are to be decoded."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self

from ocr.engines.engine import Emissions, Engine, Image

Coming = Future[list[Emissions]]
_Order = tuple[Sequence[Image], Coming]


class Recognising:
    """A context in which an engine works in a thread of its own, on all the crops that wait there
    at once; or, for a reader that has one core only, when the first of them is asked for."""

    def __init__(self, engine: Engine, beside: bool) -> None:
        self._engine = engine
        self._orders: SimpleQueue[_Order | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, daemon=True) if beside else None

    def __enter__(self) -> Self:
        if self._thread is not None:
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ends the thread; where an error ends the context, what still waits is dropped."""
        if self._thread is not None:
            if error is not None:
                self._waiting()
            self._orders.put(None)
            self._thread.join()

    def hand_over(self, crops: Sequence[Image]) -> Coming:
        coming: Coming = Future()
        if crops:
            self._orders.put((crops, coming))
        else:
            coming.set_result([])
        return coming

    def emissions(self, coming: Coming) -> list[Emissions]:
        """Waits for them. Raises what the engine raised."""
        if self._thread is None and not coming.done():
            self._recognise(self._waiting())
        return coming.result()

    def _work(self) -> None:
        while (order := self._orders.get()) is not None:
            self._recognise([order, *self._waiting()])

    def _waiting(self) -> list[_Order]:
        """What is in the queue up to its end mark, without waiting for more."""
        found = []
        with suppress(Empty):
            while (order := self._orders.get_nowait()) is not None:
                found.append(order)
            self._orders.put(None)
        return found

    def _recognise(self, orders: Sequence[_Order]) -> None:
        try:
            found = iter(self._engine.recognise([crop for crops, _ in orders for crop in crops]))
        except Exception as error:  # noqa: BLE001  (the door of the thread: handed to who asks)
            for _, coming in orders:
                coming.set_exception(error)
            return
        for crops, coming in orders:
            coming.set_result([next(found) for _ in crops])
