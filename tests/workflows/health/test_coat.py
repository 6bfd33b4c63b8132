"""The work does not hang on Prefect, and what it left behind is started again."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.waiting import until
from tests.workflows.fakes import filled, scan
from workflows import batches
from workflows.app import Utsushi
from workflows.cli import together
from workflows.parent import Kept, Process, start_child
from workflows.prefect import coat
from workflows.prefect.coat import PrefectAway, dressed
from workflows.store.states import State

Drop = Callable[[str, str], Path]
NOWHERE = "http://127.0.0.1:1/api"


def test_without_a_server_a_batch_runs_bare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", NOWHERE)
    assert dressed(lambda: "dressed", lambda: "bare") == "bare"


def test_a_server_that_goes_away_in_a_batch_leaves_the_rest_bare(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(coat, "answers", lambda url: True)

    def gone() -> str:
        raise PrefectAway("Prefect が答えません。")

    assert dressed(gone, lambda: "bare") == "bare"
    assert dressed(lambda: "dressed", lambda: "bare") == "dressed"


@pytest.mark.parametrize("url", ["", "nonsense", NOWHERE, "https://127.0.0.1:1/api", "http://[/"])
def test_nobody_answers_there(url: str) -> None:
    assert not coat.answers(url)


def test_papers_are_read_and_entered_while_prefect_is_away(
    app: Utsushi, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", NOWHERE)
    document = app.receive(drop("1.pdf", scan(filled())))
    assert document is not None
    batches.intake_batch(app, lambda: False, use_prefect=True)([document])
    result = batches.entry_batch(app, lambda: False, use_prefect=True)
    assert [each.state for each in result.attempted] == [State.VERIFIED]


def test_a_child_that_ends_by_itself_is_started_again() -> None:
    started: list[Process] = []

    def start() -> Process:
        started.append(start_child([sys.executable, "-c", "input()"]))
        return started[-1]

    kept = Kept(start, patience=0.1)
    kept.keep()
    started[0].kill()
    until(lambda: kept.process is not started[0])
    assert kept.process.poll() is None
    kept.end(10.0)
    assert [each.poll() is None for each in started] == [False, False]


def test_a_server_that_ends_again_and_again_is_left_alone_and_the_work_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    child = together.Child("Prefect", [sys.executable, "-c", ""], is_needed=False)
    for _ in range(together.RESTARTS + 3):
        if not child.is_resting():
            child.start({}).wait()
        together._revive(child, {})
    assert child.is_resting()
    child.stop()
