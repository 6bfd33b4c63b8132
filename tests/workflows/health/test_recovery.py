"""Workers and the Prefect server killed in the middle of a batch: nothing lost, nothing doubled,
and nobody waits for what would run out by itself: every lease here is ten minutes long."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.waiting import until
from tests.workflows.fakes import filled, scan
from tests.workflows.health.killing import Mortals, count, kill_server
from tests.workflows.health.prefect_house import House, house
from workflows.app import Utsushi
from workflows.prefect import coat
from workflows.settings import Settings
from workflows.store.states import State
from workflows.store.tables import DocumentRow, ReadingRow

__all__ = ["house"]
pytestmark = pytest.mark.prefect
PAPERS, MORE_PAPERS = 5, 8
Drop = Callable[[str, str], Path]


@pytest.fixture
def mortals(settings: Settings, tmp_path: Path, house: House) -> Iterator[Mortals]:
    environment = {
        "UTSUSHI_LEASE_SECONDS": "600",
        "UTSUSHI_SUBMIT_LEASE_SECONDS": "600",
        "UTSUSHI_CLICK_SECONDS": "1",
        "UTSUSHI_FIND_SETTLE_SECONDS": "0",
        "UTSUSHI_SETTLE_SECONDS": "0",
        "UTSUSHI_POLL_SECONDS": "0.1",
    }
    with Utsushi(settings) as app:
        yield Mortals(app, tmp_path, environment)


def test_a_killed_reader_s_batch_is_read_by_the_next(
    house: House, mortals: Mortals, drop: Drop
) -> None:
    for number in range(PAPERS):
        drop(f"{number}.pdf", scan(filled(name=f"林　{number}")))
    mortals.killed_while_at_work("watch", 4)
    assert count(mortals.app, State.READING) == 1
    with mortals.running("watch") as process:
        until(lambda: count(mortals.app, State.READY) == PAPERS, process)
        until(lambda: "RUNNING" not in states(house), process)
    with mortals.app.store.read() as session:
        assert session.scalar(select(func.count(DocumentRow.id))) == PAPERS
        assert session.scalar(select(func.count(ReadingRow.id))) == PAPERS * 7
    assert "CRASHED" in states(house)


@pytest.mark.parametrize("step", ["find", "submit", "verify"])
def test_a_killed_session_s_batch_is_entered_by_the_next_and_nothing_twice(
    house: House, mortals: Mortals, drop: Drop, make_app: Callable[..., Utsushi], step: str
) -> None:
    reader = make_app()
    names = [f"林　{number}" for number in range(PAPERS)]
    for name in names:
        reader.take_in(drop(f"{name}.pdf", scan(filled(name=name))))
    mortals.environment["MORTAL_STEP"] = step
    mortals.killed_while_at_work("enter", 3)
    with mortals.running("enter") as process:
        until(lambda: count(mortals.app, State.VERIFIED) == PAPERS, process)
    assert sorted(row["name"] for row in mortals.target.rows()) == names


def test_a_killed_prefect_server_stops_no_work_and_shows_the_next_batch_again(
    house: House, mortals: Mortals, drop: Drop
) -> None:
    for number in range(MORE_PAPERS):
        drop(f"{number}.pdf", scan(filled(name=f"森　{number}")))
    with mortals.running("watch", MORTAL_SECONDS="0.2") as process:
        until(lambda: count(mortals.app, State.READY) >= 3, process)
        kill_server()
        until(lambda: count(mortals.app, State.READY) == MORE_PAPERS, process)
        until(lambda: coat.answers(f"{house.url}/api"), process)
        until(lambda: "RUNNING" not in states(house), process)
        before = len(runs(house))
        drop("more.pdf", scan(filled(name="東　一")))
        until(lambda: count(mortals.app, State.READY) == MORE_PAPERS + 1, process)
        until(lambda: len(runs(house)) > before, process)
    with mortals.app.store.read() as session:
        assert session.scalar(select(func.count(DocumentRow.id))) == MORE_PAPERS + 1
        assert session.scalar(select(func.count(ReadingRow.id))) == (MORE_PAPERS + 1) * 7


def runs(house: House) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = house.ask("flow_runs/filter", {"limit": 200})
    return found


def states(house: House) -> set[str]:
    return {str(run["state_type"]) for run in runs(house)}
