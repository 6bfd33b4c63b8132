"""A catalogue that follows its folders: forms are drawn up and mended while processes run.

Nothing changes by itself: whoever works calls `refresh` where a change does no harm, between two
batches or two requests.
"""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

from forms.catalogue import Catalogue
from forms.errors import BadDeclaration, SetupError
from forms.procedures import NAME as PROCEDURES
from forms.work_fields import NAME as WORK_FIELDS

SAVING = ".saving"
"""Lies in a form's folder while its files are being exchanged."""

SAVING_SECONDS = 30.0  # a save never takes that long: what is older was left by a killed process
_FILES = ("form.yaml", "blank.pdf", SAVING)
_log = logging.getLogger(__name__)

Signature = tuple[tuple[str, int, int], ...]
"""Path, time of change (ns) and size (bytes) of every file that the catalogue is made of."""


class LiveCatalogue(Catalogue):
    """Made by `of`. Every holder sees the forms as of the last `refresh`."""

    _folders: tuple[Path, ...]
    _signature: Signature

    @classmethod
    def of(cls, *folders: Path) -> "LiveCatalogue":
        """As `Catalogue.load`. Raises BadDeclaration."""
        signature = _signature(folders)
        made = cls.load(*folders)
        live = cls((), ())
        live._take(made)
        live._folders, live._signature = folders, signature
        return live

    def refresh(self) -> bool:
        """Load anew where the folders have changed; whether they had. A mistake in a file keeps
        the forms as they were, until the file changes again."""
        signature = _signature(self._folders)
        if signature == self._signature or _is_saving(signature):
            return False
        self._signature = signature
        try:
            self._take(Catalogue.load(*self._folders))
        except BadDeclaration as error:
            _log.error("the forms were not loaded anew: line %d of %s", error.line, error.file)
            return False
        except (SetupError, OSError) as error:
            _log.error("the forms were not loaded anew: %s", type(error).__name__)
            return False
        return True

    def _take(self, other: Catalogue) -> None:
        self._forms, self._older = other._forms, other._older
        self._work_fields, self._procedures = other._work_fields, other._procedures


def _signature(folders: tuple[Path, ...]) -> Signature:
    found: list[tuple[str, int, int]] = []
    for folder in folders:
        for name in _FILES:
            found += _files(*folder.glob(f"*/{name}"), *folder.glob(f"*/*/{name}"))
        found += _files(folder / WORK_FIELDS, folder / PROCEDURES)
    return tuple(sorted(found))


def _files(*paths: Path) -> Iterator[tuple[str, int, int]]:
    for path in paths:
        try:
            status = path.stat()
        except OSError:  # none, or gone between listing and looking
            continue
        yield str(path), status.st_mtime_ns, status.st_size


def _is_saving(signature: Signature) -> bool:
    newest = max((at for path, at, _ in signature if Path(path).name == SAVING), default=0)
    return time.time() - newest / 1e9 < SAVING_SECONDS
