"""A reader that reads nothing: the same record for every file, after a given time."""

import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forms.catalogue import Catalogue
from forms.form import Form
from forms.record import Candidate, Figures, Reading, Record
from tests.workflows.fakes import Application, Document, Page

FORM = "risai-shomei"  # 21 fields on one page
PAGE = (1169, 827)  # px, height and width: A4 at 100 dpi


class StubReader:
    """Waits `seconds` for each file, without using the processor, and gives a record without
    doubts. The picture of the page is kept as that of any page is."""

    def __init__(self, catalogue: Catalogue, seconds: float) -> None:
        self._seconds = seconds
        form = catalogue[FORM]
        readings = tuple(_reading(form, each.id) for each in form.fields)
        self._application = Application(
            form, Record(form.id, form.version, readings), 0.9, (Page(1, 1, _page()),)
        )

    def read(self, path: Path, pages: Collection[int] = ()) -> Document:
        path.read_bytes()
        if self._seconds:
            time.sleep(self._seconds)  # what is measured is the way, at a known time of reading
        return Document(1, (self._application,), (), {"stub": self._seconds})

    def read_as(self, path: Path, form: Form, pages: Collection[int] = ()) -> Document:
        return self.read(path, pages)

    def pictures(self, path: Path) -> Iterator[tuple[int, NDArray[Any]]]:
        yield 1, _page()


def _reading(form: Form, field: str) -> Reading:
    place = form.field(field)
    text = "みほん　たろう"
    candidates = tuple(Candidate(text, each) for each in (0.9, 0.05, 0.01))
    return Reading(
        field, text, text, 0.999, place.page, place.box, "stub", (), candidates,
        Figures("text", 0.99, 0.98, 0.97, 5.0, 40, clear=False, basis="stub"),
    )  # fmt: skip


def _page() -> NDArray[np.uint8]:
    """A page with ruled lines."""
    page = np.full((*PAGE, 3), 255, np.uint8)
    page[::40] = 0
    page[:, ::100] = 0
    return page
