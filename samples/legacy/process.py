"""A practice system in a process of its own, with its own processor time and its own death."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from samples.legacy.faults import WEATHER_PATH
from samples.legacy.weather import Weather

ROOT = Path(__file__).parents[2]
ASK_S = 30.0
STOP_S = 15.0


class PracticeProcess:
    """Runs `python -m samples.legacy` while the context is open. It ends with its parent.

    `system` is `legacy` or `spa`; `now` (ISO) is where its clock begins. Entering raises
    RuntimeError when it does not start.
    """

    def __init__(
        self,
        db: Path,
        system: str = "legacy",
        *,
        port: int = 0,
        weather: Weather | None = None,
        timeout_s: float = 1800.0,
        now: str = "",
    ) -> None:
        self._command = [sys.executable, "-m", "samples.legacy", "--system", system]
        self._command += ["--db", str(db.absolute()), "--port", str(port), "--with-parent"]
        self._command += ["--timeout-s", str(timeout_s), *(["--now", now] if now else [])]
        self._weather = weather or Weather()
        self._process: subprocess.Popen[str] | None = None
        # Straight to the loopback, whatever proxy the environment names.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.url = ""

    @property
    def weather(self) -> Weather:
        """What befalls requests now. Raises OSError when the process does not answer."""
        return Weather.from_json(json.dumps(self._ask()["weather"]))

    @weather.setter
    def weather(self, weather: Weather) -> None:
        self._ask(weather.to_json())

    @property
    def struck(self) -> Counter[str]:
        """How often each fault struck so far. Raises OSError when the process does not answer."""
        return Counter(self._ask()["struck"])

    @property
    def pid(self) -> int:
        """Of the running process; RuntimeError when there is none."""
        if self._process is None:
            raise RuntimeError("the practice system is not running")
        return self._process.pid

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        if self._process.stdout is not None:
            self.url = self._process.stdout.readline().strip()
        if not self.url:
            self._stop()
            raise RuntimeError("the practice system did not start")
        self.weather = self._weather
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _ask(self, weather: str | None = None) -> Any:
        request = urllib.request.Request(
            self.url + WEATHER_PATH,
            data=None if weather is None else weather.encode("utf-8"),
            method="GET" if weather is None else "PUT",
        )
        with self._opener.open(request, timeout=ASK_S) as answer:
            return json.load(answer)
