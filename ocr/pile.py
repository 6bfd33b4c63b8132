"""The pages of a file, sorted into applications while they come in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from forms import rules
from forms.errors import EmptyPage, PaperError
from forms.form import Form
from forms.record import Reading, Record
from ocr import gate
from ocr.align.page import AlignedPage
from ocr.align.telling import Likely
from ocr.between import cross, ditto
from ocr.engines.engine import Image
from ocr.pages import Page
from ocr.picture import Picture
from ocr.result import ReadApplication, ReadPage, RefusedPage, SeparatorPage

KEPT_SIDE = 1600  # px, long side of the picture kept of a refused page


@dataclass
class Running:
    """An application while its pages come in."""

    form: Form
    pages: list[ReadPage] = field(default_factory=list)
    readings: dict[str, Reading] = field(default_factory=dict)

    def has(self, number: int) -> bool:
        return any(each.form_page == number for each in self.pages)

    def take(self, readings: Sequence[Reading]) -> None:
        self.readings.update({each.field: each for each in readings})

    def closed(self) -> ReadApplication:
        form = self.form
        readings = tuple(
            self.readings.get(each.id) or gate.missing(each, each.box) for each in form.fields
        )
        record = ditto.resolved(form, Record(form.id, form.version, readings))
        record = cross.check(form, rules.check(form, record))
        fit = min(page.fit for page in self.pages)
        return ReadApplication(form, record, round(fit, 4), tuple(self.pages))


@dataclass
class Pile:
    """The pages of a file, sorted into applications. `said`: the id of the form that somebody says
    they are of; empty where nobody does."""

    said: str = ""
    applications: list[Running] = field(default_factory=list)
    refused: list[RefusedPage] = field(default_factory=list)
    separators: list[SeparatorPage] = field(default_factory=list)
    kept: int = 0
    has_gap: bool = False  # a page was refused since: what follows may belong to another paper
    is_parted: bool = False  # a separator sheet came since: no application goes on beyond it

    def place(self, page: AlignedPage) -> Running:
        """The running application, or a new one, with this page."""
        form, number = page.blank.form, page.blank.number
        self.has_gap = False
        running = self.applications[-1] if self.applications else None
        is_full = running is not None and (running.form.id != form.id or running.has(number))
        if running is None or is_full or self.is_parted:
            running = Running(form)
            self.applications.append(running)
            self.is_parted = False
        running.pages.append(ReadPage(page.number, number, self._keep(page.image), page.fit.score))
        return running

    @property
    def likely(self) -> Likely | None:
        """What the next page should be: what was said, else the rest of the application before."""
        if self.said:
            return Likely(self.said)
        running = self.applications[-1] if self.applications else None
        if running is None or self.has_gap or self.is_parted:
            return None
        rest = (n for n in range(1, len(running.form.pages) + 1) if not running.has(n))
        numbers = frozenset(rest)
        return Likely(running.form.id, numbers) if numbers else None

    def refuse(self, page: Page, error: PaperError) -> None:
        self.has_gap = self.has_gap or not isinstance(error, EmptyPage)  # a back side is no gap
        said = error.with_traceback(None)  # which would keep the whole document in memory
        self.refused.append(RefusedPage(page.number, said, self._keep(small(page.image))))

    def part(self, page: SeparatorPage) -> None:
        """A separator sheet: what comes after it should be of the form that it names."""
        self.is_parted = True
        self.said = page.separator.form if page.separator else ""
        self.separators.append(page)

    @property
    def is_first_of_its_form(self) -> bool:
        """Whether the running application is; the values of a PDF form belong to it alone."""
        form = self.applications[-1].form
        return sum(each.form.id == form.id for each in self.applications) == 1

    def _keep(self, image: Image) -> Picture:
        self.kept += 1
        return Picture.keep(image, self.kept - 1)


def small(image: Image) -> Image:
    """As it is kept of a page that belongs to no application."""
    scale = min(1.0, KEPT_SIDE / max(image.shape[:2]))
    made = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(made, np.uint8)
