"""Logins of a target system, over all processes and machines: as many as it allows, no more.

A slot is a lock in the store with a time-out. It is renewed while its session lives, and falls to
the next who asks some time after a session was killed.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from time import monotonic, sleep

from forms.errors import StoreAway, StoreError
from workflows.heartbeat import beating
from workflows.office import Office
from workflows.store import locks, records

_log = logging.getLogger(__name__)
_AGAIN_SECONDS = 1.0


@dataclass(slots=True)
class Slot:
    """`is_ours` until another session was given the slot: we had stood still for too long."""

    name: str
    is_ours: bool = True


@contextmanager
def held(office: Office, limit: int) -> Iterator[Slot | None]:
    """One of the system's `limit` slots while the block runs; None where all are taken."""
    slot = _take(office, limit)
    if slot is None:
        yield None
        return

    try:
        with beating(office.settings.lease_seconds / 3, lambda: is_kept(office, slot)):
            yield slot
    finally:
        _give_back(office, slot)


def is_one_free(office: Office, limit: int) -> bool:
    """A session may be begun now, as far as the store knows."""
    with office.store.read() as session:
        now = office.clock()
        return not all(locks.is_held(session, name, now) for name in _names(office, limit))


def is_kept(office: Office, slot: Slot) -> bool:
    """Renew the slot; False, now and for ever, where it was given to another."""
    slot.is_ours = slot.is_ours and _is_taken(office, slot.name)
    return slot.is_ours


def _take(office: Office, limit: int) -> Slot | None:
    return next((Slot(name) for name in _names(office, limit) if _is_taken(office, name)), None)


def _names(office: Office, limit: int) -> list[str]:
    return [f"session:{office.settings.system}:{number}" for number in range(1, limit + 1)]


def _is_taken(office: Office, name: str) -> bool:
    with office.store.write() as session:
        return locks.take(session, name, office.mark(), office.settings.lease_seconds)


def _give_back(office: Office, slot: Slot) -> None:
    """A store that fails here must not hide what the session came to. Where it is away, what the
    session held is given back when it answers again: nobody has to wait until that runs out."""
    try:
        with office.store.write() as session:
            locks.release(session, slot.name, office.owner)
    except StoreAway:
        Thread(target=_leave, args=(office,), name="leaving", daemon=True).start()
    except StoreError as error:
        _log.warning("a session's slot was not given back (%s)", error.code)


def _leave(office: Office) -> None:
    """Of a session that has ended: its browser is closed, nobody else goes by its name."""
    limit = monotonic() + office.settings.submit_lease_seconds  # then all has run out
    while monotonic() < limit:
        sleep(_AGAIN_SECONDS)  # between two tries; nothing tells that a database is back
        with suppress(StoreAway), office.store.write() as session:
            locks.release_all(session, office.owner)
            records.release_all(session, office.mark())
            return
