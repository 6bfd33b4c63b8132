"""Scheduled runs whose time passed while the server was down: the last of each deployment is still
made, the earlier ones would only do the same again and are dropped."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from prefect.exceptions import ObjectNotFound

from workflows.deployments.declared import DEPLOYMENTS
from workflows.deployments.ground import Applied, Ground, What

KIND = "時刻を過ぎた予定"
LATE = timedelta(minutes=10)  # before that a worker may yet take it up
_AT_ONCE = 200  # the server's own limit of one answer
_NOT_BEGUN = frozenset({"Scheduled", "Late"})
"""Never a run that was begun and waits, e.g. for an approval ("Resuming" once it has it)."""


def drop_missed(ground: Ground) -> Iterator[Applied]:
    """A step of applying."""
    for each in DEPLOYMENTS:
        try:
            found = ground.client.read_deployment_by_name(each.full_name)
        except ObjectNotFound:
            continue
        dropped = superseded(_missed(ground, found.id))
        for run_id in dropped:
            ground.client.delete_flow_run(UUID(run_id))
        if dropped:
            yield Applied(KIND, f"{each.name} {len(dropped)} 回", What.DROPPED)


def superseded(missed: Iterable[Mapping[str, Any]]) -> list[str]:
    """Ids of the runs, as the server tells of them, the latest first, that a later one replaces."""
    return [str(run["id"]) for run in missed if _is_only_planned(run)][1:]


def _missed(ground: Ground, deployment_id: UUID) -> list[dict[str, Any]]:
    """The latest first."""
    before = (datetime.now(UTC) - LATE).isoformat()
    answer = ground.client.request(
        "POST",
        "/flow_runs/filter",
        json={
            "deployments": {"id": {"any_": [str(deployment_id)]}},
            "flow_runs": {
                "state": {"type": {"any_": ["SCHEDULED"]}},
                "expected_start_time": {"before_": before},
            },
            "sort": "EXPECTED_START_TIME_DESC",
            "limit": _AT_ONCE,
        },
    )
    rows: list[dict[str, Any]] = answer.json()
    return rows


def _is_only_planned(run: Mapping[str, Any]) -> bool:
    begun = run["start_time"] is not None or run["run_count"]
    return bool(run["auto_scheduled"]) and run["state_name"] in _NOT_BEGUN and not begun
