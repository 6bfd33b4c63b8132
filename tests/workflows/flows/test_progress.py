"""How far a batch is, as it is told to the server."""

import httpx
import pytest

from workflows.flows.artifacts import Progress, only_shown


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_progress_moves_while_it_runs_and_not_at_every_step() -> None:
    told, clock = list[float](), Clock()
    progress = Progress(40, told.append, clock)
    for _ in range(40):
        clock.now += 0.25
        progress.step()
    progress.end()
    assert told == [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0]


def test_a_batch_that_was_stopped_is_not_shown_as_full() -> None:
    told = list[float]()
    progress = Progress(3, told.append, Clock())
    progress.step()
    progress.end()
    assert told == [33.3]


def test_a_batch_of_nothing_is_done() -> None:
    told = list[float]()
    Progress(0, told.append, Clock()).end()
    assert told == [100.0]


def _fail(error: Exception) -> None:
    raise error


def test_a_server_that_is_away_stops_no_work_but_our_mistakes_do() -> None:
    with only_shown():
        _fail(httpx.ConnectError("away"))
    with pytest.raises(KeyError), only_shown():
        _fail(KeyError("ours"))
