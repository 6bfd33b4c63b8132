"""Is there room to work? A full disk and a queue that people no longer keep up with are told, and
slow down what makes them worse; what is in hand is always ended.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from workflows.office import Office
from workflows.store.states import State
from workflows.store.tables import RecordRow

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Pressure:
    """`free` and `wanted` in bytes (`free` None: the system does not say), `waiting` records for
    review, of which `most` are borne."""

    free: int | None
    wanted: int
    waiting: int
    most: int

    @property
    def is_disk_short(self) -> bool:
        """Nothing new is received or read: the originals stay in the inbox, where they are safe."""
        return self.free is not None and self.free < self.wanted

    @property
    def is_queue_long(self) -> bool:
        """A pause is made between two batches of reading."""
        return self.waiting > self.most

    def words(self) -> Iterator[str]:
        """What is too much, in Japanese, and what to do."""
        if self.is_disk_short and self.free is not None:
            yield (
                f"ディスクの空きが {self.free // MEGABYTE:,} MB しかないため、受付と読み取りを"
                f"止めています ({self.wanted // MEGABYTE:,} MB 以上の空きを作ると再開します)。"
            )
        if self.is_queue_long:
            yield (
                f"確認待ちが {self.waiting:,} 件あります ({self.most:,} 件まで)。"
                "読み取りの間隔をあけています。確認する人を増やしてください。"
            )


def pressure_of(office: Office) -> Pressure:
    """As it is now: one question to the store, one to each file system. Raises StoreError."""
    query = select(func.count()).where(RecordRow.state == State.DOUBTED)
    with office.store.read() as session:
        waiting = session.scalar(query) or 0
    settings = office.settings
    return Pressure(
        _free(office), settings.disk_megabytes * MEGABYTE, waiting, settings.review_waiting
    )


def _free(office: Office) -> int | None:
    """Of the fuller one, where our data and our files lie on two disks."""
    found = []
    for folder in {office.home, office.files.room}:
        try:
            found.append(shutil.disk_usage(folder).free)
        except OSError:
            continue
    return min(found, default=None)
