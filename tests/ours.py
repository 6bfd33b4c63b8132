"""The forms that we ship, read once in a test process: reading them takes a third of a second."""

from functools import cache
from pathlib import Path

from forms import catalogue
from forms.catalogue import DEFINITIONS, Catalogue
from forms.form import Form
from forms.source import load_form


def share() -> None:
    """From now on whoever loads a catalogue in this process gets our forms as read before; the
    files of an office are read each time."""
    vars(catalogue)["load_form"] = _load_form


def _load_form(path: Path) -> Form:
    return _ours(path) if DEFINITIONS in path.parents else load_form(path)


_ours = cache(load_form)
OURS = Catalogue.load()
