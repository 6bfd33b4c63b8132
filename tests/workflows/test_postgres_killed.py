"""kill -9 of PostgreSQL in the middle of a batch: nothing is lost, nothing is doubled.

The server is killed with all its processes while a document is read or a record entered. It is up
again either at once (connections are stale) or only after the work has met it down.
"""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.postgres import Cluster
from tests.workflows.conftest import FORMS, FakeClock
from tests.workflows.fakes import FakeBot, FakeReader, Target, filled, scan
from workflows import outage
from workflows.app import Utsushi
from workflows.entry import attempt
from workflows.settings import Settings
from workflows.store.states import State
from workflows.store.tables import DocumentRow, EntryRow, ReadingRow
from workflows.watch import Watcher

NAMES = ["林　一", "森　二", "原　三", "谷　四"]
FIELDS = 7  # of the form, hence readings of a record


class Deadly:
    """Kills the server the second time it is called."""

    def __init__(self, cluster: Cluster, *, is_restarted: bool) -> None:
        self._cluster, self._is_restarted = cluster, is_restarted
        self._calls = 0

    def __call__(self, *_: object) -> None:
        self._calls += 1
        if self._calls == 2:
            self._cluster.kill()
            if self._is_restarted:
                self._cluster.start()


class Patient(Event):
    """In place of the wait of a loop that met the store away: it is started meanwhile, and time
    passes until every lease has run out."""

    def __init__(self, cluster: Cluster, clock: FakeClock) -> None:
        super().__init__()
        self._cluster, self._clock = cluster, clock
        self.waits = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.waits += 1
        self._cluster.stop()
        self._cluster.start()
        self._clock.advance(3600)
        return False


@pytest.fixture
def patient(postgres: Cluster, clock: FakeClock) -> Patient:
    return Patient(postgres, clock)


@pytest.fixture
def on_postgres(settings: Settings, postgres_store: str) -> Settings:
    return Settings.load(home=settings.home, forms=(FORMS,), store_url=postgres_store)


def harmless(*_: object) -> None:
    """Kills nothing."""


def make(
    settings: Settings, clock: FakeClock, target: Target, *,
    at: Callable[[str], None] = harmless, hook: Callable[[Path], None] = harmless,
) -> Utsushi:  # fmt: skip
    return Utsushi(
        settings,
        make_reader=lambda _, forms: FakeReader(forms, hook),
        make_bot=lambda *_: FakeBot(target, at),
        clock=clock,
    )


def drop_all(settings: Settings) -> None:
    settings.inbox_path.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(NAMES):
        (settings.inbox_path / f"{number}.pdf").write_text(scan(filled(name=name)), "utf-8")


def count(app: Utsushi, column: object) -> int:
    with app.store.read() as session:
        return session.scalar(select(func.count(column))) or 0  # type: ignore[arg-type]


def processing(app: Utsushi) -> Callable[[Sequence[int]], None]:
    def process(document_ids: Sequence[int]) -> None:
        for each in document_ids:
            app.process(each)

    return process


def at_step(wanted: str, deadly: Deadly) -> Callable[[str], None]:
    return lambda step: deadly() if step == wanted else None


@pytest.mark.parametrize("is_restarted", [True, False])
def test_documents_are_read_once_each(
    on_postgres: Settings, postgres: Cluster, clock: FakeClock, target: Target, patient: Patient,
    is_restarted: bool,
) -> None:  # fmt: skip
    drop_all(on_postgres)
    with make(on_postgres, clock, target, hook=Deadly(postgres, is_restarted=is_restarted)) as app:
        now = iter(range(0, 10_000, 100))
        watcher = Watcher(app, processing(app), lambda: next(now))
        for _ in range(5):
            outage.outlast(watcher.look, patient)
        assert (patient.waits > 0) is not is_restarted
        assert app.status()[State.READY] == len(NAMES)
        assert count(app, DocumentRow.id) == len(NAMES)
        assert count(app, ReadingRow.id) == FIELDS * len(NAMES)
        assert not list(on_postgres.inbox_path.glob("*.pdf"))


@pytest.mark.parametrize("is_restarted", [True, False])
@pytest.mark.parametrize("step", ["find", "fill", "submit", "verify", "inside"])
def test_records_are_entered_once_each(
    on_postgres: Settings, postgres: Cluster, clock: FakeClock, target: Target, patient: Patient,
    monkeypatch: pytest.MonkeyPatch, step: str, is_restarted: bool,
) -> None:  # fmt: skip
    drop_all(on_postgres)
    deadly = Deadly(postgres, is_restarted=is_restarted)
    if step == "inside":  # the transaction that marks the record verified
        close = attempt.close

        def deadly_close(*each: Any) -> EntryRow:
            deadly()
            return close(*each)

        monkeypatch.setattr(attempt, "close", deadly_close)
    with make(on_postgres, clock, target, at=at_step(step, deadly)) as app:
        for path in sorted(on_postgres.inbox_path.glob("*.pdf")):
            app.take_in(path)
        for _ in range(6):
            outage.outlast(app.resolve, patient)
            outage.outlast(app.enter, patient)
            clock.advance(3600)
        for thread in threading.enumerate():
            if thread.name == "leaving":  # gives back what a session held, see `entry.slots`
                thread.join()
        assert app.status()[State.VERIFIED] == len(NAMES)
        assert sorted(row["name"] for row in target.rows()) == sorted(NAMES)
        assert count(app, EntryRow.id) >= len(NAMES)
