"""Flow runs whose process has gone are ended, so that nothing is shown as running for ever.

The store knows which run is in whose hands; Prefect is told. A run that Prefect shows under way
and that is in nobody's hands for a while (killed before it said so) is ended too.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
    TaskRunFilter,
    TaskRunFilterState,
    TaskRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.objects import State as PrefectState
from prefect.exceptions import ObjectNotFound, PrefectException
from prefect.settings import PREFECT_CLIENT_MAX_RETRIES, temporary_settings
from prefect.states import Crashed

from workflows.deployments import NAMES
from workflows.flows.door import api
from workflows.health import roster
from workflows.office import Office

_log = logging.getLogger(__name__)
NAME = "中断"
MESSAGE = "処理が途中で止まったか、終わりを記録できませんでした。残りは次の実行が引き継ぎます。"
LOST_SECONDS = 180.0  # a run of which the store knows nothing: longer than any process starts
UNHELD_SECONDS = 60.0  # the same where it runs: its first deed is to tell the store
_UNDER_WAY = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]


def lay_to_rest(office: Office) -> int:
    """End the runs of our flows whose process has gone; how many. 0 where the server does not
    answer: the next call tries again. Raises StoreError."""
    try:
        with temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 0}), api() as client:
            return _left_in_store(office, client) + _lost(office, client)
    except (httpx.HTTPError, PrefectException, OSError) as error:
        _log.warning("runs without a process were not looked for (%s)", type(error).__name__)
        return 0


def _left_in_store(office: Office, client: SyncPrefectClient) -> int:
    with office.store.read() as session:
        abandoned = roster.abandoned(session, office.clock())
    ended = sum(_end(client, run_id) for run_id in abandoned)
    if abandoned:
        with office.store.write() as session:
            roster.let_go(session, abandoned)
    return ended


def _lost(office: Office, client: SyncPrefectClient) -> int:
    under_way = client.read_flow_runs(
        flow_filter=FlowFilter(name=FlowFilterName(any_=list(NAMES))),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=_UNDER_WAY))
        ),
        limit=200,
    )
    with office.store.read() as session:
        known = roster.all_in_hand(session)
    lost = [run for run in under_way if str(run.id) not in known and _is_lost(run, office.clock())]
    return sum(_end(client, str(run.id)) for run in lost)


def _is_lost(run: FlowRun, now: datetime) -> bool:
    is_running = run.state is not None and run.state.is_running()
    return _since(run) < now - timedelta(seconds=UNHELD_SECONDS if is_running else LOST_SECONDS)


def _since(run: FlowRun) -> datetime:
    state: PrefectState[object] | None = run.state
    when = state.timestamp if state else run.created
    return when or datetime.max.replace(tzinfo=None).astimezone()


def _end(client: SyncPrefectClient, run_id: str) -> bool:
    """False where it had ended, or is not there any more."""
    try:
        run = client.read_flow_run(UUID(run_id))
    except ObjectNotFound:
        return False
    if run.state is None or run.state.is_final() or run.state.is_paused():
        return False
    client.set_flow_run_state(run.id, Crashed(name=NAME, message=MESSAGE), force=True)
    _end_tasks(client, run.id)
    _log.warning("flow run %s had lost its process and was ended", run_id)
    return True


def _end_tasks(client: SyncPrefectClient, run_id: UUID) -> None:
    under_way = client.read_task_runs(
        flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run_id])),
        task_run_filter=TaskRunFilter(
            state=TaskRunFilterState(type=TaskRunFilterStateType(any_=_UNDER_WAY))
        ),
    )
    for task in under_way:
        client.set_task_run_state(task.id, Crashed(name=NAME, message=MESSAGE), force=True)
