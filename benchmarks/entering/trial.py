"""One run against one practice system, from the first record to the last that is settled."""

import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from time import monotonic, sleep

from sqlalchemy import func, select

from benchmarks.entering import papers, storms
from benchmarks.entering.outcome import Outcome, look
from benchmarks.entering.papers import RISAI, Paper, Sort
from benchmarks.entering.workers import Workers
from samples.legacy.login import PRACTICE_PASSWORD, PRACTICE_USER
from samples.legacy.process import PracticeProcess
from workflows.clock import utc_now
from workflows.opening import open_store
from workflows.settings import Settings
from workflows.store.database import Store
from workflows.store.states import State
from workflows.store.tables import EntryRow, RecordRow

SYSTEMS = {"legacy": "practice", "spa": "practice_spa"}
"""Practice system → the folder of its scenarios."""

TIMES = {
    "SUBMIT_LEASE_SECONDS": 12,
    "LEASE_SECONDS": 8,
    "CLICK_SECONDS": 6,
    "FIND_SETTLE_SECONDS": 6,
    "RETRY_SECONDS": 1,
    "POLL_SECONDS": 0.5,
    "RETURN_LIMIT": 8,
    "BATCH_SIZE": 100,
}
"""Shorter than an office's, so that what they are for happens often. The settle window is longer
than the slowest registration of `storms` (3 s)."""

FREEZE_S = 30.0
"""Longer than lease, click and settle window together."""

_STOCK, _FEED = 100, 50
"""Records that wait at least, while there are more to come; how many are added at a time."""

_TICK_S = 0.5
_STILL_S = 300.0
"""With good weather and nothing moving for so long, what is left is left."""

_LEFT_TO_A_PERSON = "NeedsPerson"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do. `kill_every` and `weather_every` are how many attempts pass between two kills and
    two changes of the weather, on the average; `minutes` ends the feeding of new records (0: no
    end)."""

    entries: int
    seed: int = 1
    system: str = "legacy"
    processes: int = 2
    sessions: int = 1
    minutes: float = 0.0
    kill_every: float = 40.0
    weather_every: float = 60.0
    severity: float = 1.0
    with_evidence: bool = False
    sort: Sort = RISAI
    stock: int = _STOCK


@dataclass(slots=True)
class Ran:
    """The end of a run."""

    outcome: Outcome
    deaths: Counter[str]
    struck: Counter[str]
    seconds: float


class _Feeder:
    """Adds records as they are used up. `fed`: the paper of each record."""

    def __init__(self, plan: Plan, store: Store) -> None:
        self.plan, self.store = plan, store
        self.fed = dict[int, Paper]()
        self._papers = papers.papers(plan.seed, plan.sort)
        self._form = papers.form(plan.sort)
        self._start = monotonic()

    @property
    def is_done(self) -> bool:
        minutes = self.plan.minutes
        late = minutes > 0 and monotonic() - self._start > 60 * minutes
        return late or len(self.fed) >= self.plan.entries

    def feed(self, waiting: int) -> None:
        if self.is_done or waiting >= self.plan.stock:
            return
        count = min(_FEED, self.plan.entries - len(self.fed))
        given = list(islice(self._papers, count))
        ids = papers.feed(self.store, self._form, given)
        self.fed.update(zip(ids, given, strict=True))


def run(plan: Plan, folder: Path) -> Ran:
    """Enter `plan.entries` records. `folder` gets the store, the target's database and the log."""
    start = monotonic()
    db, rng = folder / "target.db", Random(plan.seed)
    with PracticeProcess(db, plan.system) as server:
        environment = _environment(plan, folder, server.url)
        settings = _settings(folder, environment)
        store = open_store(settings, utc_now)
        feeder = _Feeder(plan, store)
        log = folder / "workers.log"
        with Workers(
            plan.processes, plan.sessions, environment, log, FREEZE_S, plan.with_evidence
        ) as workers:
            _work(plan, server, store, feeder, workers, rng)
            server.weather = storms.CALM
            _settle(store, workers)
        outcome = look(store, db, feeder.fed, plan.sort.key)
        store.close()
        return Ran(outcome, workers.deaths, server.struck, monotonic() - start)


def _work(
    plan: Plan,
    server: PracticeProcess,
    store: Store,
    feeder: _Feeder,
    workers: Workers,
    rng: Random,
) -> None:
    """Bad weather and sudden deaths until nothing is left to be entered."""
    kills, weathers = _Chance(rng, plan.kill_every), _Chance(rng, plan.weather_every)
    server.weather = storms.storm(rng, plan.severity)
    next_word = 0.0
    while True:
        now, counts, attempts = monotonic(), _counts(store), _attempts(store)
        waiting = counts[State.READY] + counts[State.SUBMITTING]
        if feeder.is_done and not waiting:
            return
        feeder.feed(waiting)
        if weathers.has_come(attempts):
            server.weather = storms.storm(rng, plan.severity)
        if kills.has_come(attempts):
            sleep(rng.random())  # at any moment of an attempt
            workers.strike(rng)
        if now >= next_word:
            _say(plan, counts, workers)
            next_word = now + 15
        workers.mend()
        sleep(_TICK_S)


def _settle(store: Store, workers: Workers) -> None:
    """Good weather, until every record is settled or left to a person, or nothing moves."""
    moved, before = monotonic(), dict[State, int]()
    while _open(store) and monotonic() - moved < _STILL_S:
        if (now := _counts(store)) != before:
            moved, before = monotonic(), now
        workers.mend()
        sleep(_TICK_S)


class _Chance:
    """Something that comes after a random number of attempts."""

    def __init__(self, rng: Random, every: float) -> None:
        self._rng, self._every = rng, every
        self._next = rng.expovariate(1 / every)

    def has_come(self, attempts: int) -> bool:
        if attempts < self._next:
            return False
        self._next = attempts + self._rng.expovariate(1 / self._every)
        return True


def _attempts(store: Store) -> int:
    with store.read() as session:
        return session.scalar(select(func.count(EntryRow.id))) or 0


def _counts(store: Store) -> Counter[State]:
    query = select(RecordRow.state, func.count()).group_by(RecordRow.state)
    with store.read() as session:
        return Counter({State(state): count for state, count in session.execute(query)})


def _open(store: Store) -> int:
    """Records that still move by themselves."""
    moving = (State.READY, State.SUBMITTING, State.UNCONFIRMED)
    query = select(RecordRow.state, RecordRow.reason_code).where(RecordRow.state.in_(moving))
    with store.read() as session:
        left = [State(state) for state, code in session.execute(query) if code != _LEFT_TO_A_PERSON]
    return len(left)


def _say(plan: Plan, counts: Mapping[State, int], workers: Workers) -> None:
    states = ", ".join(f"{state} {counts[state]}" for state in State if counts.get(state))
    print(f"[{plan.system}] {states}; deaths {workers.deaths.total()}", file=sys.stderr, flush=True)


def _environment(plan: Plan, folder: Path, url: str) -> dict[str, str]:
    name = SYSTEMS[plan.system]
    of_system = f"UTSUSHI_SYSTEM_{name.upper()}"
    return {
        "UTSUSHI_HOME": str(folder / "home"),
        "UTSUSHI_SYSTEM": name,
        f"{of_system}_URL": f"{url}/",
        f"{of_system}_USER": PRACTICE_USER,
        f"{of_system}_PASSWORD": PRACTICE_PASSWORD,
        **{f"UTSUSHI_{key}": str(value) for key, value in TIMES.items()},
    }


def _settings(folder: Path, environment: Mapping[str, str]) -> Settings:
    return Settings.load(home=folder / "home", system=environment["UTSUSHI_SYSTEM"], store_url="")
