"""A machine of an installation, over the fake reader and bot: `python -m …several.machine` is its
`utsushi worker`, with `run FLOW_RUN` the process of one run. As the real one, but for the flows.

Each machine writes down what it read (`read.txt` in its home). A paper whose text holds "hang" is
never read to its end by a machine that has a file `hang` in its home.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from forms.catalogue import Catalogue
from forms.record import Record
from tests.workflows.fakes import FakeBot, FakeReader, FakeReceipt, Picture, Target
from workflows.app import Utsushi
from workflows.cli.working import run_worker
from workflows.flows.deployed.entering import enter_flow
from workflows.flows.deployed.intake import take_in_flow
from workflows.flows.deployed.resolving import resolve_flow
from workflows.parent import Process, start_child
from workflows.settings import Settings

NAME = "tests.workflows.several.machine"
TARGET = "FAKE_TARGET"
"""Environment variable: the file of the target system, which all machines enter into."""
READ, HANG = "read.txt", "hang"


class PhotographingBot(FakeBot):
    """Keeps a picture of each screen after the entry, by its hash, as the real one does."""

    def __init__(self, target: Target, folder: Path) -> None:
        super().__init__(target, sessions=2)
        self._folder = folder

    def put_in(
        self,
        record: Record,
        before_submit: Callable[[], float | None],
        files: Mapping[str, Path] | None = None,
    ) -> FakeReceipt:
        time.sleep(0.3)  # what a person would see the browser do
        done = super().put_in(record, before_submit, files)
        content = json.dumps([done.number, record.values], default=str).encode()
        digest = hashlib.sha256(content).hexdigest()
        path = self._folder / digest[:2] / f"{digest}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return FakeReceipt(
            done.number, done.values, done.existing, (Picture("after", path, digest),)
        )


def open_machine() -> Utsushi:
    settings = Settings.load()

    def hook(path: Path) -> None:
        if (settings.home_path / HANG).exists() and '"hang"' in path.read_text(encoding="utf-8"):
            (settings.home_path / HANG).write_text(str(os.getpid()), encoding="ascii")
            time.sleep(600)
        time.sleep(0.1)
        with (settings.home_path / READ).open("a", encoding="ascii") as log:
            log.write(f"{path.stem}\n")

    return Utsushi(
        settings,
        make_reader=lambda settings, catalogue: FakeReader(catalogue, hook),
        make_bot=lambda settings, catalogue: PhotographingBot(
            Target(Path(os.environ[TARGET])), settings.evidence_path
        ),
        catalogue=Catalogue.load(*settings.forms_paths),
        keeps_inbox=False,
    )


take_in = take_in_flow(open_machine)
enter = enter_flow(open_machine)
resolve = resolve_flow(open_machine)


def _start_run(command: list[str], *args: Any, **more: Any) -> Process:
    """In the place of `python -m workflows.workers.run FLOW_RUN`."""
    return start_child([sys.executable, "-m", NAME, "run", command[-1]], *args, **more)


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["run"]:
        from workflows.workers import run

        run.OURS = f"{NAME.rpartition('.')[0]}."
        run.main(UUID(arguments[1]))
        return
    from workflows.workers import worker

    vars(worker)["start_child"] = _start_run
    run_worker(arguments, runs=None, with_parent=True)


if __name__ == "__main__":
    main(sys.argv[1:])
