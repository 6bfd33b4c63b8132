"""The public door of the room: a file → its applications, each a record of readings."""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from forms import rules
from forms.catalogue import Catalogue
from forms.errors import PaperError
from forms.form import Field, Form
from forms.record import Reading, Record
from ocr import gate
from ocr.align.blank import Blanks
from ocr.align.page import AlignedPage, Aligner
from ocr.digital import from_acroform, from_text, typed_glyphs
from ocr.engines import DEFAULT, Engine, open_engine
from ocr.engines.engine import Emissions, Image
from ocr.fields import Plan, plan_field
from ocr.fields.plan import Known, Sheet
from ocr.pages import Page, open_document
from ocr.result import ReadApplication, ReadDocument, ReadPage, RefusedPage
from ocr.written import written_on

LEAST_FIT = 0.3  # of a field's surroundings; below, the field is not read
KEPT_SIDE = 1600  # px, long side of the picture kept of a refused page

__all__ = ["ReadApplication", "ReadDocument", "ReadPage", "Reader", "RefusedPage"]


@dataclass
class _Open:
    """An application while its pages come in."""

    form: Form
    pages: list[ReadPage] = field(default_factory=list)
    readings: dict[str, Reading] = field(default_factory=dict)

    def has(self, page: AlignedPage) -> bool:
        return any(each.form_page == page.blank.number for each in self.pages)


class Reader:
    """Reads files of the catalogue's forms. Not thread-safe: one per process or thread."""

    def __init__(self, catalogue: Catalogue, engine: Engine) -> None:
        self._aligner = Aligner(Blanks(catalogue))
        self._engine = engine

    @classmethod
    def open(
        cls, catalogue: Catalogue, engine_name: str = DEFAULT, models: Path | None = None
    ) -> "Reader":
        """With an engine by name. Raises SetupError, MissingModel."""
        return cls(catalogue, open_engine(engine_name, models))

    def read(self, path: Path) -> ReadDocument:
        """Every application of the file, and every page that is none.

        Raises PaperError (UnreadableFile, UnknownForm, Misaligned) when no page can be read.
        """
        clock = _Clock()
        with clock("load"):
            document = open_document(path)
        applications: list[_Open] = []
        refused: list[RefusedPage] = []
        for page in clock.each("load", document.pages()):
            try:
                with clock("align"):
                    aligned = self._aligner.align(page)
            except PaperError as error:
                refused.append(RefusedPage(page.number, error, _small(page.image)))
                continue
            self._take(applications, aligned, document.form_values, clock)
        if not applications:
            raise refused[0].error
        done = tuple(_closed(each) for each in applications)
        return ReadDocument(document.page_count, done, tuple(refused), dict(clock.seconds))

    def _take(
        self,
        applications: list[_Open],
        page: AlignedPage,
        values: Mapping[str, str],
        clock: "_Clock",
    ) -> None:
        """Read a page into the running application, or into a new one."""
        form = page.blank.form
        if not applications or applications[-1].form.id != form.id or applications[-1].has(page):
            applications.append(_Open(form))
        target = applications[-1]
        is_first = sum(each.form.id == form.id for each in applications) == 1
        readings = self._readings(page, values if is_first else {}, clock)
        target.readings.update({each.field: each for each in readings})
        shown = ReadPage(page.number, page.blank.number, page.image, page.fit.score)
        target.pages.append(shown)

    def _readings(
        self, page: AlignedPage, values: Mapping[str, str], clock: "_Clock"
    ) -> list[Reading]:
        with clock("ink"):
            sheet = Sheet(page, written_on(page), self._engine.vocabulary, self._engine.name)
            fields = page.blank.form.on_page(page.blank.number)
            plans = [(each, _plan(each, sheet, values)) for each in fields]
        crops = [crop for _, plan in plans if plan for crop in plan.crops]
        with clock("recognise"):
            emissions = iter(self._engine.recognise(crops))
        with clock("decode"):
            return [_reading(each, plan, emissions) for each, plan in plans]


def _plan(each: Field, sheet: Sheet, values: Mapping[str, str]) -> Plan | None:
    """What the file says by itself comes first; None where the field cannot be seen."""
    if typed := from_acroform(each, values):
        return Known(typed)
    page = sheet.page
    if not page.is_seen(each.box) or page.fit.around(each.box) < LEAST_FIT:
        return None
    if page.glyphs and (printed := from_text(each, typed_glyphs(page), page)):
        return Known(printed)
    return plan_field(each, sheet)


def _reading(each: Field, plan: Plan | None, emissions: Iterator[Emissions]) -> Reading:
    if plan is None:
        return gate.unseen(each, each.box)
    own = [next(emissions) for _ in plan.crops]
    return gate.judge(each, plan.guess(own), each.page, each.box)


def _closed(application: _Open) -> ReadApplication:
    form = application.form
    readings = tuple(
        application.readings.get(each.id) or gate.missing(each, each.box) for each in form.fields
    )
    record = rules.check(form, Record(form.id, form.version, readings))
    fit = min(page.fit for page in application.pages)
    return ReadApplication(form, record, round(fit, 4), tuple(application.pages))


def _small(image: Image) -> Image:
    scale = min(1.0, KEPT_SIDE / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


class _Clock:
    """Seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[step] += time.perf_counter() - start

    def each(self, step: str, pages: Iterator[Page]) -> Iterator[Page]:
        while True:
            with self(step):
                page = next(pages, None)
            if page is None:
                return
            yield page
