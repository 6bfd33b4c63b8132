"""A scanned stack without a picture: what stands on its pages, read through the reader's seam."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forms.catalogue import Catalogue
from forms.errors import EmptyPage, UnknownForm
from forms.form import Form
from forms.record import Record
from forms.separator import understood
from tests.workflows.fakes import (
    Application,
    Document,
    Page,
    Refused,
    Sheet,
    blank_page,
    reading,
)

BLANK, UNKNOWN = "blank", "unknown"


def stack(*pages: str) -> str:
    """What the file holds: of each page a sheet's text, `<form>[/<page>]`, BLANK or UNKNOWN."""
    return json.dumps(pages, ensure_ascii=False)


@dataclass
class StackReader:
    """Sorts pages as the real one does: a new application with each page 1."""

    catalogue: Catalogue
    key: bytes

    def read(self, path: Path, pages: Collection[int] = (), likely: str = "") -> Document:
        written = json.loads(path.read_text(encoding="utf-8"))
        numbered = [
            (number, text)
            for number, text in enumerate(written, start=1)
            if not pages or number in pages
        ]
        applications: list[Application] = []
        refused: list[Refused] = []
        sheets: list[Sheet] = []
        for number, text in numbered:
            if text.startswith("utsushi-separator:"):
                sheets.append(Sheet(number, understood(text, self.key)))
            elif text == BLANK:
                refused.append(Refused(number, EmptyPage("白紙です。"), blank_page()))
            elif text == UNKNOWN:
                error = UnknownForm("どの様式とも合いません。")
                refused.append(Refused(number, error, blank_page(7)))
            else:
                self._place(applications, number, text)
        return Document(len(written), tuple(applications), tuple(refused), {}, tuple(sheets))

    def read_as(self, path: Path, form: Form, pages: Collection[int] = ()) -> Document:
        return self.read(path, pages)

    def pictures(self, path: Path) -> Iterator[tuple[int, NDArray[Any]]]:
        for number in range(1, len(json.loads(path.read_text(encoding="utf-8"))) + 1):
            yield number, blank_page()

    def _place(self, applications: list[Application], number: int, text: str) -> None:
        name, _, page = text.partition("/")
        one = Page(number, int(page or 1), np.full((60, 40, 3), number % 256, np.uint8))
        if int(page or 1) > 1:
            before = applications.pop()
            pages = (*before.pages, one)
            applications.append(Application(before.form, before.record, before.fit, pages))
            return
        form = self.catalogue[name]
        readings = tuple(reading(form, each.id, None, None) for each in form.fields)
        record = Record(form.id, form.version, readings)
        applications.append(Application(form, record, 0.9, (one,)))
