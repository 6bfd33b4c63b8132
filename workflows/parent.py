"""Ending with the parent process, however it ends: its end of our stdin closes."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from threading import Event, Thread

Process = subprocess.Popen[bytes]


def start_child(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    *,
    is_quiet: bool = False,
    is_apart: bool = False,
) -> Process:
    """Start a process that calls `when_parent_ends`. `is_quiet` drops what it prints;
    `is_apart`: a Ctrl+C at our terminal does not reach it."""
    stdout = subprocess.DEVNULL if is_quiet else None
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=stdout,
        env=environment,
        start_new_session=is_apart and os.name == "posix",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) if is_apart else 0,
    )


def end_child(child: Process, seconds: float) -> None:
    """Ask a child to end, and make it where it takes longer than `seconds` at each step.

    First by the end of its stdin where we hold that, then by SIGTERM, then by SIGKILL.
    """
    acts = [child.terminate, child.kill]
    if child.stdin is not None:
        acts.insert(0, lambda: _let_go(child))
    for act in acts:
        if child.poll() is None:
            act()
            with suppress(subprocess.TimeoutExpired):
                child.wait(seconds)
    child.wait()
    _let_go(child)


def _let_go(child: Process) -> None:
    """Close our end of its stdin. It may have ended before: then nobody reads there."""
    if child.stdin is not None:
        with suppress(OSError):
            child.stdin.close()


class Kept:
    """A child that is started again when it ends by itself, until `end`. `start` starts one.

    A second end follows a first start at the earliest after `patience` seconds, so that one which
    cannot live costs little.
    """

    def __init__(self, start: Callable[[], Process], patience: float = 10.0) -> None:
        self._start, self._patience = start, patience
        self._over = Event()
        self.process = start()
        self._thread = Thread(target=self._keep, name="kept", daemon=True)

    def keep(self) -> None:
        """From now on: before, whoever waits for its first sign of life sees that it has ended."""
        self._thread.start()

    def end(self, seconds: float) -> None:
        """See `end_child`."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        end_child(self.process, seconds)

    def _keep(self) -> None:
        wait = 1.0
        while not self._over.wait(wait):
            wait = 1.0
            if self.process.poll() is not None:
                _let_go(self.process)
                self.process, wait = self._start(), self._patience


def when_parent_ends(action: Callable[[], None]) -> None:
    """Call `action` in a thread of its own once stdin ends."""

    number = sys.stdin.fileno()

    def wait() -> None:
        while os.read(number, 1):  # not through a buffer, whose lock would break our own end
            pass
        action()

    Thread(target=wait, name="parent", daemon=True).start()
