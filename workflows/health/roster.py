"""Who is at work, as others see it: a row with a heartbeat a process, and one a flow run."""

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from workflows.health.life import life_of
from workflows.heartbeat import beating
from workflows.office import Office
from workflows.store.tables import RunInHandRow, WorkerRow

BEAT_SECONDS = 10.0
STALE_SECONDS = 45.0
"""Without a heartbeat for so long a process counts as gone, be it on another machine."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A process at work. `is_stale`: it has given no sign of life for a while."""

    kind: str
    host: str
    pid: int
    started_at: datetime
    seen_at: datetime
    is_stale: bool


@contextmanager
def at_work(office: Office, kind: str) -> Iterator[None]:
    """Stand on the roster as `kind` (watch, enter, worker …) while the block runs."""
    life = _name(office)

    def beat() -> None:
        now = office.clock()
        with office.store.write() as session:
            row = session.get(WorkerRow, life)
            if row is None:
                host, pid = socket.gethostname()[:200], os.getpid()
                session.add(
                    WorkerRow(life=life, kind=kind, host=host, pid=pid, started_at=now, seen_at=now)
                )
            else:
                row.seen_at = now

    beat()
    try:
        with beating(BEAT_SECONDS, beat):
            yield
    finally:
        with office.store.write() as session:
            session.execute(delete(WorkerRow).where(WorkerRow.life == life))


@contextmanager
def in_hand(office: Office, run_id: str) -> Iterator[None]:
    """Hold a flow run while the block runs. Should our process go before the run has ended, others
    end it in its place. The row outlives the block: the run's last state is set after it. An error
    of the store is raised before the block, never after it."""
    life, now = _name(office), office.clock()
    with office.store.write() as session:
        session.merge(RunInHandRow(id=run_id, life=life, started_at=now, seen_at=now))

    def beat() -> None:
        with office.store.write() as session:
            session.execute(
                update(RunInHandRow)
                .where(RunInHandRow.id == run_id, RunInHandRow.life == life)
                .values(seen_at=office.clock())
            )

    with beating(BEAT_SECONDS, beat):
        yield


def workers(session: Session, now: datetime) -> tuple[Worker, ...]:
    """By kind, the longest at work first."""
    stale = _stale(now)
    query = select(WorkerRow).order_by(WorkerRow.kind, WorkerRow.started_at)
    return tuple(
        Worker(row.kind, row.host, row.pid, row.started_at, row.seen_at, row.seen_at < stale)
        for row in session.scalars(query)
    )


def abandoned(session: Session, now: datetime) -> tuple[str, ...]:
    """Flow runs whose process has gone."""
    query = select(RunInHandRow.id).where(RunInHandRow.seen_at < _stale(now))
    return tuple(session.scalars(query.order_by(RunInHandRow.started_at)))


def all_in_hand(session: Session) -> frozenset[str]:
    """Every flow run that the store knows of."""
    return frozenset(session.scalars(select(RunInHandRow.id)))


def let_go(session: Session, run_ids: Sequence[str]) -> None:
    """These have ended in Prefect too."""
    session.execute(delete(RunInHandRow).where(RunInHandRow.id.in_(run_ids)))


def strike_off(session: Session, now: datetime) -> None:
    """Take away processes that have been silent for an hour: nobody waits for them."""
    session.execute(delete(WorkerRow).where(WorkerRow.seen_at < now - timedelta(hours=1)))


def _stale(now: datetime) -> datetime:
    return now - timedelta(seconds=STALE_SECONDS)


def _name(office: Office) -> str:
    """Its life; on a file system without locks the random end of its name."""
    return life_of(office.owner) or office.owner[-8:]
