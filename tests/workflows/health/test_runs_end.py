"""Runs whose process has gone are ended in Prefect, and old ones are deleted there."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from uuid import UUID

import pytest
from prefect import flow, task
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import State, StateType
from prefect.states import Completed, Pending, Running, Suspended
from sqlalchemy import func, select

from tests.waiting import WAIT_SECONDS, until
from tests.workflows.health.prefect_house import House, house
from workflows.app import Utsushi
from workflows.clock import utc_now
from workflows.flows.door import api
from workflows.health import zombies
from workflows.prefect.client import connected
from workflows.settings import Settings
from workflows.store.tables import RunInHandRow

__all__ = ["house"]
pytestmark = pytest.mark.prefect


@flow(name="取込")
def take_in() -> None:
    """Stands in for ours: only its name counts."""


@task(name="書類を読み取る")
def read_document() -> None:
    """Stands in for ours."""


@flow(name="別の処理")
def foreign() -> None:
    """Not ours."""


@pytest.fixture
def now(settings: Settings) -> Iterator[Utsushi]:
    """An installation with the clock on the wall."""
    with Utsushi(settings) as app:
        yield app


def under_way(client: SyncPrefectClient, state: str = "running") -> UUID:
    states: dict[str, State[None]] = {
        "running": Running(), "pending": Pending(), "suspended": Suspended(),
    }  # fmt: skip
    run = client.create_flow_run(take_in, state=Pending())
    client.set_flow_run_state(run.id, states[state], force=True)
    return run.id


def in_hand(app: Utsushi, run: UUID, seconds_ago: float) -> None:
    seen = utc_now() - timedelta(seconds=seconds_ago)
    with app.store.write() as session:
        session.add(RunInHandRow(id=str(run), life="gone", started_at=seen, seen_at=seen))


@pytest.mark.parametrize("state", ["running", "pending"])
def test_a_run_whose_process_has_gone_is_ended_with_its_tasks(
    house: House, now: Utsushi, state: str
) -> None:
    with api() as client:
        run = under_way(client, state)
        made = client.create_task_run(read_document, run, "1", state=Running())
        in_hand(now, run, 300)
        assert zombies.lay_to_rest(now.office) == 1
        ended = client.read_flow_run(run)
        assert ended.state is not None
        assert (ended.state.type, ended.state.name) == (StateType.CRASHED, "中断")
        assert "引き継ぎます" in (ended.state.message or "")
        (still,) = [each for each in client.read_task_runs() if each.id == made.id]
        assert still.state is not None
        assert still.state.type is StateType.CRASHED
        assert zombies.lay_to_rest(now.office) == 0


def test_a_run_that_is_alive_or_waits_for_a_person_or_has_ended_is_left_alone(
    house: House, now: Utsushi
) -> None:
    with api() as client:
        alive, waits, done = under_way(client), under_way(client, "suspended"), under_way(client)
        client.set_flow_run_state(done, Completed(), force=True)
        for run, ago in ((alive, 1.0), (waits, 300.0), (done, 300.0)):
            in_hand(now, run, ago)
        assert zombies.lay_to_rest(now.office) == 0
        client.set_flow_run_state(alive, Completed(), force=True)


def test_a_run_of_which_the_store_knows_nothing_is_ended_after_a_while(
    house: House, now: Utsushi, monkeypatch: pytest.MonkeyPatch
) -> None:
    with api() as client:
        run = under_way(client)
        other = client.create_flow_run(foreign, state=Running())
        assert zombies.lay_to_rest(now.office) == 0
        monkeypatch.setattr(zombies, "UNHELD_SECONDS", -5.0)
        assert zombies.lay_to_rest(now.office) == 1
        assert _type(client, run) is StateType.CRASHED
        assert _type(client, other.id) is StateType.RUNNING


@pytest.mark.parametrize(
    ("module", "make"),
    [
        ("intake", "take_in_flow"),
        ("entering", "enter_flow"),
        ("resolving", "resolve_flow"),
        ("reporting", "report_flow"),
        ("retaining", "retention_flow"),
        ("backing_up", "backup_flow"),
    ],
)
def test_each_flow_of_ours_is_in_the_hands_of_who_runs_it(
    house: House, make_app: Callable[..., Utsushi], monkeypatch: pytest.MonkeyPatch,
    module: str, make: str,
) -> None:  # fmt: skip
    made = import_module(f"workflows.flows.deployed.{module}")
    if module == "reporting":
        monkeypatch.setattr(made, "make_report", lambda office, month: SimpleNamespace(markdown=""))
    with connected():
        getattr(made, make)(make_app)(return_state=True)
    with make_app().store.read() as session:
        assert session.scalar(select(func.count(RunInHandRow.id))) == 1


def test_a_server_that_does_not_answer_hinders_nobody(
    now: Utsushi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    assert zombies.lay_to_rest(now.office) == 0


def test_an_old_run_goes_and_a_young_one_stays(house: House) -> None:
    with api() as client:
        old, young = (client.create_flow_run(take_in, state=Completed()).id for _ in range(2))
    days = house.settings.prefect_keep_days
    _age(house, old, days + 1)
    _age(house, young, days - 1)
    until(lambda: house.status(f"flow_runs/{old}", house.word) == 404)
    assert house.status(f"flow_runs/{young}", house.word) == 200


def test_events_are_kept_as_long_as_runs(house: House) -> None:
    told = house.ask("admin/settings")["server"]
    days = house.settings.prefect_keep_days
    assert told["events"]["retention_period"] == f"P{days}D"
    assert set(told["services"]["db_vacuum"]["enabled"]) == {"events", "flow_runs"}


def _type(client: SyncPrefectClient, run: UUID) -> StateType | None:
    state = client.read_flow_run(run).state
    return state.type if state else None


def _age(house: House, run: UUID, days: int) -> None:
    """As if the run had ended so many days ago."""
    end = (utc_now() - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S.%f")
    database = house.settings.home_path / "prefect" / "prefect.db"
    with closing(sqlite3.connect(database, timeout=WAIT_SECONDS)) as connection, connection:
        changed = connection.execute(
            "UPDATE flow_run SET end_time = ? WHERE id = ?", (end, str(run))
        ).rowcount
    assert changed == 1
