"""Prefect's side: flow runs of our deployments."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import ObjectNotFound, PrefectException

from forms.errors import SetupError
from workflows.deployments.declared import DEPLOYMENTS, Name
from workflows.dispatch.standing import Kind, Seen, Stage
from workflows.flows.door import api
from workflows.prefect.coat import PrefectAway

_NAMES = {Kind.TAKE_IN: Name.TAKE_IN, Kind.ENTER: Name.ENTER, Kind.RESOLVE: Name.RESOLVE}
_STAGES = {
    StateType.SCHEDULED: Stage.WAITING,
    StateType.PENDING: Stage.STARTING,
    StateType.RUNNING: Stage.RUNNING,
    StateType.CANCELLING: Stage.RUNNING,
    StateType.PAUSED: Stage.RUNNING,  # it waits for a supervisor
}
_PAGE = 200
_PLAIN_FAILURE = "Failed"
"""A batch that did its work and found something for a person has a state of another name."""


class PrefectRuns:
    """See `seam.Runs`. Of the server that the environment names."""

    def look(self, flow_runs: Sequence[str]) -> Mapping[str, Seen]:
        found: list[FlowRun] = []
        if not flow_runs:
            return {}
        with _answering() as client:
            for start in range(0, len(flow_runs), _PAGE):
                ids = [UUID(each) for each in flow_runs[start : start + _PAGE]]
                found += client.read_flow_runs(
                    flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=ids)), limit=_PAGE
                )
        return {str(each.id): seen for each in found if (seen := _seen(each))}

    def start(self, kind: Kind, key: str, parameters: Mapping[str, Any]) -> str:
        name = next(each.full_name for each in DEPLOYMENTS if each.name is _NAMES[kind])
        with _answering() as client:
            try:
                deployment = client.read_deployment_by_name(name)
            except ObjectNotFound as error:
                raise SetupError(
                    f"Prefect に「{_NAMES[kind]}」が登録されていません。",
                    advice="「utsushi prefect deploy」を実行してください。",
                ) from error
            run = client.create_flow_run_from_deployment(
                deployment.id, parameters=dict(parameters), idempotency_key=key
            )
            return str(run.id)

    def withdraw(self, flow_run: str) -> None:
        with _answering() as client, suppress(ObjectNotFound):
            state = client.read_flow_run(UUID(flow_run)).state
            if state is not None and state.type is StateType.SCHEDULED:
                client.delete_flow_run(UUID(flow_run))


def _seen(run: FlowRun) -> Seen | None:
    if run.state is None:
        return None
    stage = _STAGES.get(run.state.type, Stage.OVER)
    if run.state.type is StateType.FAILED and run.state.name == _PLAIN_FAILURE:
        stage = Stage.FAILED
    return Seen(stage, run.state.timestamp)


@contextmanager
def _answering() -> Iterator[SyncPrefectClient]:
    """`door.api`, whose errors become PrefectAway."""
    try:
        with api() as client:
            yield client
    except (httpx.HTTPError, PrefectException, OSError) as error:
        raise PrefectAway(f"Prefect が答えません ({type(error).__name__})。") from error
