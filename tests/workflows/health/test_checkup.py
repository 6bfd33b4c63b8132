"""`utsushi health` says who is at work and what is not well."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import filled, scan
from workflows.app import Utsushi
from workflows.cli.health import show_health
from workflows.health import checkup, roster
from workflows.health.checkup import check_up

Drop = Callable[[str, str], Path]


@pytest.fixture(autouse=True)
def prefect_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "_prefect_answers", lambda office: True)


def test_all_is_well_where_all_are_at_work(make_app: Callable[..., Utsushi]) -> None:
    with roster.at_work(make_app().office, "watch"), roster.at_work(make_app().office, "enter"):
        assert list(check_up(make_app().office).troubles()) == []


def test_who_is_missing_is_named(make_app: Callable[..., Utsushi]) -> None:
    with roster.at_work(make_app().office, "watch"):
        (trouble,) = check_up(make_app().office).troubles()
    assert trouble.startswith("「登録」が動いていません")


def test_who_is_silent_is_named(make_app: Callable[..., Utsushi], clock: FakeClock) -> None:
    with roster.at_work(make_app().office, "watch"), roster.at_work(make_app().office, "enter"):
        clock.advance(roster.STALE_SECONDS + 1)
        troubles = list(check_up(make_app().office).troubles())
    assert [each.partition("が応答")[0].partition("の「")[2] for each in troubles] == [
        "登録」",
        "受付」",
    ]


def test_the_oldest_in_the_queue_is_told(app: Utsushi, drop: Drop, clock: FakeClock) -> None:
    assert check_up(app.office).waiting_since is None
    arrived = clock()
    app.take_in(drop("1.pdf", scan(filled({"name": "blank"}))))
    clock.advance(3600)
    app.take_in(drop("2.pdf", scan(filled({"name": "blank"}, name="林　一"))))
    assert check_up(app.office).waiting_since == arrived


def test_the_command_ends_with_1_and_says_why(
    app: Utsushi,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("UTSUSHI_HOME", str(app.settings.home_path))
    assert show_health(as_json=False) == 1
    assert "※ 「受付」が動いていません" in capsys.readouterr().out
    assert show_health(as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["is_well"] is False
    assert len(told["troubles"]) == 2
