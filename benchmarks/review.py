"""`python -m benchmarks.review` (`make bench-review`): how long the server takes for each key.

A store with many records that all wait (the hard case for the queue), the real pages in a process
of their own, and a reviewer over HTTP who does what the keys of the record page do: open, accept,
type, keep a draft, confirm with the next record named, open that. The time is from sending to the
last byte, by the reviewer's clock; `cpu` is what the server's process computed for it, on average,
whatever else the machine does.

Prints a table and writes `build/bench-review.json`. Ends with 1 where an action's 95th percentile
is above `--limit` (ms). Pictures of pages are no keystroke and are left out.
"""

import argparse
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import psutil

from benchmarks.reviewing.filling import fill
from benchmarks.reviewing.serving import served, signed_in
from forms.catalogue import Catalogue
from workflows.clock import utc_now
from workflows.opening import open_store
from workflows.settings import Settings

OUT = Path("build/bench-review.json")
_JSON = {"Accept": "application/json"}
_DOUBTED = re.compile(r'class="row doubted" id="row-(\w+)"')
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Figure:
    """Milliseconds of `n` calls; `cpu` of the server, a mean."""

    n: int
    p50: float
    p95: float
    max: float
    cpu: float

    @classmethod
    def of(cls, calls: Sequence["Call"]) -> "Figure":
        seconds = [each.seconds for each in calls]
        parts = quantiles([*seconds, max(seconds)], n=100, method="inclusive")
        cpu = sum(each.cpu for each in calls) / len(calls)
        ms = [round(each * 1000, 1) for each in (parts[49], parts[94], max(seconds), cpu)]
        return cls(len(calls), *ms)


@dataclass(frozen=True, slots=True)
class Call:
    """Seconds that one took, and that the server computed meanwhile."""

    seconds: float
    cpu: float


@dataclass
class Reviewer:
    """Works like the record page; calls by action in `spent`."""

    client: httpx.Client
    server: psutil.Process
    token: str = ""
    spent: dict[str, list[Call]] = field(default_factory=lambda: defaultdict(list))

    def work(self, records: int) -> None:
        queue = self._get("queue", "/")
        found = re.search(r'class="pick" href="(/records/\d+)"', queue)
        place = found[1] if found else "/"
        for number in range(records):
            if place == "/":
                return
            place = self._record(place, number)
            self._get("queue", "/") if number % 10 == 0 else None

    def search(self, times: int) -> None:
        for number in range(1, times + 1):
            self._get("search", f"/?q={number * 7}")

    def _record(self, place: str, number: int) -> str:
        page = self._get("open", place)
        for index, name in enumerate(_DOUBTED.findall(page)):
            if index % 2 == 0:
                self._post("accept", f"{place}/fields/{name}", {"text": None, "seconds": 1.0})
            else:
                said = re.search(rf'id="input-{name}" type="text" value="([^"]*)"', page)
                text = said[1] if said else ""
                self._post("draft", f"{place}/fields/{name}/draft", {"text": text})
                self._post("answer", f"{place}/fields/{name}", {"text": text, "seconds": 1.0})
        if number % 20 == 19:
            return str(self._post("hold", f"{place}/hold", {"reason": "照会"})["next"])
        return str(self._post("confirm and next", f"{place}/confirm", {})["next"])

    def _get(self, action: str, path: str) -> str:
        with self._timed(action):
            answer = self.client.get(path)
        answer.raise_for_status()
        if found := _TOKEN.search(answer.text):
            self.token = found[1]
        return answer.text

    def _post(self, action: str, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        with self._timed(action):
            answer = self.client.post(path, json=body, headers=_JSON | {"X-CSRF-Token": self.token})
        answer.raise_for_status()
        said: Mapping[str, Any] = answer.json()
        return said

    @contextmanager
    def _timed(self, action: str) -> Iterator[None]:
        cpu, begin = self._cpu(), time.perf_counter()
        yield
        seconds = time.perf_counter() - begin
        self.spent[action].append(Call(seconds, self._cpu() - cpu))

    def _cpu(self) -> float:
        times = self.server.cpu_times()
        return times.user + times.system


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    with TemporaryDirectory(prefix="bench-review-") as folder:
        found = _measure(Path(folder) / "home", options.records, options.reviewed)
    for action, figure in found.items():
        print(f"{action:18} n {figure.n:5}  p50 {figure.p50:7.1f}  p95 {figure.p95:7.1f}  "
              f"max {figure.max:7.1f} ms  cpu {figure.cpu:5.1f} ms")  # fmt: skip
    kept = {"records": options.records, "ms": {name: asdict(f) for name, f in found.items()}}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if all(each.p95 <= options.limit for each in found.values()) else 1


def _measure(home: Path, records: int, reviewed: int) -> Mapping[str, Figure]:
    settings = Settings.load(home=home)
    store = open_store(settings, utc_now)
    fill(store, Catalogue.load(), records)
    cookie = signed_in(store, settings)
    store.close()
    with served(home, cookie) as (client, server):
        Reviewer(client, server).work(3)
        reviewer = Reviewer(client, server)
        reviewer.work(reviewed)
        reviewer.search(20)
    return {action: Figure.of(seconds) for action, seconds in reviewer.spent.items()}


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.review", description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--reviewed", type=int, default=100, help="records worked through")
    parser.add_argument("--limit", type=float, default=50.0, help="ms, of the 95th percentile")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
