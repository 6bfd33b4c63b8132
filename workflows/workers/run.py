"""One flow run in this process: `python -m workflows.workers.run FLOW_RUN`, started by a worker.

It ends after the paper or record in hand when it gets SIGTERM, when the worker ends or is killed
(its end of our stdin closes), and when a person cancels the run in the UI.
"""

import sys
from importlib import import_module
from threading import Event
from typing import Any
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.engine import handle_engine_signals
from prefect.exceptions import ObjectNotFound, PrefectException
from prefect.flow_engine import run_flow
from prefect.states import Cancelled

from forms.errors import SetupError
from workflows.cli.stopping import run_stoppable
from workflows.ending import ending_when
from workflows.heartbeat import beating

OURS = "workflows.flows.deployed."
"""Only flows below here are run, whatever a deployment says."""
ASK_SECONDS = 5.0
_GIVEN_UP = frozenset({StateType.CANCELLING, StateType.CANCELLED})


def main(run_id: UUID) -> None:
    """Raises SetupError for a run of a flow that is none of ours."""
    run_stoppable(lambda stop: _run(run_id, stop), with_parent=True)


def _run(run_id: UUID, stop: Event) -> None:
    given_up = Event()
    with get_client(sync_client=True) as client:
        flow_run = client.read_flow_run(run_id)
        flow = find_flow(_entrypoint(client, flow_run))

        def ask() -> None:
            if is_given_up(client, run_id):
                given_up.set()

        with (
            beating(ASK_SECONDS, ask),
            ending_when(lambda: stop.is_set() or given_up.is_set()),
            handle_engine_signals(run_id),
        ):
            run_flow(flow, flow_run=flow_run, return_type="state")
        if given_up.is_set():
            state: State[Any] = Cancelled(message="画面で取り消されたため、途中で終わりました。")
            client.set_flow_run_state(run_id, state, force=True)


def find_flow(entrypoint: str) -> Any:
    """The flow at `package.module.flow`. Raises SetupError where it is none of ours."""
    module, _, name = entrypoint.rpartition(".")
    if not f"{module}.".startswith(OURS) or not name.isidentifier():
        raise SetupError(
            "Utsushi のものではない処理は実行しません。",
            advice="「utsushi prefect deploy」で登録した処理だけを使ってください。",
        )
    return getattr(import_module(module), name)


def _entrypoint(client: SyncPrefectClient, flow_run: FlowRun) -> str:
    if flow_run.deployment_id is None:
        return ""
    return client.read_deployment(flow_run.deployment_id).entrypoint or ""


def is_given_up(client: SyncPrefectClient, run_id: UUID) -> bool:
    """A person has cancelled it. A server that does not answer says nothing."""
    try:
        state = client.read_flow_run(run_id).state
    except ObjectNotFound:
        return False
    except (httpx.HTTPError, PrefectException, OSError):
        return False
    return state is not None and state.type in _GIVEN_UP


if __name__ == "__main__":
    main(UUID(sys.argv[1]))
