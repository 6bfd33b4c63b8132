"""A full disk and a long queue are told and slow down what makes them worse."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from time import monotonic
from typing import NamedTuple

import pytest

from tests.workflows.fakes import filled, scan
from tests.workflows.test_watch import Steps
from workflows import watch
from workflows.app import Utsushi
from workflows.health.pressure import Pressure, pressure_of
from workflows.settings import Settings
from workflows.store.states import State
from workflows.watch import Watcher

Drop = Callable[[str, str], Path]


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def short_disk(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 0, free))


@pytest.fixture
def steps() -> Steps:
    return Steps()


def watcher(app: Utsushi, steps: Steps, batches: list[Sequence[int]]) -> Watcher:
    def batch(document_ids: Sequence[int]) -> None:
        batches.append(document_ids)
        for document_id in document_ids:
            app.process(document_id)

    app.settings.inbox_path.mkdir(parents=True, exist_ok=True)
    return Watcher(app, batch, steps)


def test_on_a_short_disk_nothing_is_taken_and_the_originals_stay(
    app: Utsushi, drop: Drop, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drop("1.pdf", scan(filled()))
    watching = watcher(app, steps, [])
    with monkeypatch.context() as patch:
        short_disk(patch, 5_000_000)
        for _ in range(3):
            assert watching.look() == 0
            steps.now += 10
    assert path.exists()
    assert sum(app.status().values()) == 0
    watching.look()
    steps.now += 10
    assert watching.look() == 1


def test_everything_settled_is_received_at_once_and_read_in_batches(
    app: Utsushi, drop: Drop, steps: Steps
) -> None:
    object.__setattr__(app, "settings", app.settings.model_copy(update={"batch_size": 2}))
    batches: list[Sequence[int]] = []
    watching = watcher(app, steps, batches)
    for number in range(5):
        drop(f"{number}.pdf", scan(filled(name=f"林　{number}")))
    watching.look()
    steps.now += 10
    for _ in range(3):
        watching.look()
    assert [len(each) for each in batches] == [2, 2, 1]
    assert app.status()[State.READY] == 5


def test_receiving_stops_after_a_while_so_that_reading_goes_on(
    app: Utsushi, drop: Drop, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[Sequence[int]] = []
    watching = watcher(app, steps, batches)
    receive = app.receive

    def slowly(path: Path) -> int | None:
        steps.now += watch.RECEIVE_SECONDS * 0.7
        return receive(path)

    monkeypatch.setattr(app, "receive", slowly)
    for number in range(5):
        drop(f"{number}.pdf", scan(filled(name=f"林　{number}")))
    watching.look()
    steps.now += 10
    watching.look()
    assert [len(each) for each in batches] == [2]


def test_one_run_ends_where_the_disk_is_short(
    app: Utsushi, drop: Drop, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop("1.pdf", scan(filled()))
    watching = watcher(app, steps, [])
    watching.look()
    short_disk(monkeypatch, 5_000_000)
    assert watching.run_once(Event()) == 0


def test_receiving_alone_takes_more_than_a_batch_and_reads_nothing(
    app: Utsushi, drop: Drop
) -> None:
    settings = app.settings.model_copy(update={"batch_size": 2, "settle_seconds": 0.01})
    object.__setattr__(app, "settings", settings)
    batches: list[Sequence[int]] = []
    for number in range(5):
        drop(f"{number}.pdf", scan(filled(name=f"林　{number}")))
    Watcher(app, batches.append, monotonic).receive_all(Event())
    assert app.status()[State.RECEIVED] == 5
    assert batches == []


def test_one_run_reads_everything_though_it_is_more_than_a_batch(app: Utsushi, drop: Drop) -> None:
    settings = app.settings.model_copy(update={"batch_size": 2, "settle_seconds": 0.01})
    object.__setattr__(app, "settings", settings)
    for number in range(5):
        drop(f"{number}.pdf", scan(filled(name=f"林　{number}")))

    def batch(document_ids: Sequence[int]) -> None:
        for document_id in document_ids:
            app.process(document_id)

    assert Watcher(app, batch, monotonic).run_once(Event()) == 5
    assert app.status()[State.READY] == 5


@pytest.mark.parametrize(("waiting", "is_long"), [(0, False), (1, False), (2, True)])
def test_a_queue_is_long_beyond_what_the_office_bears(
    app: Utsushi, drop: Drop, waiting: int, is_long: bool
) -> None:
    object.__setattr__(app, "settings", app.settings.model_copy(update={"review_waiting": 1}))
    for number in range(waiting):
        app.take_in(drop(f"{number}.pdf", scan(filled({"name": "blank"}, name=f"林　{number}"))))
    assert pressure_of(app.office).is_queue_long is is_long


def test_an_office_with_room_is_told_nothing(app: Utsushi) -> None:
    assert list(pressure_of(app.office).words()) == []


def test_the_words_give_figures_and_what_to_do() -> None:
    said = " ".join(Pressure(5_000_000, 10**9, 6000, 5000).words())
    for part in ("5 MB", "1,000 MB", "6,000 件", "5,000 件", "確認する人"):
        assert part in said


def test_where_the_system_does_not_say_nothing_is_short(
    app: Utsushi, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> Usage:
        raise OSError

    monkeypatch.setattr(shutil, "disk_usage", refuse)
    assert not pressure_of(app.office).is_disk_short


def test_a_negative_mark_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UTSUSHI_DISK_MEGABYTES", "-1")
    with pytest.raises(Exception, match="UTSUSHI_DISK_MEGABYTES"):
        Settings.load()
