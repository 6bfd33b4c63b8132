"""What lies in the watched folder when a 取込 is started."""

from collections.abc import Iterator
from contextlib import contextmanager
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
    if not app.settings.inbox_path.is_dir():
        return
    with hold_folder(app) as is_ours:
        if is_ours:
            Watcher(app, lambda document_ids: None, monotonic).receive_all(Event())


@contextmanager
def hold_folder(app: Utsushi) -> Iterator[bool]:
    """Whether the folder is ours to empty while the block runs: nobody watches it."""
    office, name = app.office, locks.inbox(app.settings.inbox_path)
    with office.store.write() as session:
        is_ours = locks.take(session, name, office.mark(), LOCK_SECONDS)
    try:
        yield is_ours
    finally:
        if is_ours:
            with office.store.write() as session:
                locks.release(session, name, office.owner)
