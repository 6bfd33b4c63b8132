"""Whether the batch in hand was asked to end: a worker tells the flow run that it runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ASKED: ContextVar[Callable[[], bool]] = ContextVar("asked", default=lambda: False)


def is_asked_to_end() -> bool:
    """Between two documents or records: no more, what is in hand was the last."""
    return _ASKED.get()()


@contextmanager
def ending_when(is_asked: Callable[[], bool]) -> Iterator[None]:
    """Within the block, and what is called in a copy of its context, `is_asked` says it."""
    token = _ASKED.set(is_asked)
    try:
        yield
    finally:
        _ASKED.reset(token)
