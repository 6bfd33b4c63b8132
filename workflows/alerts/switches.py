"""Switches of the whole installation, in the store: on or off, since when, with a note."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from workflows.office import Office
from workflows.store.tables import SwitchRow


class Name(StrEnum):
    """Values are stored: never rename one."""

    ENTRY_PAUSED = "entry_paused"  # the 入力 deployment was paused when it was last looked at
    PILED = "unconfirmed_piled"  # more than the office bears; note: how many when it was told
    OLD_QUEUE = "old_queue"  # note: the record that was told of
    LATE_BACKUP = "late_backup"  # note: the day on which it was told


def get(session: Session, name: Name) -> SwitchRow | None:
    """The row while it is on, else None."""
    row = session.get(SwitchRow, name)
    return row if row is not None and row.is_on else None


def read(office: Office, name: Name) -> SwitchRow | None:
    """As `get`, in a session of its own."""
    with office.store.read() as session:
        return get(session, name)


def end(office: Office, name: Name) -> None:
    """Off. Nothing is written where it is off already."""
    if read(office, name) is not None:
        with office.store.write() as session:
            put(session, name, office.clock(), is_on=False)


def put(session: Session, name: Name, at: datetime, *, is_on: bool, note: str = "") -> None:
    row = session.get(SwitchRow, name)
    if row is None:
        session.add(SwitchRow(name=name, is_on=is_on, at=at, note=note))
    elif row.is_on != is_on or row.note != note:
        row.is_on, row.at, row.note = is_on, at, note
