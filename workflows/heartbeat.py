"""Doing something at regular times beside the work, e.g. renewing a lease."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from forms.errors import StoreError

_log = logging.getLogger(__name__)


@contextmanager
def beating(seconds: float, action: Callable[[], object]) -> Iterator[None]:
    """Call `action` every `seconds` in a thread of its own while the block runs.

    A store that fails once is logged, and tried again at the next beat.
    """
    done = Event()

    def beat() -> None:
        while not done.wait(seconds):
            try:
                action()
            except StoreError as error:
                _log.warning("heartbeat failed (%s)", error.code)

    thread = Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
