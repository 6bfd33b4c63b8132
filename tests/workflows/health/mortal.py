"""A worker for tests that kill it: `python -m tests.workflows.health.mortal watch|enter`.

With a reader and a bot that need nothing. Its environment says where all is (`UTSUSHI_…`), and:
`MORTAL_SECONDS` each paper or record takes; `MORTAL_STOP` at which one (from 1) it writes the file
`MORTAL_MARK` and stands still for ever, in the middle of the work (0: never).
"""

import os
import sys
from pathlib import Path
from threading import Event, Lock
from time import monotonic, sleep

from forms.catalogue import Catalogue
from tests.workflows.conftest import FORMS
from tests.workflows.fakes import FakeBot, FakeReader, Target
from workflows.app import Utsushi
from workflows.batches import entry_batch, intake_batch
from workflows.cli.stopping import run_stoppable
from workflows.health.care import tending
from workflows.outage import outlast
from workflows.prefect.env import server
from workflows.settings import Settings
from workflows.watch import Watcher

_lock, _count = Lock(), [0]


def pace() -> None:
    """Take the time of one paper, or stand still."""
    with _lock:
        _count[0] += 1
    if _count[0] == int(os.environ.get("MORTAL_STOP", "0")):
        Path(os.environ["MORTAL_MARK"]).write_text("")
        Event().wait()
    sleep(float(os.environ.get("MORTAL_SECONDS", "0")))


def installation() -> Utsushi:
    settings = Settings.load()
    target = Target(Path(os.environ["MORTAL_TARGET"]))

    def at(step: str) -> None:
        if step == os.environ.get("MORTAL_STEP", "submit"):
            pace()

    return Utsushi(
        settings,
        make_reader=lambda s, c: FakeReader(c, lambda path: pace()),
        make_bot=lambda s, c: FakeBot(target, at),
        catalogue=Catalogue.load(FORMS),
    )


def watch(app: Utsushi, stop: Event) -> None:
    batch = intake_batch(app, stop.is_set, use_prefect=True)
    Watcher(app, batch, monotonic).run(stop)


def enter(app: Utsushi, stop: Event) -> None:
    while not stop.is_set():
        done = outlast(lambda: entry_batch(app, stop.is_set, use_prefect=True), stop)
        if done is None or not done.attempted:
            stop.wait(app.settings.poll_seconds)


def work(kind: str, stop: Event) -> None:
    loop = watch if kind == "watch" else enter
    with (
        installation() as app,
        server(app.settings),
        tending(app.office, kind, use_prefect=True),
    ):
        loop(app, stop)


if __name__ == "__main__":
    run_stoppable(lambda stop: work(sys.argv[1], stop), with_parent=True)
