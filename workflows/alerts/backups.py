"""The backup by schedule that does not come: told once a day, however it came to fail."""

from uuid import uuid5

from workflows.alerts import switches
from workflows.alerts.happenings import OURS, Event, Happening
from workflows.alerts.switches import Name
from workflows.backup.last import age_in_words, is_late, last_of
from workflows.clock import TOKYO
from workflows.office import Office


def late_backup(office: Office) -> Happening | None:
    """Where the office named a place for it and no whole backup is young enough (see `is_late`)."""
    whole = last_of(office.store, whole=True)
    if office.settings.backup_place is None or not is_late(office, whole):
        switches.end(office, Name.LATE_BACKUP)
        return None
    now, before = office.clock(), switches.read(office, Name.LATE_BACKUP)
    today = now.astimezone(TOKYO).date()
    if before is not None and before.note == str(today):
        return None
    age = age_in_words(now - whole.at) if whole else "まだありません"
    return Happening(
        uuid5(OURS, f"backup:{today}"), Event.BACKUP_LATE, now, "utsushi.backup", "控え",
        details={"age": age}, switch=Name.LATE_BACKUP, note=str(today),
    )  # fmt: skip
