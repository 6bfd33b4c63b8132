"""The public door of the room: a file → its applications, each a record of readings."""

import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2

from forms.catalogue import Catalogue
from forms.errors import EmptyPage, PaperError, UnreadableFile
from forms.form import Field, Form
from forms.record import Reading
from ocr import gate
from ocr.align.blank import Blanks
from ocr.align.kept import KeptFeatures
from ocr.align.page import Aligner
from ocr.between.agree import agreed, located
from ocr.between.backing import backed
from ocr.calibration import Trust
from ocr.digital import from_acroform, from_text, typed_glyphs
from ocr.engines import Engine, open_engine
from ocr.engines.engine import Image
from ocr.engines.threads import thread_count
from ocr.fields import Plan, plan_field
from ocr.fields.plan import Known, Sheet
from ocr.guess import Guess
from ocr.ink.written import written_on
from ocr.pages import Document, Page, open_document
from ocr.pile import Pile, Running, small
from ocr.qr.separators import separator_on
from ocr.recognising import Coming, Recognising
from ocr.result import ReadApplication, ReadDocument, ReadPage, RefusedPage
from ocr.warm import Warming

LEAST_FIT = 0.3  # of a field's surroundings; below, the field is not read

__all__ = ["ReadApplication", "ReadDocument", "ReadPage", "Reader", "RefusedPage"]


@dataclass(frozen=True, slots=True)
class _PlannedField:
    """A field with its plan, and the emissions that it waits for; no plan where it cannot be
    seen."""

    field: Field
    plan: Plan | None
    coming: Coming


@dataclass(frozen=True, slots=True)
class _PlannedPage:
    """A page of `target`."""

    target: Running
    plans: tuple[_PlannedField, ...]


class Reader:
    """Reads files of the catalogue's forms. Not thread-safe: one per process or thread."""

    def __init__(
        self, catalogue: Catalogue, engine: Engine, trust: Trust | None = None,
        kept: KeptFeatures | None = None, separator_key: bytes | None = None,
    ) -> None:  # fmt: skip
        """`separator_key`: what separator sheets are known by as made here."""
        self._separator_key = separator_key
        self._aligner, self._kept = Aligner(Blanks(catalogue, kept)), kept
        self._engine = engine
        self._trust = trust or Trust.shipped()
        self._warming: Warming | None = None

    @classmethod
    def open(
        cls,
        catalogue: Catalogue,
        engine_name: str | None = None,
        models: Path | None = None,
        home: Path | None = None,
        features: Path | None = None,
        separator_key: bytes | None = None,
    ) -> "Reader":
        """With an engine by name, else the default one. `home`: the data folder, where the
        office's own thresholds lie; `features`: where what blanks are known by is kept from one
        start to the next. Raises SetupError (BadDeclaration, MissingModel).

        OpenCV gets as many threads as the reader may use cores, in the whole process."""
        cv2.setNumThreads(thread_count())
        kept = KeptFeatures(features) if features else None
        engine = open_engine(engine_name, models)
        return cls(catalogue, engine, Trust.open(home), kept, separator_key)

    def read(self, path: Path, pages: Collection[int] = (), likely: str = "") -> ReadDocument:
        """Every application of the file, and every page that is none. `pages` (from 1): of these
        alone. `likely`: the id of the form that they should be of (by a separator sheet, say); it
        decides only between forms that the print does not tell apart.

        Raises PaperError (UnreadableFile, UnknownForm, Misaligned) when no page can be read.
        """
        return self._read(path, self._aligner, frozenset(pages), likely)

    def read_as(self, path: Path, form: Form, pages: Collection[int] = ()) -> ReadDocument:
        """The same where a person said what form it is, so that none that looks alike is thought
        of. A page that does not lie on that form's blank is refused whatever was said."""
        only = Aligner(Blanks(Catalogue([form]), self._kept), by_title=False)
        return self._read(path, only, frozenset(pages))

    def pictures(self, path: Path) -> Iterator[tuple[int, Image]]:
        """Number (from 1) and small picture of every page, for a person to look at where none
        could be read. Raises UnreadableFile."""
        return ((page.number, small(page.image)) for page in open_document(path).pages())

    def _read(
        self, path: Path, aligner: Aligner, wanted: frozenset[int], likely: str = ""
    ) -> ReadDocument:
        clock = _Clock()
        if self._warming is None:
            self._warming = Warming(self._engine.vocabulary)
        with clock("load"):
            document = open_document(path)
        pile, has_cores = Pile(likely), thread_count() > 1
        with Recognising(self._engine, beside=has_cores) as recognising:
            pages = _wanted(document, wanted)
            planned = self._planned(document, pages, aligner, pile, recognising, clock)
            for page in _one_ahead(planned) if has_cores else planned:
                self._decode(page, recognising, clock)
        if not pile.applications and not pile.separators:
            raise pile.refused[0].error if pile.refused else _gone(path)
        done = tuple(each.closed() for each in pile.applications)
        return ReadDocument(
            document.page_count, done, tuple(pile.refused), dict(clock.seconds),
            tuple(pile.separators),
        )  # fmt: skip

    def _planned(
        self, document: Document, pages: Iterator[Page], aligner: Aligner, pile: Pile,
        recognising: Recognising, clock: "_Clock",
    ) -> Iterator["_PlannedPage"]:  # fmt: skip
        """Each page of a declared form, laid on its blank, with what must be recognised of it
        handed over field by field."""
        for page in clock.each("load", pages):
            try:
                with clock("align"):
                    aligned = aligner.align(page, pile.likely)
            except PaperError as error:
                self._refuse(pile, page, error)
                continue
            target = pile.place(aligned)
            values = document.form_values if pile.is_first_of_its_form else {}
            with clock("ink"):
                sheet = Sheet(
                    aligned, written_on(aligned), self._engine.vocabulary, self._engine.name
                )
                fields = target.form.on_page(aligned.blank.number)
                odd = document.odd_values
                plans = tuple(_planned(each, sheet, values, odd, recognising) for each in fields)
            yield _PlannedPage(target, plans)

    def _refuse(self, pile: Pile, page: Page, error: PaperError) -> None:
        """A page that is of no form: a separator sheet, or for a person to look at."""
        is_empty = isinstance(error, EmptyPage)
        sheet = None if is_empty else separator_on(page, self._separator_key)
        if sheet is None:
            pile.refuse(page, error)
        else:
            pile.part(sheet)

    def _decode(self, page: "_PlannedPage", recognising: Recognising, clock: "_Clock") -> None:
        """Readings of the page's fields; those that must agree are read together."""
        if self._warming is not None:
            self._warming.wait()
        form, guesses, read = page.target.form, {}, {}
        for each in page.plans:
            if each.plan is not None:
                with clock("recognise"):
                    emissions = recognising.emissions(each.coming)
                with clock("decode"):
                    guesses[each.field.id] = each.plan.guess(emissions)
                    read[each.field.id] = (each.plan, emissions)
        with clock("decode"):
            settled = backed(form, agreed(form, located(form, read, guesses)))
            page.target.take([_judged(each.field, settled, self._trust) for each in page.plans])


def _wanted(document: Document, numbers: frozenset[int]) -> Iterator[Page]:
    pages = document.pages()
    return (each for each in pages if each.number in numbers) if numbers else pages


def _gone(path: Path) -> UnreadableFile:
    return UnreadableFile(f"{path.name} にそのページがありません。")


def _one_ahead(pages: Iterator["_PlannedPage"]) -> Iterator["_PlannedPage"]:
    """The pages, each only when the next one is planned: the engine then has work while a page is
    decoded."""
    waiting: _PlannedPage | None = None
    for page in pages:
        if waiting is not None:
            yield waiting
        waiting = page
    if waiting is not None:
        yield waiting


def _planned(
    each: Field, sheet: Sheet, values: Mapping[str, str], odd: frozenset[str],
    recognising: Recognising,
) -> "_PlannedField":  # fmt: skip
    plan = _plan(each, sheet, values, odd)
    return _PlannedField(each, plan, recognising.hand_over(plan.crops if plan else ()))


def _plan(
    each: Field, sheet: Sheet, values: Mapping[str, str], odd: frozenset[str]
) -> Plan | None:  # fmt: skip
    """What the file says by itself comes first; None where the field cannot be seen."""
    if typed := from_acroform(each, values, odd):
        return Known(typed)
    page = sheet.page
    if not page.is_seen(each.box) or page.fit.around(each.box) < LEAST_FIT:
        return None
    if page.glyphs and (printed := from_text(each, typed_glyphs(page), page)):
        return Known(printed)
    return plan_field(each, sheet)


def _judged(each: Field, settled: Mapping[str, Guess], trust: Trust) -> Reading:
    guess = settled.get(each.id)
    if guess is None:
        return gate.unseen(each, each.box)
    return gate.judge(each, guess, each.page, each.box, trust)


class _Clock:
    """Seconds by step in which the reading stood there. What goes on beside another step is not
    counted twice: the sum is how long the reading took."""

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
