"""Forks victims: a process that has imported all of them once, and answers how each ended.

`python -m tests.workflows.mother` reads a line of JSON for each: the arguments of `victim.main` and
the environment's `UTSUSHI_…`. A child is a process of its own, which really kills itself; only the
second that an interpreter needs to start and import is spared. It has no thread before it forks.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PREFIX = "UTSUSHI_"


class Mother:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def child(self, *arguments: str) -> int:
        """The exit code of one victim, negative for the signal that ended it."""
        given = {name: text for name, text in os.environ.items() if name.startswith(PREFIX)}
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("without pipes")
        print(json.dumps([arguments, given]), file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())


@contextmanager
def mother() -> Iterator[Mother]:
    command = [sys.executable, "-m", "tests.workflows.mother"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Mother(process)  # leaving closes its pipe, at which it ends


Run = Callable[..., int]
"""Runs a victim to its end, of which settings, target, what and point are given; its exit code."""


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    if not hasattr(os, "fork"):
        yield lambda settings, *rest: alone(str(settings.home), *map(str, rest))
        return
    with mother() as forking:
        yield lambda settings, *rest: forking.child(str(settings.home), *map(str, rest))


def alone(*arguments: str) -> int:
    """The same where processes cannot fork."""
    command = [sys.executable, "-m", "tests.workflows.victim", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _born(arguments: Sequence[str], given: dict[str, str]) -> int:
    from tests.workflows import victim

    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        for name in [each for each in os.environ if each.startswith(PREFIX)]:
            del os.environ[name]
        os.environ.update(given)
        os.dup2(2, 1)  # what it prints is no answer of ours
        home, target, what, point = arguments
        victim.main(home, target, what, point)
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)


def main() -> None:
    for line in sys.stdin:
        arguments, given = json.loads(line)
        print(_born(arguments, given), flush=True)


if __name__ == "__main__":
    main()
