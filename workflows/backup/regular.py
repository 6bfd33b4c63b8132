"""A backup by schedule: made, checked, old ones taken away."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import update

from forms.errors import SetupError
from workflows.backup.checking import Checked, check
from workflows.backup.making import Made, make
from workflows.backup.pruning import Pruned, prune
from workflows.backup.repository import Repository
from workflows.office import Office
from workflows.store.tables import BackupRow


@dataclass(frozen=True, slots=True)
class Regular:
    """`checked`: of all that is in it with `read_all`, else of what was written now. `pruned` None:
    the check found something, so that none of the older ones went."""

    place: Path
    made: Made
    checked: Checked
    read_all: bool
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
    place = place_of(office)
    made = make(office, place, by)
    checked, repository = made.checked, Repository.open(place)
    if read_all and checked.is_whole and not made.read_all:
        checked = check(office.settings, repository, made.head)
        _note(office, made.head.id, checked)
    pruned = None
    if checked.is_whole:
        settings = office.settings
        keep, days = settings.backup_keep, settings.backup_past_days
        pruned = prune(office, repository, by, keep, days)
    return Regular(place, made, checked, read_all or made.read_all, pruned)


def _note(office: Office, snapshot: str, checked: Checked) -> None:
    """What the check of everything found, for `utsushi health`."""
    found = update(BackupRow).where(BackupRow.snapshot == snapshot)
    with office.store.write() as session:
        session.execute(
            found.values(findings=len(checked.findings)).execution_options(
                synchronize_session=False
            )
        )
