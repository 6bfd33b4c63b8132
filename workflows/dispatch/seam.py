"""What handing out needs from Prefect. `tests/workflows/dispatch/fake_runs.py` has a fake."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from workflows.dispatch.standing import Kind, Seen


class Runs(Protocol):
    """All raise PrefectAway where the server does not answer."""

    def look(self, flow_runs: Sequence[str]) -> Mapping[str, Seen]:
        """How far these are; those that are not there any more are left out."""
        ...

    def start(self, kind: Kind, key: str, parameters: Mapping[str, Any]) -> str:
        """A new run, or the one that was started with `key` before; its number. Raises SetupError
        where the deployment is missing."""
        ...

    def withdraw(self, flow_run: str) -> None:
        """Take a run away that no worker has taken."""
        ...
