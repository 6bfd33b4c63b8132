"""What is told from time to time, beside the batches, by whoever enters or hands out entries."""

import os
from time import monotonic

from workflows.app import Utsushi
from workflows.flows.events import tell_rest
from workflows.prefect import coat

SECONDS = 60.0


class Regular:
    """Call it as often as is convenient: it tells once a minute, while Prefect answers."""

    def __init__(self, app: Utsushi) -> None:
        self._app, self._next = app, 0.0

    def __call__(self) -> None:
        if monotonic() < self._next:
            return
        self._next = monotonic() + SECONDS
        if coat.answers(os.environ.get("PREFECT_API_URL", "")):
            tell_rest(self._app)
