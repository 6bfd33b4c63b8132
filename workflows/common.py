"""What all machines of an installation must have alike, told before any work where one has not.

The store keeps a mark of each: the hash of the audit log's key (in the folder `UTSUSHI_SHARED`) and
the number of the place where files lie (`UTSUSHI_FILES`). A machine whose folders are its own, by a
setting that was forgotten, would seal lines that no other can check and keep papers that no other
can find.
"""

import hashlib
from pathlib import Path

from sqlalchemy.orm import Session

from forms.errors import SetupError
from workflows.audit.seals import KEY_FILE
from workflows.clock import Clock
from workflows.keys import installation_key
from workflows.settings import Settings
from workflows.shared_files import Files
from workflows.store.database import Store
from workflows.store.tables import CommonRow

KEY, PLACE = "audit key", "files"


class Uncommon(SetupError):
    """This machine does not have what the others have."""


def check_common(store: Store, settings: Settings, clock: Clock) -> None:
    """Only where something is shared; the first machine lays the marks down. Raises Uncommon,
    FilesAway, StoreError."""
    if not (settings.store_url or settings.files or settings.shared):
        return
    files = Files.of(settings)
    with store.read() as session:
        key, place = _mark(session, KEY), _mark(session, PLACE)
    if key is None or place is None:
        key, place = _lay_down(store, settings, files, clock)
    if _key_of(settings.shared_path) != key:
        raise Uncommon(
            "この機械の鍵が、ほかの機械のものと違います。",
            advice="UTSUSHI_SHARED に、すべての機械で同じ共有フォルダを指定してください。",
        )
    if files.mark() != place:
        raise Uncommon(
            "この機械のファイルの保存先が、ほかの機械のものと違います。",
            advice="UTSUSHI_FILES に、すべての機械で同じ保存先を指定してください。",
        )


def _lay_down(store: Store, settings: Settings, files: Files, clock: Clock) -> tuple[str, str]:
    """Of two machines that come first at the same time, one does."""
    installation_key(settings.shared_path, KEY_FILE)
    if files.mark() is None:
        files.lay_mark()
    mine = {KEY: _key_of(settings.shared_path), PLACE: files.mark()}
    with store.write() as session:
        for name, value in mine.items():
            if _mark(session, name) is None:
                session.add(CommonRow(name=name, value=value, at=clock()))
        session.flush()
        return _mark(session, KEY) or "", _mark(session, PLACE) or ""


def _mark(session: Session, name: str) -> str | None:
    row = session.get(CommonRow, name)
    return row.value if row else None


def _key_of(shared: Path) -> str | None:
    """The key itself stays where it is: only its hash is told."""
    try:
        return hashlib.sha256(b"utsushi common\0" + (shared / KEY_FILE).read_bytes()).hexdigest()
    except OSError:
        return None
