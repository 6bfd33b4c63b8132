"""Ending politely: work runs in a thread, signals and the parent's end set one event."""

import signal
from collections.abc import Callable
from threading import Event, Thread
from types import FrameType

from workflows.parent import when_parent_ends


def run_stoppable(work: Callable[[Event], None], *, with_parent: bool = False) -> None:
    """Run `work(stop)` to its end; Ctrl+C, SIGTERM or the parent's end set `stop`.

    The work finishes the paper or record that it has in hand. A second Ctrl+C interrupts.
    What it raises is raised here. `with_parent`: also stop when stdin ends.
    """
    stop, raised = Event(), list[BaseException]()

    def guarded() -> None:
        try:
            work(stop)
        except BaseException as error:  # noqa: BLE001  (raised again in the main thread)
            raised.append(error)

    def on_signal(number: int, frame: FrameType | None) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.set()

    before = {each: signal.signal(each, on_signal) for each in (signal.SIGINT, signal.SIGTERM)}
    thread = Thread(target=guarded, name="work", daemon=True)
    thread.start()
    if with_parent:
        when_parent_ends(stop.set)
    try:
        while thread.is_alive():
            thread.join(0.2)  # short, so that signals are handled on every system
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if raised:
        raise raised[0]
