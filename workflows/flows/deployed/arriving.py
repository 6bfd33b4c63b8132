"""What lies in the watched folder when a 取込 is started."""

from threading import Event
from time import monotonic

from workflows import intake
from workflows.app import Utsushi
from workflows.store import locks
from workflows.watch import LOCK_SECONDS, Watcher


def receive_all(app: Utsushi) -> None:
    """Take over what has settled in the folder, unless `utsushi watch` does, or the folder is not
    on this machine; and what a reader that has gone was reading. Raises SetupError."""
    intake.recover(app.office)
    inbox = app.settings.inbox_path
    if not inbox.is_dir() or not _is_free(app):
        return
    Watcher(app, lambda document_ids: None, monotonic).run_once(Event())


def _is_free(app: Utsushi) -> bool:
    """Nobody watches the folder; from now on we hold it."""
    office = app.office
    with office.store.write() as session:
        name = locks.inbox(app.settings.inbox_path)
        return locks.take(session, name, office.mark(), LOCK_SECONDS)
