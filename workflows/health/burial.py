"""What a process that has gone leaves behind in the store: leases, locks, a name on the roster.

All of it would run out by itself. For a process of this home nobody has to wait for that; what its
records and flow runs then need is done by those who deal with leases that have run out.
"""

import logging
from datetime import timedelta

from sqlalchemy import delete, update

from workflows.health import life
from workflows.office import Office
from workflows.store.tables import LockRow, RecordRow, RunInHandRow, WorkerRow

_log = logging.getLogger(__name__)
_OVER = timedelta(seconds=1)
_LONG_AGO = timedelta(hours=1)  # stale in any case


def bury_the_dead(office: Office) -> tuple[str, ...]:
    """End every lease and lock of this home's processes that have gone; their lives. Cheap where
    there are none. Raises StoreError: nothing is forgotten then."""
    return life.bury(office.home, lambda gone: _settle(office, gone))


def _settle(office: Office, gone: str) -> None:
    over = office.clock() - _OVER
    theirs = f"%:{gone}.%"
    with office.store.write() as session:
        session.execute(
            update(RecordRow)
            .where(RecordRow.lease_owner.like(theirs), RecordRow.lease_until > over)
            .values(lease_until=over)
            .execution_options(synchronize_session=False)
        )
        session.execute(delete(LockRow).where(LockRow.owner.like(theirs)))
        session.execute(delete(WorkerRow).where(WorkerRow.life == gone))
        session.execute(
            update(RunInHandRow).where(RunInHandRow.life == gone).values(seen_at=over - _LONG_AGO)
        )
    _log.warning("worker %s has gone without a farewell; its leases are ended", gone)
