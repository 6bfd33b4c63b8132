"""Whether entry stands still, as the 入力 deployment says: the UI pauses and resumes it."""

import httpx
from prefect.exceptions import ObjectNotFound, PrefectException

from workflows.alerts.standing import Still, still
from workflows.app import Utsushi
from workflows.deployments.declared import DEPLOYMENTS, Name
from workflows.flows.door import api

_FULL_NAME = next(each.full_name for each in DEPLOYMENTS if each.name is Name.ENTER)


def standing_still(app: Utsushi) -> Still | None:
    """Why nothing may be entered now; None: go on."""
    return still(app.office, _is_paused())


def _is_paused() -> bool | None:
    """None where nobody can say: Prefect does not answer, or has no such deployment."""
    try:
        with api() as client:
            return client.read_deployment_by_name(_FULL_NAME).paused
    except (httpx.HTTPError, PrefectException, ObjectNotFound, OSError):
        return None
