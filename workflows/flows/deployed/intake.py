"""取込, started in the UI or by its schedule."""

from collections.abc import Sequence
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State as PrefectState

from workflows.deployments.parameters import TakeIn, checked
from workflows.ending import is_asked_to_end
from workflows.flows.deployed.arriving import receive_all
from workflows.flows.deployed.choosing import documents as chosen
from workflows.flows.deployed.opening import OpenApp, open_installation
from workflows.flows.door import Door
from workflows.flows.hold import held
from workflows.flows.intake import BATCH, DESCRIPTION, take_in_all
from workflows.flows.options import QUIET


def take_in_flow(open_app: OpenApp = open_installation) -> Any:
    """The flow over the installation that `open_app` opens."""

    @flow(name=BATCH.title, flow_run_name=BATCH.title, description=DESCRIPTION, **QUIET)
    def take_in(
        limit: int = 50, department: str = "", documents: Sequence[int] = ()
    ) -> PrefectState[Any]:
        def batch() -> PrefectState[Any]:
            given = {"limit": limit, "department": department, "documents": documents}
            wanted = checked(TakeIn, given)
            with open_app() as app, held(app.office):
                if not wanted.documents:
                    receive_all(app)
                return take_in_all(app, chosen(app, wanted), is_asked_to_end)

        return Door(BATCH.title).through(batch)

    return take_in


take_in = take_in_flow()
