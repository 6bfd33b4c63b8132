"""Where a document comes from: the watched folder, a department's folder in it, an upload."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from forms.catalogue import Catalogue
from workflows.intake.names import RECEIVED, REFUSED, is_temporary, to_text

UPLOAD = "upload:"
"""Start of the arrival path of what was uploaded; no file lies there."""


@dataclass(frozen=True, slots=True)
class Origin:
    """`arrival` tells one drop from another and, for the folder, is where the original lies.
    `department`: the one that it was dropped for, where that is known."""

    name: str
    arrival: str
    department: str | None = None
    uploaded_by: str | None = None

    @classmethod
    def of_file(cls, path: Path, inbox: Path, departments: Iterable[str]) -> "Origin":
        """A file of the watched folder, or of a department's folder in it."""
        own = path.parent.name if path.parent.parent == inbox else ""
        return cls(to_text(path.name), to_text(path), department_named(own, departments))

    @classmethod
    def of_upload(cls, name: str, key: str, department: str | None, by: str) -> "Origin":
        """`key` is new with every drop and the same when it is sent again."""
        return cls(name, f"{UPLOAD}{key}", department, by)


def departments_of(catalogue: Catalogue) -> tuple[str, ...]:
    """Every department that a form belongs to."""
    return tuple(sorted({form.department for form in catalogue}))


def department_named(folder: str, departments: Iterable[str]) -> str | None:
    """The department that a folder is named after, however wide its characters are."""
    wanted = _plain(folder)
    return next((each for each in departments if wanted and _plain(each) == wanted), None)


def folders_of(inbox: Path, departments: Iterable[str]) -> tuple[Path, ...]:
    """The departments' folders in the inbox. Raises OSError."""
    known = tuple(departments)
    return tuple(each for each in _folders(inbox) if department_named(each.name, known))


def strangers_in(inbox: Path, departments: Iterable[str]) -> tuple[str, ...]:
    """Names of the folders there that belong to no department: what lies in them is not taken.
    Raises OSError."""
    known = tuple(departments)
    return tuple(e.name for e in _folders(inbox) if not department_named(e.name, known))


def _folders(inbox: Path) -> tuple[Path, ...]:
    ours = {RECEIVED, REFUSED}
    return tuple(
        each
        for each in sorted(inbox.iterdir())
        if each.name not in ours
        and not is_temporary(each.name)
        and each.is_dir()
        and not each.is_symlink()
    )


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
