"""The sky over a running practice system: the weather now, what it draws, and what it struck."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random

from samples.legacy.weather import PROBABILITIES, Weather

TOKEN = "token"
NIGHTLY = "nightly"
"""Counted too, though they are states: a refused second registration, a request at night."""


class Sky:
    """Draws faults from any thread. `log` is a file of JSON lines: one a fault, no values typed."""

    def __init__(self, weather: Weather, now: Callable[[], datetime], log: Path | None) -> None:
        self._weather = weather
        self._random = Random(weather.seed)
        self._now = now
        self._log = log
        self._struck: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._maintained_until = 0.0
        self._locked: dict[tuple[str, ...], float] = {}

    @property
    def weather(self) -> Weather:
        """The weather now."""
        return self._weather

    @weather.setter
    def weather(self, weather: Weather) -> None:
        with self._lock:
            if weather.seed != self._weather.seed:
                self._random = Random(weather.seed)
            self._weather = weather
            self._maintained_until = 0.0
            self._locked.clear()

    @property
    def struck(self) -> Counter[str]:
        """How often each fault struck so far."""
        with self._lock:
            return Counter(self._struck)

    def strikes(self, fault: str, path: str) -> bool:
        """Draw one of `PROBABILITIES` for the request of a path, and count it when it strikes."""
        chance: float = getattr(self._weather, fault) if fault in PROBABILITIES else 0.0
        if chance <= 0:
            return False
        with self._lock:
            struck = self._random.random() < chance
        if struck:
            self.count(fault, path)
        return struck

    def count(self, fault: str, path: str) -> None:
        """Write down that a fault struck."""
        line = {"at": datetime.now().astimezone().isoformat(), "fault": fault, "path": path}
        with self._lock:
            self._struck[fault] += 1
            if self._log is not None:
                with self._log.open("a", encoding="utf-8") as log:
                    log.write(json.dumps(line) + "\n")

    def is_maintained(self, path: str) -> bool:
        """Whether nobody may in now; it may begin with this request."""
        if time.monotonic() < self._maintained_until:
            return True
        if not self.strikes("maintenance", path):
            return False
        self._maintained_until = time.monotonic() + self._weather.maintenance_s
        return True

    def is_night(self, path: str) -> bool:
        """Whether the system is stopped for the night by the office's clock."""
        if not self._weather.is_night(self._now().time()):
            return False
        self.count(NIGHTLY, path)
        return True

    def is_locked(self, path: str, *application: str) -> bool:
        """Whether somebody else has the application open. Once they closed it, it is free."""
        until = self._locked.get(application)
        if until is not None:
            if time.monotonic() < until:
                return True
            self._locked.pop(application, None)
            return False
        if not self.strikes("locked", path):
            return False
        self._locked[application] = time.monotonic() + self._weather.locked_s
        return True
