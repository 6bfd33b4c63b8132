"""What lies where: areas of a backup, and what of the data folder is in none, each with its reason.

| area | is |
|---|---|
| `store` | the database, one file |
| `files` | originals, pages, evidence and made files, as they lie (sealed ones stay sealed) |
| `shared` | forms, layouts and other tables of the office, the audit log's key and marks |
| `forms-0` …, `scenarios-0` … | other folders of `UTSUSHI_FORMS`, `UTSUSHI_SCENARIOS` |
| `keys` | `ring.json` and, sealed by it, our own key; with `--with-keys` all, by a passphrase |
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from sqlalchemy.engine import make_url

from workflows.audit.marks import FILE as MARKS
from workflows.audit.seals import KEY_FILE
from workflows.backup import half, keys
from workflows.backup.manifest import STORE
from workflows.settings import Settings

_FILES = "area files"
LEFT: Mapping[str, str] = {
    "originals": _FILES, "pages": _FILES, "evidence": _FILES,
    "exports": _FILES, "cost-imports": _FILES, "vouchers": _FILES,
    "claims": _FILES, "reports": _FILES, "installation": _FILES,
    "keys": "a key beside what it opens is no key; ring.json is taken, wrapped",
    "cache": "copies", "tmp": "unfinished", "features": "made anew",
    "open": "papers at the moment that they are read", "workers": "who is at work now",
    "prefect": "no part of the work; its password is made anew",
    "logs": "of this machine; the marks of the audit log are taken",
    "templates": "forms that are still being drawn, with papers they are tried on",
    "checks": "made anew", "recordings": "of a person at work", "traces": "made anew",
    "trials": "made anew; marks of trial entries belong to this machine",
}  # fmt: skip
"""Folders of the data folder that are not copied as the office's own tables."""

_SECRET = (".key", ".bin", ".pem")
_PASSING = (".lock", ".part", ".tmp", ".db", ".db-wal", ".db-shm", ".life")
_ELSEWHERE = re.compile(r"(?:forms|scenarios)-[0-9]+")


def office_files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Names in a backup, and where those files lie. Links are not followed; what holds a key or a
    password is not among them, wherever it was put."""
    secret = _secrets(settings)
    return ((name, path) for name, path in _found(settings) if path.resolve() not in secret)


def _secrets(settings: Settings) -> set[Path]:
    given = (
        settings.main_key_path, settings.credentials_path, settings.credentials_key_file,
        settings.prefect_password_file,
    )  # fmt: skip
    return {path.resolve() for path in given if path is not None}


def _found(settings: Settings) -> Iterator[tuple[str, Path]]:
    shared = settings.shared_path
    inbox = settings.inbox_path
    for entry in _entries(shared):
        if entry.is_dir():
            if entry.name not in LEFT and entry.absolute() != inbox:
                yield from _below("shared", shared, entry)
        elif _is_kept(entry, settings):
            yield f"shared/{entry.name}", entry
    if (shared / MARKS).is_file():
        yield f"shared/{MARKS.as_posix()}", shared / MARKS
    for area, folder in folders(settings).items():
        yield from _below(area, folder, folder)


def is_ours(settings: Settings, name: str) -> bool:
    """A backup of ours may hold a file of that name. A list that somebody changed might name keys,
    a database or marks of work: nothing of the kind is put down."""
    area, _, path = name.partition("/")
    first, last = path.split("/")[0], path.split("/")[-1]
    if area == "files":
        return LEFT.get(first) == _FILES
    if area in ("store", "keys"):
        return name in (STORE, keys.CLOSED, keys.OWN, keys.RING)
    if name in (f"shared/{KEY_FILE}", f"shared/{MARKS.as_posix()}"):
        return True
    if last.startswith(".") or PurePosixPath(last).suffix in (*_SECRET, *_PASSING):
        return False
    if area != "shared":
        return _ELSEWHERE.fullmatch(area) is not None
    target = place_for(settings, name).absolute()
    is_elsewhere = target == _database(settings) or target.is_relative_to(settings.inbox_path)
    is_secret = first in (half.FILE, *LEFT) or target.resolve() in _secrets(settings)
    return not (is_elsewhere or is_secret)


def folders(settings: Settings) -> Mapping[str, Path]:
    """The office's folders of forms and scenarios that do not lie in the shared one."""
    shared = settings.shared_path
    found = {
        **{f"forms-{n}": path for n, path in enumerate(settings.forms_paths)},
        **{f"scenarios-{n}": path.absolute() for n, path in enumerate(settings.scenarios)},
    }
    return {area: path for area, path in found.items() if not path.is_relative_to(shared)}


def place_for(settings: Settings, name: str) -> Path:
    """Where a file of `shared`, `forms-…` or `scenarios-…` goes on this machine. What has no
    folder of its own here lies in the shared one, where it is found by hand."""
    area, _, path = name.partition("/")
    if name == keys.RING:
        return keys.ring_path(settings)
    if area == "shared":
        return settings.shared_path / path
    folder = folders(settings).get(area)
    return folder / path if folder else settings.shared_path / area / path


def settings_told(settings: Settings) -> dict[str, str]:
    """What is set, for whoever restores; no address, no password, no token."""
    said = settings.model_dump(mode="json", exclude_unset=True)
    hidden = {name for name in said if name.endswith(("_url", "_user", "_to", "_from"))}
    hidden |= {"files"} if "://" in settings.files else set()
    return {
        name: f"({_scheme(said[name])}…)" if name in hidden else _plain(said[name])
        for name in sorted(said)
    }


def _plain(value: object) -> str:
    return os.pathsep.join(map(str, value)) if isinstance(value, list) else str(value)


def _scheme(value: object) -> str:
    head, found, _ = str(value).partition("://")
    return f"{head}://" if found else ""


def _entries(folder: Path) -> list[Path]:
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [each for each in found if not each.is_symlink()]


def _is_kept(path: Path, settings: Settings) -> bool:
    if path.name == KEY_FILE:
        return True
    if path.name.startswith(".") or path.suffix in (*_SECRET, *_PASSING):
        return False
    return path.absolute() != _database(settings)


def _database(settings: Settings) -> Path:
    return Path(make_url(settings.database_url).database or "").absolute()


def _below(area: str, root: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    for parent, _, names in os.walk(folder):
        for name in sorted(names):
            path = Path(parent) / name
            is_passing = name.startswith(".") or path.suffix in (*_SECRET, *_PASSING)
            if not path.is_symlink() and not is_passing:
                yield f"{area}/{path.relative_to(root).as_posix()}", path
