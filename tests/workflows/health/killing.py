"""Starting workers that are killed, and waiting for what becomes of their work."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.waiting import until
from tests.workflows.fakes import Target
from workflows.app import Utsushi
from workflows.parent import Process, end_child, start_child
from workflows.store.states import State

ROOT = Path(__file__).parents[3]


@dataclass
class Mortals:
    """Workers of the installation `app` (see `mortal`)."""

    app: Utsushi
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def target(self) -> Target:
        return Target(self.folder / "target.jsonl")

    @property
    def mark(self) -> Path:
        return self.folder / "standing"

    @contextmanager
    def running(self, kind: str, **more: str) -> Iterator[Process]:
        """A worker for the block; what it did not end with is ended."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "UTSUSHI_HOME": str(self.app.settings.home_path),
            "MORTAL_TARGET": str(self.folder / "target.jsonl"),
            "MORTAL_MARK": str(self.mark),
            **self.environment,
            **more,
        }
        command = [sys.executable, "-m", "tests.workflows.health.mortal", kind]
        process = start_child(command, environment)
        try:
            yield process
        finally:
            end_child(process, 20.0)

    def killed_while_at_work(self, kind: str, at: int) -> None:
        """A worker that stands still at its piece of work `at`, and is killed there."""
        with self.running(kind, MORTAL_STOP=str(at)) as process:
            until(self.mark.exists, process)
            process.kill()
            process.wait()


def count(app: Utsushi, state: State) -> int:
    return app.status()[state]


def kill_server() -> None:
    """SIGKILL to the Prefect server that this process has started."""
    for child in psutil.Process().children():
        if any("workflows.prefect.server" in part for part in child.cmdline()):
            child.kill()
