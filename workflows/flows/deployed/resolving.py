"""再照合, started in the UI or by its schedule."""

from collections.abc import Sequence
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State as PrefectState

from workflows import entry
from workflows.deployments.parameters import Resolve, checked
from workflows.ending import is_asked_to_end
from workflows.flows.deployed.choosing import to_resolve
from workflows.flows.deployed.opening import OpenApp, open_installation
from workflows.flows.door import Door
from workflows.flows.options import QUIET
from workflows.flows.records import RESOLVE, work_through


def resolve_flow(open_app: OpenApp = open_installation) -> Any:
    """The flow over the installation that `open_app` opens."""

    @flow(
        name=RESOLVE.batch.title,
        flow_run_name=RESOLVE.batch.title,
        description=RESOLVE.description,
        **QUIET,
    )
    def resolve(records: Sequence[int] = ()) -> PrefectState[Any]:
        def batch() -> PrefectState[Any]:
            wanted = checked(Resolve, {"records": records})
            with open_app() as app:
                entry.recover(app.office)
                _, state = work_through(app, RESOLVE, to_resolve(app, wanted), is_asked_to_end)
                return state

        return Door(RESOLVE.batch.title).through(batch)

    return resolve


resolve = resolve_flow()
