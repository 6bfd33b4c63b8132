"""The empty forms of a catalogue, as pictures to compare with. Made when first needed."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from forms.catalogue import Catalogue
from forms.errors import SetupError
from forms.form import Form, PageSize
from ocr.align.index import Index
from ocr.align.kept import KeptFeatures
from ocr.align.look import halved
from ocr.align.points import OF_BLANK, Features, features_of
from ocr.align.title import Title, title_of
from ocr.engines.engine import Image
from ocr.ink.dark import Mask, above, darkness_of
from ocr.pages.glyphs import visible_glyphs
from ocr.pages.page import Glyph
from ocr.scale import DPI, whole_px

INK = 110  # darkness of printed lines and letters; shaded cells are lighter
SHADE = 14  # darkness of anything printed at all
MAX_ANCHORS = 180
ANCHOR_MM = 9.5  # between anchors
PATCH_MM = 7.0
LEVEL_MM = 5.0  # longer than the level strokes of printed letters
SMOOTH = 1.0  # px, before pieces are compared
KEPT_PAGES = 24  # whose pictures stay in memory (about 11 MB each); features of all stay


@dataclass(frozen=True)
class BlankPage:
    """One page of an empty form. `number` counts from 1; `image` is gray, at 200 dpi."""

    form: Form
    number: int
    image: Image
    glyphs: tuple[Glyph, ...]

    @property
    def key(self) -> tuple[str, int]:
        return self.form.id, self.number

    @property
    def size(self) -> PageSize:
        return self.form.pages[self.number - 1]

    @property
    def ink(self) -> Mask:
        """Printed lines and letters, without shading."""
        return inked(self.image)

    @cached_property
    def printed(self) -> Mask:
        """Everything printed that could be taken for ink, the faint rims of letters too."""
        return above(darkness_of(self.image), SHADE)

    @cached_property
    def half_parts(self) -> tuple[Mask, Mask]:
        """The ink's level lines, and everything else of it; at half size, where a pixel is ink
        when any of its four is."""
        bar = np.ones((1, whole_px(LEVEL_MM)), np.uint8)
        ink = self.ink
        level = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, bar), np.uint8)
        return any_of_four(level), any_of_four(ink & ~level)

    @cached_property
    def half_smooth(self) -> Image:
        """The blank at half size, ready for comparing pieces."""
        return smoothed(halved(self.image))

    @cached_property
    def title(self) -> Title | None:
        return title_of(self.glyphs, self.image.shape[0])

    @cached_property
    def anchors(self) -> NDArray[np.int64]:
        """N × 2 points (px of the half size) whose surroundings are unlike those a little way
        off, in an order in which any first part of them is spread over the page."""
        points = cv2.goodFeaturesToTrack(
            self.half_smooth, MAX_ANCHORS, 0.02, whole_px(ANCHOR_MM) / 2,
            blockSize=whole_px(PATCH_MM / 2) // 2 | 1,
        )  # fmt: skip
        found = np.zeros((0, 2)) if points is None else np.asarray(points).reshape(-1, 2)
        height, width = self.half_smooth.shape
        half = whole_px(PATCH_MM / 2) // 2 + 1
        good = (found > half).all(axis=1) & (found < (width - half, height - half)).all(axis=1)
        return _spread(np.asarray(np.round(found[good]), np.int64))


def smoothed(image: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), SMOOTH), np.uint8)


def any_of_four(mask: Mask) -> Mask:
    """Half size; ink stays where any of the four pixels has it."""
    height, width = mask.shape[0] // 2 * 2, mask.shape[1] // 2 * 2
    rows = np.maximum(mask[0:height:2], mask[1:height:2])
    return np.asarray(np.maximum(rows[:, 0:width:2], rows[:, 1:width:2]), np.uint8)


def inked(image: Image) -> Mask:
    """Dark enough for printed lines and letters."""
    dark = cv2.threshold(image, 254 - INK, 255, cv2.THRESH_BINARY_INV)[1]
    return np.asarray(dark, np.uint8)


def _spread(points: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each next point is the one furthest from all before it."""
    if not len(points):
        return points
    order, away = [0], np.full(len(points), np.inf)
    for _ in range(len(points) - 1):
        away = np.minimum(away, np.linalg.norm(points - points[order[-1]], axis=1))
        order.append(int(away.argmax()))
    return points[order]


@dataclass(frozen=True, slots=True)
class Marking:
    """What all blanks are known by: `owners` are form and page number by number in `index`;
    `sizes` (width, height in px)."""

    index: Index
    owners: tuple[tuple[Form, int], ...]
    features: tuple[Features, ...]
    sizes: tuple[tuple[int, int], ...]


class Blanks:
    """Every page of every form in every revision. Not thread-safe. `kept`: where their features
    are kept from one start to the next."""

    def __init__(self, catalogue: Catalogue, kept: KeptFeatures | None = None) -> None:
        self._catalogue, self._kept = catalogue, kept
        self._pages: OrderedDict[tuple[str, str], tuple[BlankPage, ...]] = OrderedDict()

    def page(self, owner: int) -> BlankPage:
        """The page with that number in the marking."""
        form, number = self.marking.owners[owner]
        return self.of(form)[number - 1]

    def __iter__(self) -> Iterator[BlankPage]:
        for form in self._catalogue.revisions():
            yield from self.of(form)

    def of(self, form: Form) -> tuple[BlankPage, ...]:
        """Pages of one form. Raises SetupError where its blank.pdf is missing or has not as many
        pages as the form."""
        key = (form.id, form.version)
        if key not in self._pages:
            with _opened(form) as pdf:
                pages = tuple(_page(form, pdf, n) for n in range(1, len(form.pages) + 1))
            self._pages[key] = pages
            while sum(map(len, self._pages.values())) > KEPT_PAGES and len(self._pages) > 1:
                self._pages.popitem(last=False)
        self._pages.move_to_end(key)
        return self._pages[key]

    @cached_property
    def marking(self) -> Marking:
        """Raises SetupError as `of` does."""
        owners: list[tuple[Form, int]] = []
        features: list[Features] = []
        sizes: list[tuple[int, int]] = []
        for form in self._catalogue.revisions():
            mine = tuple(_size(form, number) for number in range(1, len(form.pages) + 1))
            owners += [(form, number) for number in range(1, len(mine) + 1)]
            features += self._features(form, mine)
            sizes += mine
        return Marking(Index(features), tuple(owners), tuple(features), tuple(sizes))

    def _features(self, form: Form, sizes: Sequence[tuple[int, int]]) -> Sequence[Features]:
        """Of every page of a blank; as they were kept, else found and kept."""
        if self._kept is None:
            return _found(form, sizes)
        try:
            known = self._kept.get(form, sizes)
            if known is None:
                known = _found(form, sizes)
                self._kept.put(form, sizes, known)
        except OSError as error:
            raise _unopened(form) from error
        return known


def _found(form: Form, sizes: Sequence[tuple[int, int]]) -> tuple[Features, ...]:
    with _opened(form) as pdf:
        return tuple(
            features_of(_rendered(pdf, number, OF_BLANK[0] / max(size)), max(size), OF_BLANK)
            for number, size in enumerate(sizes, start=1)
        )


@contextmanager
def _opened(form: Form) -> Iterator[pypdfium2.PdfDocument]:
    try:
        pdf = pypdfium2.PdfDocument(form.blank)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise _unopened(form) from error
    try:
        if len(pdf) != len(form.pages):
            raise SetupError(f"様式 {form.id} の白紙のページ数が、定義と合いません。")
        yield pdf
    finally:
        pdf.close()


def _unopened(form: Form) -> SetupError:
    return SetupError(f"様式 {form.id} の白紙 ({form.blank.name}) を開けません。")


def _size(form: Form, number: int) -> tuple[int, int]:
    size = form.pages[number - 1]
    return whole_px(size.width), whole_px(size.height)


def _rendered(pdf: pypdfium2.PdfDocument, number: int, scale: float = 1.0) -> Image:
    """Gray, at about `scale` × 200 dpi."""
    pixels = pdf[number - 1].render(scale=scale * DPI / 72, grayscale=True).to_numpy()
    return np.array(pixels[:, :, 0] if pixels.ndim == 3 else pixels, np.uint8)


def _page(form: Form, pdf: pypdfium2.PdfDocument, number: int) -> BlankPage:
    size = _size(form, number)
    gray = _rendered(pdf, number)
    image = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)
    return BlankPage(form, number, image, visible_glyphs(pdf[number - 1], *size))
