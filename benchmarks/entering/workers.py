"""Workers in processes of their own, and the ways in which they die."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from random import Random
from time import monotonic
from types import TracebackType
from typing import Self

import psutil

from benchmarks.entering.places import ROOT


class Death(Enum):
    """What is killed (SIGKILL), or stands still (SIGSTOP) for longer than every lease and then
    wakes up again, as on a paused machine."""

    WHOLE = "worker, driver and browsers killed"
    WORKER = "worker killed"
    DRIVER = "driver killed"
    BROWSER = "browser killed"
    FROZEN = "worker frozen, awake again"
    STUCK = "browser frozen, awake again"


_WEIGHTS = {
    Death.WHOLE: 4,
    Death.WORKER: 3,
    Death.DRIVER: 2,
    Death.BROWSER: 3,
    Death.FROZEN: 1,
    Death.STUCK: 1,
}
_STOPS = (Death.FROZEN, Death.STUCK)


@dataclass(slots=True)
class Worker:
    """A running worker, and what of it stands still until when (`monotonic`)."""

    process: subprocess.Popen[bytes]
    frozen: list[psutil.Process] = field(default_factory=list)
    until: float = 0.0


@dataclass(slots=True)
class Workers:
    """`count` workers that are started again when they die. To be used as a context manager."""

    count: int
    sessions: int
    environment: Mapping[str, str]
    log: Path
    freeze_s: float
    with_evidence: bool = False
    deaths: Counter[str] = field(default_factory=Counter)
    _running: list[Worker] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.mend()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._running:
            _send(_family(worker.process.pid), signal.SIGKILL)
            _bury(worker)

    def mend(self) -> None:
        """Start what is missing, wake what has stood still long enough."""
        now = monotonic()
        for worker in self._running:
            if worker.frozen and worker.until <= now:
                _send(worker.frozen, signal.SIGCONT)
                worker.frozen = []
        for worker in [each for each in self._running if each.process.poll() is not None]:
            _bury(worker)
            self._running.remove(worker)
        while len(self._running) < self.count:
            self._running.append(Worker(self._start()))

    def strike(self, rng: Random) -> Death | None:
        """Kill one at random, in one of the ways. None where nothing was there to be hit."""
        awake = [each for each in self._running if not each.frozen]
        if not awake:
            return None
        worker = rng.choice(awake)
        death = rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        victims = _victims(worker.process.pid, death, rng)
        if not _send(victims, signal.SIGSTOP if death in _STOPS else signal.SIGKILL):
            return None
        if death in _STOPS:
            worker.frozen, worker.until = victims, monotonic() + self.freeze_s
        self.deaths[death.value] += 1
        return death

    def _start(self) -> subprocess.Popen[bytes]:
        evidence = "yes" if self.with_evidence else "no"
        command = [sys.executable, "-m", "benchmarks.entering.worker", str(self.sessions), evidence]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )


def _bury(worker: Worker) -> None:
    worker.process.wait()
    if worker.process.stdin is not None:
        worker.process.stdin.close()


def _family(pid: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _victims(pid: int, death: Death, rng: Random) -> list[psutil.Process]:
    family = _family(pid)
    if death is Death.WHOLE:
        return family
    if death in (Death.WORKER, Death.FROZEN):
        return family[:1]
    drivers = [each for each in family[1:] if _parent(each) == pid]
    if death is Death.DRIVER:
        return _one(drivers, rng)
    pids = {each.pid for each in drivers}
    browser = _one([each for each in family[1:] if _parent(each) in pids], rng)
    return _family(browser[0].pid) if browser and death is Death.STUCK else browser


def _one(among: list[psutil.Process], rng: Random) -> list[psutil.Process]:
    return [rng.choice(among)] if among else []


def _parent(process: psutil.Process) -> int:
    try:
        return int(process.ppid())
    except psutil.NoSuchProcess:
        return 0


def _send(processes: list[psutil.Process], what: signal.Signals) -> int:
    """How many were there to hear it. A browser is in a process group of its own: they are told
    one by one, the worker first, so that it cannot start new ones."""
    told = 0
    for process in processes:
        try:
            process.send_signal(what)
            told += 1
        except psutil.NoSuchProcess:
            continue
    return told
