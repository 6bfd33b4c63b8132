"""Scheduled runs whose time passed while the server was down."""

from typing import Any

import pytest

from workflows.deployments.missed import superseded


def run(run_id: int, **more: Any) -> dict[str, Any]:
    """As the server tells of a run that its schedule made and nobody took up."""
    planned = {"auto_scheduled": True, "state_name": "Late", "start_time": None, "run_count": 0}
    return {"id": str(run_id), **planned, **more}


def test_the_last_one_that_was_missed_is_still_made() -> None:
    assert superseded([run(3), run(2, state_name="Scheduled"), run(1)]) == ["2", "1"]
    assert superseded([run(3)]) == []
    assert superseded([]) == []


@pytest.mark.parametrize(
    "more",
    [
        {"state_name": "Resuming"},  # it was approved and goes on
        {"state_name": "AwaitingRetry"},
        {"run_count": 1},
        {"start_time": "2026-04-01T00:00:00Z"},
        {"auto_scheduled": False},  # a person started it, or the watcher handed it out
    ],
)
def test_what_was_begun_or_started_by_somebody_is_never_dropped(more: dict[str, Any]) -> None:
    assert superseded([run(3), run(2, **more), run(1)]) == ["1"]
