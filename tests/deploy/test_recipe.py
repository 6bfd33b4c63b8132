"""The commands of docs/several-machines.md, run with its files: each machine is processes with a
home of its own on this computer."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.deploy.test_files import DEPLOY, ROOT, variables
from tests.postgres import Cluster
from tests.waiting import WAIT_SECONDS, until
from workflows.prefect.env import free_port

RUN = {"utsushi up", "utsushi worker ocr bots", "utsushi status", "utsushi prefect password"}
"""What is run here."""
ELSEWHERE = {"utsushi bot secret set SYSTEM user"}
"""What other tests run (tests/bots)."""


@dataclass
class Machine:
    """The commands of one machine, with an environment file of the recipe for this computer."""

    environment: dict[str, str]
    log: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, command: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            child = subprocess.Popen(
                self._program(command), env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log,
            )  # fmt: skip
        self.running.append(child)
        return child

    def run(self, command: str) -> str:
        done = subprocess.run(
            self._program(command), env=self.environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        return done.stdout.decode("utf-8")

    def wait_for(self, words: str) -> None:
        """Until it has printed them."""
        limit = time.monotonic() + WAIT_SECONDS
        while words not in (said := self.log.read_text(encoding="utf-8", errors="replace")):
            assert time.monotonic() < limit, said
            assert all(each.poll() is None for each in self.running), said
            time.sleep(0.2)  # between two looks at what another process prints

    def stop(self) -> list[int]:
        for each in self.running:
            each.send_signal(signal.SIGTERM)
        return [each.wait(WAIT_SECONDS) for each in self.running]

    @staticmethod
    def _program(command: str) -> list[str]:
        return [sys.executable, "-m", "workflows.cli", *command.split()[1:]]


@pytest.fixture(scope="module")
def machines(
    tmp_path_factory: pytest.TempPathFactory, postgres: Cluster
) -> Iterator[Callable[[str, str], Machine]]:
    """Makes a machine from the name of its home and its environment file."""
    root = tmp_path_factory.mktemp("recipe")
    store, prefect, port = postgres.url(), postgres.url(), free_port(0)
    here = {
        "UTSUSHI_STORE_URL": store,
        "UTSUSHI_PREFECT_DATABASE_URL": prefect,
        "UTSUSHI_PREFECT_PORT": str(port),
        "UTSUSHI_REVIEW_PORT": "0",
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
    }
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("UTSUSHI_", "PREFECT_")) or name == "UTSUSHI_CHROMIUM"
    }
    made: list[Machine] = []

    def make(home: str, file: str) -> Machine:
        given = variables(DEPLOY / file)
        given |= {name: value for name, value in here.items() if name in given}
        given["UTSUSHI_REVIEW_PORT"] = "0"
        ours = {
            name: value.replace("/srv/utsushi", str(root / "share"))
            .replace("/var/lib/utsushi", str(root / home))
            .replace("/etc/utsushi", str(root / home))
            for name, value in given.items()
        }
        machine = Machine({**clean, **ours, "PYTHONPATH": str(ROOT)}, root / f"{home}.log")
        made.append(machine)
        return machine

    (root / "share" / "shared" / "scenarios").mkdir(parents=True)
    yield make
    for machine in made:
        for child in machine.running:
            if child.poll() is None:
                child.kill()
                child.wait()
    postgres.drop(store)
    postgres.drop(prefect)


def named(path: Path) -> set[str]:
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", path.read_text(encoding="utf-8"), re.M | re.S)
    lines = (line.strip() for block in blocks for line in block.splitlines())
    return {line for line in lines if line.startswith("utsushi ")}


@pytest.mark.parametrize("name", ["several-machines.md", "several-machines.ja.md"])
def test_every_command_of_the_recipe_is_run_by_a_test(name: str) -> None:
    assert named(DEPLOY.parent / name) == RUN | ELSEWHERE


def test_two_machines_come_up_as_the_recipe_says(
    machines: Callable[[str, str], Machine], tmp_path: Path
) -> None:
    main = machines("main", "main.env")
    main.start("utsushi up")
    main.wait_for("準備ができました")
    word = main.run("utsushi prefect password")
    assert "utsushi:" in word
    assert "確認待ち" in main.run("utsushi status")
    worker = machines("worker", "worker.env")
    worker.start("utsushi worker ocr bots")
    worker.wait_for("処理を待っています")
    _wait_until_known(worker, 4)
    assert "確認待ち" in worker.run("utsushi status")
    assert worker.stop() == [0]
    assert main.stop() == [0]


def test_a_machine_that_was_not_given_the_share_is_told(
    machines: Callable[[str, str], Machine],
) -> None:
    stranger = machines("stranger", "worker.env")
    del stranger.environment["UTSUSHI_SHARED"]
    child = stranger.start("utsushi status")
    assert child.wait(WAIT_SECONDS) != 0
    said = stranger.log.read_text(encoding="utf-8")
    assert "UTSUSHI_SHARED" in said
    assert "Traceback" not in said


def _wait_until_known(machine: Machine, count: int) -> None:
    """So many workers stand in the pools: of each pool one of each machine."""
    until(lambda: _workers(machine) >= count)


def _workers(machine: Machine) -> int:
    from http.client import HTTPConnection
    from urllib.parse import urlsplit

    from workflows.prefect import password as prefect_password

    where = urlsplit(machine.environment["PREFECT_API_URL"])
    word = Path(machine.environment["UTSUSHI_PREFECT_PASSWORD_FILE"]).read_text("ascii").strip()
    count = 0
    for pool in ("ocr", "bots"):
        with closing(HTTPConnection(where.hostname or "", where.port, timeout=60)) as connection:
            connection.request(
                "POST", f"{where.path}/work_pools/{pool}/workers/filter", "{}",
                {"content-type": "application/json", **prefect_password.header(word)},
            )  # fmt: skip
            count += connection.getresponse().read().count(b'"last_heartbeat_time"')
    return count
