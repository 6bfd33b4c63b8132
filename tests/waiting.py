"""Waiting for what other processes and threads do: they give no sign, so one looks again."""

import subprocess
import time
from collections.abc import Callable

WAIT_SECONDS = 240.0
"""All cores may be busy with other tests; what happens sooner ends the wait at once."""


def until(is_so: Callable[[], bool], process: "subprocess.Popen[bytes] | None" = None) -> None:
    """Returns when it is so. Fails where it takes too long or `process` has ended."""
    limit = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert process is None or process.poll() is None, "the process has ended"
        assert time.monotonic() < limit, "it did not come to that"
        time.sleep(0.05)  # between two looks
