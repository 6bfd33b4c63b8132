"""Does anything lie where a backup is to be put back?"""

from workflows.audit.marks import FILE as MARKS
from workflows.backup.errors import NotEmpty
from workflows.keys import FILE
from workflows.settings import Settings
from workflows.shared_files.places import Place, place_of
from workflows.store import snapshots

_KEPT = ("originals", "pages", "evidence")


def check_empty(settings: Settings) -> None:
    """Keys that were brought along, new papers in the inbox and our own log may lie there.
    Raises NotEmpty, FilesAway, StoreError."""
    allowed = {settings.inbox_path.name, "keys", FILE, "logs", "tmp"}
    for folder in {settings.home_path, settings.shared_path}:
        found = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
        if strange := [name for name in found if name not in allowed]:
            raise NotEmpty(f"{folder} に {strange[0]}")
    if (settings.shared_path / MARKS).exists():
        raise NotEmpty(f"{settings.shared_path} に {MARKS.as_posix()}")
    if not snapshots.is_empty(settings.database_url):
        raise NotEmpty("データベースに表")
    if _holds_papers(place_of(settings.files, settings.home_path)):
        raise NotEmpty("ファイルの保存先に書類")


def _holds_papers(place: Place) -> bool:
    return any(True for folder in _KEPT for _ in place.names(folder))
