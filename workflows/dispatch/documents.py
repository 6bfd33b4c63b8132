"""Documents that wait to be read, as runs of 取込."""

import logging
from datetime import timedelta

from forms.errors import SetupError
from workflows import intake
from workflows.dispatch import book
from workflows.dispatch.seam import Runs
from workflows.dispatch.standing import SMALLEST, HandedOut, Kind, Standing, portions, standing
from workflows.office import Office
from workflows.prefect.coat import PrefectAway

_log = logging.getLogger(__name__)


def hand_out_documents(office: Office, runs: Runs) -> int:
    """Hand out what nobody has, in batches, so that no more than `dispatch_waiting` of them wait
    for a worker; how many documents. None while Prefect does not answer, or does not know the
    deployment: they wait as received.
    """
    try:
        was = looked(office, runs, Kind.TAKE_IN)
        return sum(_start(office, runs, each) for each in _cut(office, was))
    except (PrefectAway, SetupError) as error:
        _log.warning("nothing is handed out: %s", error.message)
        return 0


def looked(office: Office, runs: Runs, kind: Kind) -> Standing:
    """How the batches of a kind stand; what is over is forgotten. Raises PrefectAway."""
    with office.store.read() as session:
        out = book.handed_out(session, kind)
    seen = runs.look([each.flow_run for each in out if each.flow_run])
    patience = timedelta(seconds=office.settings.dispatch_seconds)
    was = standing(out, seen, office.clock(), patience)
    if was.over:
        with office.store.write() as session:
            book.forget(session, was.over)
    return was


def _cut(office: Office, was: Standing) -> list[HandedOut]:
    """New batches, written down before Prefect hears of them: of two that hand out at the same
    time, only one takes a document."""
    settings, waiting = office.settings, intake.unread(office)
    todo = [each for each in waiting if each not in was.documents]
    least = SMALLEST if was.waiting else 1  # while one waits, more may come: a start is dear
    if len(todo) < least or len(was.waiting) >= settings.dispatch_waiting:
        return []
    with office.store.write() as session:
        out = book.handed_out(session, Kind.TAKE_IN)
        taken = {document for each in out for document in each.documents}
        left = [each for each in todo if each not in taken]
        room = settings.dispatch_waiting - len(was.waiting)
        return [
            book.write_down(session, office, Kind.TAKE_IN, documents)
            for documents in portions(left, room, settings.batch_size)
        ]


def _start(office: Office, runs: Runs, batch: HandedOut) -> int:
    parameters = {"documents": list(batch.documents), "limit": len(batch.documents)}
    book.begun(office, batch, runs.start(Kind.TAKE_IN, batch.key, parameters))
    return len(batch.documents)
