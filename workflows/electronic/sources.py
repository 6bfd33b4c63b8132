"""The source maps that hold for this office."""

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from forms.catalogue import Catalogue
from forms.electronic.item import Kind
from forms.electronic.source_map import SourceMap, load_map, maps_in
from forms.errors import BadDeclaration
from forms.form import Form

_log = logging.getLogger(__name__)


class Sources:
    """Read anew for every file that needs them: they are few, and may be mended while we run."""

    def __init__(self, catalogue: Catalogue, folders: Iterable[Path]) -> None:
        self.catalogue, self._folders = catalogue, tuple(folders)

    def maps(self, kind: Kind, form: Form | None = None) -> Iterator[SourceMap]:
        """Those of a kind, of one form or of all. One with a mistake is left out and logged:
        `utsushi form intake` tells it."""
        for each in (form,) if form is not None else tuple(self.catalogue):
            for path in maps_in(each, self._folders):
                try:
                    found = load_map(path, each)
                except BadDeclaration as error:
                    _log.error("a source map was left out: line %d of %s", error.line, error.file)
                    continue
                if found.kind is kind:
                    yield found

    def forms(self, form: Form | None = None) -> tuple[Form, ...]:
        """The forms that a file may be of."""
        return (form,) if form is not None else tuple(self.catalogue)
