"""A restore that was cut short: until it is carried on, nothing starts over what is half there."""

import json
from pathlib import Path
from uuid import uuid4

from workflows.backup.errors import HalfRestored
from workflows.files import PRIVATE, private_folder
from workflows.settings import Settings

FILE = "restoring.json"


def check_whole(settings: Settings) -> None:
    """Raises HalfRestored."""
    said = said_of(settings)
    if said is not None:
        raise HalfRestored(said[0])


def said_of(settings: Settings) -> tuple[str, str] | None:
    """The folder and the backup that is being restored here; None where none is."""
    try:
        text = _path(settings).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        said = json.loads(text)
        return str(said["from"]), str(said["snapshot"])
    except (ValueError, KeyError, TypeError):
        return "控え先", ""


def begin(settings: Settings, root: Path, snapshot: str) -> None:
    """Raises OSError."""
    path = _path(settings)
    part = private_folder(path.parent) / f".{uuid4().hex}.part"
    part.touch(mode=PRIVATE)
    said = {"from": str(root), "snapshot": snapshot}
    part.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    part.replace(path)


def end(settings: Settings) -> None:
    _path(settings).unlink()


def _path(settings: Settings) -> Path:
    return settings.home_path / FILE
