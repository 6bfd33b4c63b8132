"""The watched folder where the reading is done by workers: receive, hand out, put away."""

import logging
from collections.abc import Callable, Sequence

from workflows import intake
from workflows.app import Utsushi
from workflows.dispatch.documents import hand_out_documents
from workflows.dispatch.seam import Runs
from workflows.watch import PATIENCE_SECONDS, Watcher

_log = logging.getLogger(__name__)


class HandingOut(Watcher):
    """Reads nothing itself, so that receiving never waits for a reader."""

    def __init__(self, app: Utsushi, runs: Runs, now: Callable[[], float]) -> None:
        super().__init__(app, lambda document_ids: None, now)
        self._runs = runs

    def _take_up(self, received: Sequence[int]) -> int:
        """Shelve what workers have read, hand out what nobody has; how many were received."""
        office, now = self._app.office, self._now()
        for document_id in intake.unshelved(office):
            if now < self._again_at.get(document_id, now):
                continue
            try:
                intake.shelve(office, document_id)
            except OSError as error:  # the original stays in the inbox; tried again later
                self._again_at[document_id] = now + PATIENCE_SECONDS
                _log.warning("document %d: not shelved (errno %s)", document_id, error.errno)
        hand_out_documents(office, self._runs)
        return len(received)
