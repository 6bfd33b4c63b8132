"""Bringing the Prefect server in line with what is declared here, as often as wanted.

What the office has changed in the UI stays: a schedule that it paused, changed or removed, the
pause of a deployment or pool. `STEPS` is the list of what is applied; each step is handed the same
`Ground` and tells what it did.
"""

from collections.abc import Callable, Iterable

import httpx
from prefect.exceptions import PrefectException

from forms.errors import SetupError
from workflows.deployments.automations import apply_automations
from workflows.deployments.deployed import apply_deployments
from workflows.deployments.ground import Applied, Ground, What
from workflows.deployments.limits import apply_limits
from workflows.deployments.missed import drop_missed
from workflows.deployments.pools import apply_pools
from workflows.flows.door import api
from workflows.makers import open_catalogue
from workflows.settings import Settings

Step = Callable[[Ground], Iterable[Applied]]
STEPS: tuple[Step, ...] = (
    apply_pools,
    apply_deployments,
    drop_missed,
    apply_limits,
    apply_automations,
)
"""In this order."""

__all__ = ["STEPS", "Applied", "Ground", "Step", "What", "apply"]


def apply(settings: Settings, steps: Iterable[Step] = STEPS) -> tuple[Applied, ...]:
    """Apply every step to the server that the environment names. Raises SetupError."""
    try:
        with api() as client:
            ground = Ground(client, settings, open_catalogue(settings))
            return tuple(each for step in steps for each in step(ground))
    except (httpx.HTTPError, PrefectException, OSError) as error:
        raise SetupError(
            f"Prefect のサーバーに設定を登録できませんでした ({type(error).__name__})。",
            advice="「utsushi up」が動いているか確かめ、もう一度実行してください。",
        ) from error
