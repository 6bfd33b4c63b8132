"""A global concurrency limit for each target system, out of its `system.yaml`.

`sessions` there is the one place: a limit that was changed in the UI is set back at the next start.
"""

from collections.abc import Iterator

from prefect.client.schemas.actions import (
    GlobalConcurrencyLimitCreate,
    GlobalConcurrencyLimitUpdate,
)
from prefect.exceptions import ObjectNotFound

from bots.scenario import System, load_system, system_folder, system_folders
from bots.scenario.loader import SCENARIOS
from workflows.deployments.ground import Applied, Ground, What
from workflows.flows.slots import limit_name
from workflows.settings import Settings

KIND = "同時実行の上限"


def apply_limits(ground: Ground) -> Iterator[Applied]:
    """Of the system in use and of the office's own. Raises SetupError where one has a mistake."""
    for system in _systems(ground.settings):
        name, sessions = limit_name(system.name), system.sessions
        try:
            found = ground.client.read_global_concurrency_limit_by_name(name)
        except ObjectNotFound:
            ground.client.create_global_concurrency_limit(
                GlobalConcurrencyLimitCreate(name=name, limit=sessions)
            )
            yield Applied(KIND, name, What.MADE)
            continue
        if found.limit == sessions and found.active:
            yield Applied(KIND, name, What.KEPT)
            continue
        changed = GlobalConcurrencyLimitUpdate(limit=sessions, active=True)
        ground.client.update_global_concurrency_limit(name, changed)
        yield Applied(KIND, name, What.UPDATED)


def _systems(settings: Settings) -> list[System]:
    folders = system_folders(*settings.scenarios)
    own = {name: path for name, path in folders.items() if not path.is_relative_to(SCENARIOS)}
    own[settings.system] = system_folder(settings.system, *settings.scenarios)
    return [load_system(own[name]) for name in sorted(own)]
