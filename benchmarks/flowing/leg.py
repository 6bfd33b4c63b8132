"""One leg: N documents, one store, so many worker processes, with or without Prefect."""

import json
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

import psutil
from sqlalchemy import func, select

from benchmarks.flowing.watching import Memory, Shown
from tests.postgres import Cluster
from workflows.app import Utsushi
from workflows.prefect.env import server
from workflows.settings import Settings
from workflows.store.states import State
from workflows.store.tables import DocumentRow, RecordRow

BATCH = 50  # documents of a flow run, as in the product
AHEAD = 4  # batches that are received before a worker takes them
FILE_BYTES = 20_000
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Plan:
    store: str  # sqlite, postgresql
    documents: int
    processes: int
    use_prefect: bool
    reading_seconds: float  # simulated, for each document

    @property
    def title(self) -> str:
        coat = "Prefect" if self.use_prefect else "no Prefect"
        reading = f"reading {self.reading_seconds:g} s" if self.reading_seconds else "no reading"
        return f"{self.store}, {self.processes} worker(s), {coat}, {reading}, {self.documents}"


@dataclass(slots=True)
class Leg:
    """Seconds, megabytes. `shown_behind`: from the last document until the server had counted
    every task run; `shown`: how many it had then. `ready`: records at the end, each entered once.
    """

    plan: Plan
    seconds: float = 0.0
    per_second: float = 0.0
    receiving_seconds: float = 0.0
    without_prefect: int = 0
    shown: int = 0
    shown_behind: float = 0.0
    ready: int = 0
    doubled: int = 0
    prefect_mb: list[tuple[float, float]] = field(default_factory=list)
    workers_mb: float = 0.0
    store_mb: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def run(plan: Plan, folder: Path, cluster: Cluster | None) -> Leg:
    """Take every document through intake, in fresh stores. `folder` must be empty."""
    leg = Leg(plan)
    with ExitStack() as stack:
        settings = stack.enter_context(_office(plan, folder, cluster))
        _fill(settings.inbox_path, plan.documents)
        if plan.use_prefect:
            stack.enter_context(server(settings))
        app = stack.enter_context(Utsushi(settings))
        app.store  # noqa: B018  (made before the workers open it)
        hands = stack.enter_context(_hands(plan))
        memory = stack.enter_context(Memory(_server() if plan.use_prefect else None, hands))
        begun = time.monotonic()
        leg.receiving_seconds, leg.without_prefect = _take_all(app, hands)
        leg.seconds = time.monotonic() - begun
        leg.per_second = plan.documents / leg.seconds
        if plan.use_prefect:
            leg.shown, leg.shown_behind = Shown().wait(plan.documents)
        leg.prefect_mb, leg.workers_mb = memory.series, memory.workers
        leg.store_mb = cluster.memory() / 2**20 if cluster else 0.0
        leg.ready, leg.doubled = _counted(app)
    return leg


@dataclass(slots=True)
class Hand:
    """A worker process and what it says."""

    process: "subprocess.Popen[str]"

    def send(self, ids: Sequence[int]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(list(ids)) + "\n")
        self.process.stdin.flush()

    def hear(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"a worker ended ({self.process.wait()})")
        return json.loads(line)


def _take_all(app: Utsushi, hands: Sequence[Hand]) -> tuple[float, int]:
    """Receive in this process, as the one watcher does, and hand batches to whoever is free.
    Seconds spent receiving; documents that were taken in without Prefect."""
    answers: SimpleQueue[tuple[Hand, Any]] = SimpleQueue()
    waiting = deque(sorted(app.settings.inbox_path.iterdir()))
    ready: deque[list[int]] = deque()
    free, busy, receiving, alone = deque(hands), 0, 0.0, 0
    while waiting or ready or busy:
        while free and ready:
            hand = free.popleft()
            hand.send(ready.popleft())
            Thread(target=lambda h=hand: answers.put((h, h.hear())), daemon=True).start()
            busy += 1
        if waiting and len(ready) < AHEAD:
            begun = time.monotonic()
            batch = [waiting.popleft() for _ in range(min(BATCH, len(waiting)))]
            received = [app.receive(path) for path in batch]
            ready.append([each for each in received if each is not None])
            receiving += time.monotonic() - begun
            if answers.empty():
                continue
        if busy:
            hand, said = answers.get()
            busy, alone = busy - 1, alone + said["without_prefect"]
            free.append(hand)
    return receiving, alone


@contextmanager
def _hands(plan: Plan) -> Iterator[list[Hand]]:
    arguments = [f"{plan.reading_seconds}", *([] if plan.use_prefect else ["--no-prefect"])]
    command = [sys.executable, "-m", "benchmarks.flowing.hand", *arguments]
    made = [
        Hand(
            subprocess.Popen(
                command,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                start_new_session=True,  # it ends when we close its input, Ctrl+C or not
            )
        )
        for _ in range(plan.processes)
    ]
    try:
        for hand in made:
            hand.hear()  # "ready"
        yield made
    finally:
        for hand in made:
            with hand.process:  # whose pipes are closed, and which then ends
                pass


@contextmanager
def _office(plan: Plan, folder: Path, cluster: Cluster | None) -> Iterator[Settings]:
    """Settings for us and, by the environment, for the workers and the Prefect server."""
    before = dict(os.environ)
    for name in [each for each in before if each.startswith(("UTSUSHI_", "PREFECT_"))]:
        del os.environ[name]
    os.environ |= {"UTSUSHI_HOME": str(folder / "home"), "UTSUSHI_PREFECT_PORT": "0"}
    urls = []
    if cluster is not None:
        urls = [cluster.url(), cluster.url()]
        os.environ["UTSUSHI_STORE_URL"], os.environ["UTSUSHI_PREFECT_DATABASE_URL"] = urls
    try:
        yield Settings.load()
    finally:
        os.environ.clear()
        os.environ.update(before)
        for url in urls:
            if cluster is not None:
                cluster.drop(url)


def _fill(inbox: Path, documents: int) -> None:
    inbox.mkdir(parents=True)
    rest = b"0" * FILE_BYTES
    for number in range(documents):
        (inbox / f"{number:06}.pdf").write_bytes(b"%%PDF- %d\n" % number + rest)


def _server() -> psutil.Process:
    return next(
        each for each in psutil.Process().children() if "workflows.prefect.server" in each.cmdline()
    )


def _counted(app: Utsushi) -> tuple[int, int]:
    """Ready records; documents with more than one record or with none that is ready."""
    ready = select(func.count()).where(RecordRow.state == State.READY)
    records = select(func.count(RecordRow.id).label("n")).group_by(RecordRow.document_id).subquery()
    doubled = select(func.count()).select_from(records).where(records.c.n != 1)
    with app.store.read() as session:
        documents = session.scalar(select(func.count(DocumentRow.id))) or 0
        found = session.scalar(ready) or 0
        return found, (session.scalar(doubled) or 0) + abs(documents - found)
