"""Open questions of the gate, held against the flow runs that asked them."""

from collections.abc import Sequence
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import State
from prefect.exceptions import ObjectNotFound
from prefect.states import Failed

from workflows.app import Utsushi
from workflows.approvals import asking
from workflows.approvals.asking import Lapsed
from workflows.flows.artifacts import only_shown
from workflows.flows.door import api

LAPSED = "承認の期限切れ"
"""Name of the state of a run that nobody answered in time."""
NOT_IN_TIME = "承認の期限が過ぎたため、入力していません。次の入力でもう一度求めます。"


def close(app: Utsushi) -> tuple[Lapsed, ...]:
    """Close the questions whose time is over, ending their runs, and those whose runs have ended:
    cancelled or deleted in the UI, failed, crashed. Gives those whose time was over."""
    closed = asking.lapse(app.office, _gone(asking.open_runs(app.office)))
    over = tuple(each for each in closed if each.is_over)
    with only_shown(), api() as client:
        for each in over:
            _end(client, each.flow_run)
    return over


def _gone(flow_runs: Sequence[str]) -> list[str]:
    gone: list[str] = []
    if flow_runs:
        with only_shown(), api() as client:
            gone += [each for each in flow_runs if not _is_open(client, each)]
    return gone


def _end(client: SyncPrefectClient, run_id: str) -> None:
    if _is_open(client, run_id):
        state: State[None] = Failed(name=LAPSED, message=NOT_IN_TIME)
        client.set_flow_run_state(UUID(run_id), state, force=True)


def _is_open(client: SyncPrefectClient, run_id: str) -> bool:
    try:
        state = client.read_flow_run(UUID(run_id)).state
    except ObjectNotFound:
        return False
    return state is not None and not state.is_final()
