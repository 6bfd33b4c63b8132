"""A backup by schedule: made, checked, old ones taken away."""

from dataclasses import dataclass
from pathlib import Path

from forms.errors import SetupError
from workflows.backup.making import Made, make
from workflows.backup.pruning import Pruned, prune
from workflows.backup.repository import Repository
from workflows.office import Office


@dataclass(frozen=True, slots=True)
class Regular:
    """`pruned` None: the check found something, so that none of the older ones went."""

    place: Path
    made: Made
    pruned: Pruned | None


def place_of(office: Office) -> Path:
    """Raises SetupError where the office has named none."""
    place = office.settings.backup_place
    if place is None:
        raise SetupError(
            "控え先が決まっていません。",
            advice="設定 UTSUSHI_BACKUP_PLACE に、データフォルダの外のフォルダを指定してください。",
        )
    return place.absolute()


def back_up(office: Office, by: str, *, read_all: bool) -> Regular:
    """Raises SetupError, BadPlace, BusyPlace, PlaceAway, StoreError."""
    place, settings = place_of(office), office.settings
    made, pruned = make(office, place, by, read_all=read_all), None
    if made.checked.is_whole:
        keep, days = settings.backup_keep, settings.backup_past_days
        pruned = prune(office, Repository.open(place), by, keep, days)
    return Regular(place, made, pruned)
