"""Several machines: processes with homes of their own that share a PostgreSQL, a Prefect server and
a place for files behind an fsspec URL. The watcher and the one who hands out are the real commands.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.postgres import Cluster
from tests.waiting import WAIT_SECONDS, until
from tests.workflows.fakes import Target, filled, scan
from tests.workflows.several import machine
from workflows.app import Utsushi
from workflows.intake import names
from workflows.parent import Process, end_child, start_child
from workflows.prefect import env as prefect_env
from workflows.settings import Settings
from workflows.shared_files.opened import sweep
from workflows.store.states import State
from workflows.store.tables import DocumentRow, EntryRow, EvidenceRow, PageRow

ROOT = Path(__file__).parents[3]
FORMS = Path(__file__).parents[1] / "forms"
MACHINES = ("north", "south")
COUNT = 12  # two batches


@dataclass
class Site:
    """`main` has the inbox and the Prefect server; `workers` by the name of their machine."""

    folder: Path
    main: Settings
    environment: dict[str, str]
    workers: dict[str, Process]

    @property
    def target(self) -> Target:
        return Target(self.folder / "target.jsonl")

    def drop(self, name: str, text: str) -> None:
        part = self.main.inbox_path / f".{name}.part"
        part.write_text(text, encoding="utf-8")
        part.rename(self.main.inbox_path / name)

    def start(self, name: str) -> Process:
        """The worker of a machine."""
        home = {"UTSUSHI_HOME": str(self.folder / name)}
        command = [sys.executable, "-m", machine.NAME, "ocr", "bots"]
        self.workers[name] = start_child(command, {**self.environment, **home})
        return self.workers[name]

    def read_by(self, name: str) -> list[str]:
        path = self.folder / name / machine.READ
        return path.read_text(encoding="ascii").split() if path.is_file() else []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, postgres: Cluster) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    url, prefect_url = postgres.url(), postgres.url()
    given = {
        "UTSUSHI_STORE_URL": url,
        "UTSUSHI_PREFECT_DATABASE_URL": prefect_url,
        "UTSUSHI_FILES": f"local://{folder}/files",
        "UTSUSHI_SHARED": str(folder / "shared"),
        "UTSUSHI_FORMS": str(FORMS),
        "UTSUSHI_DISPATCH": "pools",
        "UTSUSHI_DISPATCH_SECONDS": "8",
        "UTSUSHI_LEASE_SECONDS": "4",
        "UTSUSHI_SETTLE_SECONDS": "0",
        "UTSUSHI_POLL_SECONDS": "2",
        "UTSUSHI_SHELF": "keep",
        "UTSUSHI_PREFECT_PORT": "0",
        machine.TARGET: str(folder / "target.jsonl"),
        "PYTHONPATH": str(ROOT),
    }
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name, value in {**given, "UTSUSHI_HOME": str(folder / "main")}.items():
            patch.setenv(name, value)
        main = Settings.load()
        main.inbox_path.mkdir(parents=True)
        stack.enter_context(prefect_env.server(main))
        _deploy(main)
        made = Site(folder, main, {**os.environ}, {})
        ours = [sys.executable, "-m", "workflows.cli"]
        children = [
            start_child([*ours, each, "--with-parent"], made.environment)
            for each in ("watch", "enter")
        ]
        for name in MACHINES:
            made.start(name)
        yield made
        for child in (*children, *made.workers.values()):
            if child.stdin is not None:
                child.stdin.close()
        for child in (*children, *made.workers.values()):
            end_child(child, 20.0)
        for name in MACHINES:
            sweep(folder / name)  # what one that was killed had open
    postgres.drop(url)
    postgres.drop(prefect_url)


def _deploy(settings: Settings) -> None:
    """Our deployments, with the flows of these machines."""
    from workflows.deployments import DEPLOYMENTS
    from workflows.deployments.applying import apply
    from workflows.deployments.deployed import apply_deployments
    from workflows.deployments.pools import apply_pools

    flows = [
        replace(each, entrypoint=f"{machine.NAME}.{name}")
        for each in DEPLOYMENTS
        if hasattr(machine, name := each.entrypoint.rpartition(".")[2])
    ]
    apply(settings, [apply_pools, lambda ground: apply_deployments(ground, flows)])


def test_every_paper_is_read_once_and_entered_once_by_whichever_machine(site: Site) -> None:
    count = COUNT
    for number in range(count):
        site.drop(f"{number}.pdf", scan(filled(name=f"山田　{number}"), note=str(number)))
    with Utsushi(site.main) as app:
        until(lambda: app.status()[State.VERIFIED] == count)
        with app.store.read() as session:
            starts = list(session.scalars(select(DocumentRow.read_starts)))
            entries = list(session.scalars(select(EntryRow.outcome)))
    assert starts == [1] * count
    assert entries == ["verified"] * count
    entered = [row["name"] for row in site.target.rows()]
    assert sorted(entered) == sorted({f"山田　{number}" for number in range(count)})
    read = {name: site.read_by(name) for name in MACHINES}
    assert all(read.values()), "a machine had nothing to do"
    assert len(set().union(*read.values())) == sum(map(len, read.values())) == count
    shelf = site.main.inbox_path / names.RECEIVED
    until(lambda: len(list(shelf.glob("*.pdf"))) == count)


def test_what_one_machine_kept_every_other_can_read(site: Site) -> None:
    with Utsushi(site.main) as app, app.store.read() as session:
        originals = session.scalars(select(DocumentRow.stored_path)).all()
        pages = session.scalars(select(PageRow.image_path)).all()
        evidence = session.scalars(select(EvidenceRow.path)).all()
        kept = [each for each in (*originals, *pages, *evidence) if each]
        assert len(evidence) == len(originals) == COUNT
        until(lambda: all(app.files.exists(name) for name in kept))  # the last is on its way
        assert all(app.files.read(name) for name in kept)
    folders = [site.folder / name / "evidence" for name in MACHINES]
    until(lambda: not any(path.is_file() for each in folders for path in each.rglob("*")))


def test_a_machine_that_is_killed_leaves_its_papers_to_the_others(site: Site) -> None:
    """kill -9 of the worker and of its run, in the middle of a paper."""
    for name in MACHINES:
        (site.folder / name / machine.HANG).touch()
    site.drop("hang.pdf", scan(filled(name="止まる"), note="hang"))
    marks = [site.folder / name / machine.HANG for name in MACHINES]
    until(lambda: any(mark.read_text(encoding="ascii") for mark in marks))
    victim, survivor = sorted(
        MACHINES, key=lambda name: not (site.folder / name / machine.HANG).read_text("ascii")
    )
    (site.folder / survivor / machine.HANG).unlink()
    site.workers[victim].kill()
    os.kill(int((site.folder / victim / machine.HANG).read_text("ascii")), signal.SIGKILL)
    with Utsushi(site.main) as app:
        until(lambda: app.status()[State.VERIFIED] == COUNT + 1)
    assert [row["name"] for row in site.target.rows()].count("止まる") == 1
    assert len(site.read_by(survivor)) > 0


def test_a_worker_that_is_told_to_end_ends_what_it_has_in_hand(site: Site) -> None:
    name = next(each for each, process in site.workers.items() if process.poll() is None)
    process = site.workers[name]
    for number in range(10):
        site.drop(f"more{number}.pdf", scan(filled(name=f"続き　{number}"), note=f"m{number}"))
    before = len(site.read_by(name))
    until(lambda: len(site.read_by(name)) > before)
    process.terminate()
    assert process.wait(WAIT_SECONDS) == 0
    with Utsushi(site.main) as app:
        assert app.status()[State.READING] == 0
        site.start("east")
        until(lambda: app.status()[State.VERIFIED] == COUNT + 11)
        with app.store.read() as session:
            query = select(DocumentRow.read_starts).where(DocumentRow.id > COUNT + 1)
            assert list(session.scalars(query)) == [1] * 10
