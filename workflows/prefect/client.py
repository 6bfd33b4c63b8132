"""Asking the Prefect server of this process's environment, as our own programs do.

`connected` must be around every use of Prefect in a process that may have imported it before the
environment was set: it read its settings then.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings


@contextmanager
def connected() -> Iterator[None]:
    """Inside the block Prefect's client asks, and signs in, as the environment now says."""
    where, word = (os.environ.get(name) for name in ("PREFECT_API_URL", "PREFECT_API_AUTH_STRING"))
    with temporary_settings({PREFECT_API_URL: where, PREFECT_API_AUTH_STRING: word}):
        yield
