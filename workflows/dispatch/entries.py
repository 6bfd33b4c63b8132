"""Records that wait for their entry or a look-up, as runs of 入力 and 再照合.

A run takes what is due when it begins, and its workers lease record by record: so runs need no
list, and two of them share the work.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from forms.errors import SetupError
from workflows import entry
from workflows.dispatch import book
from workflows.dispatch.documents import looked
from workflows.dispatch.seam import Runs
from workflows.dispatch.standing import SMALLEST, Kind
from workflows.office import Office
from workflows.prefect.coat import PrefectAway

_log = logging.getLogger(__name__)


def hand_out_entries(
    office: Office, runs: Runs, is_still: Callable[[], bool] = lambda: False
) -> int:
    """While anything is due and no run for it waits, hand one out: look-ups, then entries unless
    `is_still`; how many runs. None while Prefect does not answer, or does not know a deployment."""
    entry.recover(office)
    limit = {"limit": office.settings.batch_size}
    try:
        looks = _hand_out(office, runs, Kind.RESOLVE, entry.unsettled(office), {})
        due: Sequence[int] = () if is_still() else entry.due(office)
        return looks + _hand_out(office, runs, Kind.ENTER, due, limit)
    except (PrefectAway, SetupError) as error:
        _log.warning("nothing is handed out: %s", error.message)
        return 0


def _hand_out(
    office: Office, runs: Runs, kind: Kind, due: Sequence[int], parameters: Mapping[str, Any]
) -> int:
    was = looked(office, runs, kind)
    if not due:
        for each in was.waiting:  # done by another run: an empty one would only be in the way
            if each.flow_run:
                runs.withdraw(each.flow_run)
        return 0
    least = SMALLEST if was.begun else 1  # a start is dear, and one may soon be through
    if len(due) < least or len(was.begun) >= office.settings.dispatch_waiting:
        return 0
    if was.waiting or was.failed:
        return 0
    with office.store.write() as session:
        batch = book.write_down(session, office, kind)
    book.begun(office, batch, runs.start(kind, batch.key, parameters))
    return 1
