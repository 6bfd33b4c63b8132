"""`python -m benchmarks.recovery`: how long work stands still when a part of it is killed.

Real processes with SIGKILL, the settings that we ship, a real Prefect server; reader and target
system are stand-ins that take `--seconds` a paper or record. Each worker is killed with one paper
or record in hand and more waiting, and the next is started at once (as `utsushi up` does within a
second). Seconds from the kill

- `others`: until the next paper or record is done,
- `in_hand`: until that is done which the killed one had in hand. At its click a record must be
  looked up, and "not there" is believed only when a click would show (80 s): that is its price,
- `lost` and `doubled`: must be 0.

"another machine" means a home of its own, with store and files shared. Prefect's server is killed
in the middle of a batch: `others` is then the longest time between two papers from the kill on.
PostgreSQL is killed with all its processes and started again at once, where it is installed.
Prints a table and writes `build/bench-recovery.json`; ends with 1 where something is lost, doubled
or stood still for more than a minute.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from forms.catalogue import Catalogue
from tests.postgres import Cluster, bin_folder, cluster
from tests.workflows.conftest import FORMS
from tests.workflows.fakes import FakeReader, filled, scan
from tests.workflows.health.killing import Mortals, kill_server, until
from workflows.app import Utsushi
from workflows.clock import utc_now
from workflows.prefect import coat
from workflows.prefect import env as prefect_env
from workflows.settings import Settings
from workflows.store.states import State
from workflows.store.tables import DocumentRow, RecordRow, TransitionRow

OUT = Path("build/bench-recovery.json")
LIMIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Figure:
    """Seconds from the kill; see above. `shown`: until Prefect answers again."""

    killed: str
    others: float
    in_hand: float | None
    lost: int
    doubled: int
    shown: float | None = None

    @property
    def is_good(self) -> bool:
        return not self.lost and not self.doubled and self.others <= LIMIT_SECONDS


@dataclass(frozen=True, slots=True)
class Case:
    """`step` of the bot at which a session is killed; `is_apart`: the next has another home."""

    title: str
    kind: str
    step: str = ""
    is_apart: bool = False


CASES = (
    Case("reader", "watch"),
    Case("reader, next on another machine", "watch", is_apart=True),
    Case("session while filling", "enter", "fill"),
    Case("session at its click", "enter", "submit"),
    Case("session after its click", "enter", "verify"),
    Case("session after its click, next on another machine", "enter", "verify", is_apart=True),
)


class Ground:
    """One installation with `count` papers waiting to be read or records to be entered."""

    def __init__(
        self, folder: Path, count: int, seconds: float, kind: str, store_url: str = ""
    ) -> None:
        home, inbox = folder / "home", folder / "inbox"
        self.count, self.state = count, State.READY if kind == "watch" else State.VERIFIED
        shared = {
            "UTSUSHI_INBOX": str(inbox),
            "UTSUSHI_STORE_URL": store_url or f"sqlite:///{folder}/store.db",
            "UTSUSHI_FILES": str(folder / "files"),
            "UTSUSHI_SHARED": str(folder / "shared"),
            "UTSUSHI_SETTLE_SECONDS": "0",
            "MORTAL_SECONDS": str(seconds),
        }
        self.settings = Settings.load(
            home=home, inbox=inbox, store_url=shared["UTSUSHI_STORE_URL"],
            files=shared["UTSUSHI_FILES"], shared=folder / "shared", settle_seconds=0,
            forms=(FORMS,),
        )  # fmt: skip
        self.app = Utsushi(
            self.settings, make_reader=lambda s, c: FakeReader(c), catalogue=Catalogue.load(FORMS)
        )
        self.mortals = Mortals(self.app, folder, shared)
        inbox.mkdir(parents=True)
        for number in range(count):
            path = inbox / f"{number}.pdf"
            path.write_text(scan(filled(name=f"林　{number}")), encoding="utf-8")
            if kind == "enter":
                self.app.take_in(path)

    def done(self) -> int:
        return self.app.status()[self.state]

    def times(self) -> list[tuple[int, datetime]]:
        """When each record came to its end, in that order."""
        query = (
            select(TransitionRow.record_id, TransitionRow.at)
            .where(TransitionRow.after == self.state)
            .order_by(TransitionRow.at)
        )
        with self.app.store.read() as session:
            return [(row.record_id, row.at) for row in session.execute(query)]

    def in_hand(self) -> int:
        """The record that the killed one was at: it is the only one that is leased."""
        with self.app.store.read() as session:
            query = select(RecordRow.id).where(RecordRow.lease_owner.is_not(None))
            return session.scalars(query).one()

    def lost(self) -> int:
        with self.app.store.read() as session:
            documents = session.scalar(select(func.count(DocumentRow.id))) or 0
        return self.count - min(documents, self.done())

    def doubled(self) -> int:
        if self.state is State.READY:
            with self.app.store.read() as session:
                return (session.scalar(select(func.count(RecordRow.id))) or 0) - self.count
        names = [row["name"] for row in self.mortals.target.rows()]
        return len(names) - len(set(names))


def worker_killed(case: Case, folder: Path, count: int, seconds: float) -> Figure:
    ground = Ground(folder, count, seconds, case.kind)
    ground.mortals.environment["MORTAL_STEP"] = case.step or "submit"
    ground.mortals.killed_while_at_work(case.kind, count // 4)
    killed_at, in_hand = utc_now(), ground.in_hand()
    home = str(folder / "another") if case.is_apart else str(ground.settings.home_path)
    with ground.mortals.running(case.kind, UTSUSHI_HOME=home) as process:
        until(lambda: ground.done() == count, process)
    after = [(record, at) for record, at in ground.times() if at > killed_at]
    others = min(at for record, at in after if record != in_hand)
    theirs = next((at for record, at in after if record == in_hand), None)
    ground.app.close()
    return Figure(
        case.title,
        _seconds(killed_at, others),
        _seconds(killed_at, theirs) if theirs else None,
        ground.lost(),
        ground.doubled(),
    )


def server_killed(folder: Path, count: int, seconds: float) -> Figure:
    """The one that this process has started; it is started again by us."""
    ground, url = Ground(folder, count, seconds, "watch"), os.environ["PREFECT_API_URL"]
    with ground.mortals.running("watch") as process:
        until(lambda: ground.done() >= count // 4, process)
        killed_at, begun = utc_now(), time.monotonic()
        kill_server()
        until(lambda: not coat.answers(url), process)
        until(lambda: coat.answers(url), process)
        shown = time.monotonic() - begun
        more = folder / "inbox" / "more.pdf"
        until(lambda: ground.done() == count, process)
        more.write_text(scan(filled(name="森　一")), encoding="utf-8")
        ground.count += 1
        until(lambda: ground.done() == count + 1, process)
    ends = [killed_at, *(at for _, at in ground.times()[:count] if at > killed_at)]
    longest = max(_seconds(before, after) for before, after in pairwise(ends))
    ground.app.close()
    return Figure("Prefect server", longest, None, ground.lost(), ground.doubled(), round(shown, 1))


def database_killed(
    kind: str, folder: Path, count: int, seconds: float, postgres: Cluster
) -> Figure:
    """PostgreSQL with all its processes, and started again at once. `in_hand`: until all is done,
    that included which was in hand."""
    ground = Ground(folder, count, seconds, kind, postgres.url())
    with ground.mortals.running(kind) as process:
        until(lambda: ground.done() >= count // 4, process)
        killed_at = utc_now()
        postgres.kill()
        postgres.start()
        until(lambda: ground.done() == count, process)
    after = [at for _, at in ground.times() if at > killed_at]
    ground.app.close()
    others, all_done = _seconds(killed_at, after[0]), _seconds(killed_at, after[-1])
    return Figure(f"PostgreSQL, {kind}", others, all_done, ground.lost(), ground.doubled())


@contextmanager
def prefect() -> Iterator[None]:
    with TemporaryDirectory() as home:
        settings = Settings.load(home=Path(home), prefect_port=0)
        with prefect_env.server(settings):
            yield


def _seconds(before: datetime, after: datetime) -> float:
    return round((after - before).total_seconds(), 1)


def _print(figure: Figure) -> None:
    in_hand = "" if figure.in_hand is None else f"{figure.in_hand:.1f}"
    shown = "" if figure.shown is None else f"  (Prefect answers after {figure.shown:.1f})"
    print(
        f"{figure.killed:<50} {figure.others:>7.1f} {in_hand:>8} {figure.lost:>5} "
        f"{figure.doubled:>8}{shown}",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.recovery")
    parser.add_argument("--papers", type=int, default=20, help="papers or records of each case")
    parser.add_argument("--seconds", type=float, default=0.2, help="that each of them takes")
    parser.add_argument("--case", default="", help="only cases whose name contains it")
    args = parser.parse_args()
    figures = []
    print(f"{'killed':<50} {'others':>7} {'in_hand':>8} {'lost':>5} {'doubled':>8}", flush=True)
    with ExitStack() as opened:
        opened.enter_context(prefect())
        for case in (each for each in CASES if args.case in each.title):
            folder = Path(opened.enter_context(TemporaryDirectory()))
            figures.append(worker_killed(case, folder, args.papers, args.seconds))
            _print(figures[-1])
        if args.case in "Prefect server":
            folder = Path(opened.enter_context(TemporaryDirectory()))
            figures.append(server_killed(folder, args.papers, args.seconds))
            _print(figures[-1])
        for kind in ("watch", "enter") if bin_folder() else ():
            if args.case in f"PostgreSQL, {kind}":
                folder = Path(opened.enter_context(TemporaryDirectory()))
                with cluster(is_durable=True) as postgres:
                    found = database_killed(kind, folder, args.papers, args.seconds, postgres)
                figures.append(found)
                _print(found)
    OUT.parent.mkdir(exist_ok=True)
    told = {"papers": args.papers, "seconds": args.seconds, "cases": [asdict(e) for e in figures]}
    OUT.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0 if all(each.is_good for each in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
