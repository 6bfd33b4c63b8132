"""How things stand: which keys there are, and what is not under the one that seals now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workflows.office import Office
from workflows.resealing import database, shelves
from workflows.sealing.opening import main_key_of
from workflows.trials import left as trials


@dataclass(frozen=True, slots=True)
class Census:
    """`is_on`: things are encrypted at all. `is_beside`: the main key lies in the data folder, so
    that whoever takes that has both. `retired`: since when an older data key seals no more.
    `rows`, `files`: in clear or under an older key."""

    is_on: bool
    place: str = ""
    is_beside: bool = False
    is_strict: bool = False
    active: str = ""
    retired: Mapping[str, datetime] | None = None
    rows: int = 0
    files: int = 0


def count(office: Office) -> Census:
    """Looks at every row and every file. Raises NoKey, SetupError, StoreError."""
    ring = office.store.ring
    if ring is None:
        return Census(is_on=False)
    settings, keys = office.settings, ring.keys
    is_file = settings.key_place == "file"
    return Census(
        is_on=True,
        place=main_key_of(settings).title,
        is_beside=is_file and settings.main_key_path.is_relative_to(settings.shared_path),
        is_strict=keys.is_strict,
        active=keys.active,
        retired=keys.retired,
        rows=database.stale(office.store, ring),
        files=shelves.stale(office, ring) + trials.stale(office.home, ring),
    )
