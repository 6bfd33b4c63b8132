"""入力, started in the UI or by its schedule."""

from collections.abc import Sequence
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State as PrefectState
from prefect.states import Completed, Failed

from workflows import entry
from workflows.app import Utsushi
from workflows.deployments.parameters import Enter, checked
from workflows.ending import is_asked_to_end
from workflows.flows import artifacts, gate
from workflows.flows.deployed.choosing import to_enter
from workflows.flows.deployed.opening import OpenApp, open_installation
from workflows.flows.door import Door
from workflows.flows.options import QUIET
from workflows.flows.records import ENTER, work_through
from workflows.flows.standing import standing_still


def enter_flow(open_app: OpenApp = open_installation) -> Any:
    """The flow over the installation that `open_app` opens."""

    @flow(
        name=ENTER.batch.title,
        flow_run_name=ENTER.batch.title,
        description=ENTER.description,
        **QUIET,
    )
    def enter(
        limit: int = 50, form: str = "", department: str = "", approval: bool = False
    ) -> PrefectState[Any]:
        def batch() -> PrefectState[Any]:
            given = {"limit": limit, "form": form, "department": department, "approval": approval}
            wanted = checked(Enter, given)
            with open_app() as app:
                entry.recover(app.office)
                return _enter(app, wanted)

        return Door(ENTER.batch.title).through(batch)

    return enter


def _enter(app: Utsushi, wanted: Enter) -> PrefectState[Any]:
    """What is due, or what a supervisor approves of it. Raises SetupError."""
    if not (wanted.approval or app.office.is_gated()):
        return _work(app, to_enter(app, wanted))
    passed = gate.ask_first(
        app,
        lambda: to_enter(app, wanted, to_ask=True),
        lambda: to_enter(app, wanted) if app.office.is_gated() else [],
    )
    if passed.words:
        artifacts.name_run(f"{ENTER.batch.title} 見送り")
        return Completed(message=passed.words)
    return _work(app, passed.record_ids)


def _work(app: Utsushi, record_ids: Sequence[int]) -> PrefectState[Any]:
    """While entry stands still the run fails with the reason; approvals stay good."""
    if record_ids and (still := standing_still(app)):
        artifacts.name_run(f"{ENTER.batch.title} 停止中: 対象 {len(record_ids)} 件")
        return Failed(message=f"{still.message} {still.advice}")
    return work_through(app, ENTER, record_ids, is_asked_to_end)[1]


enter = enter_flow()
