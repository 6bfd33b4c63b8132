"""The empty forms of a catalogue, as pictures to compare with. Made once, when first needed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from forms.catalogue import Catalogue
from forms.errors import SetupError
from forms.form import Form, PageSize
from ocr.align.features import Features, features_of
from ocr.engines.engine import Image
from ocr.ink import Mask, darkness_of
from ocr.pages.glyphs import visible_glyphs
from ocr.pages.page import Glyph
from ocr.scale import DPI, whole_px

INK = 110  # darkness of printed lines and letters; shaded cells are lighter
SHADE = 14  # darkness of anything printed at all
MAX_ANCHORS = 140
PATCH_MM = 7.0
LEVEL_MM = 5.0  # longer than the level strokes of printed letters
SMOOTH = 1.0  # px, before pieces are compared


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

    @cached_property
    def darkness(self) -> Image:
        return darkness_of(self.image)

    @cached_property
    def ink(self) -> Mask:
        """Printed lines and letters, without shading."""
        return np.where(255 - self.image > INK, 255, 0).astype(np.uint8)

    @cached_property
    def parts(self) -> tuple[Mask, Mask]:
        """The ink's level lines, and everything else of it."""
        bar = np.ones((1, whole_px(LEVEL_MM)), np.uint8)
        level = np.asarray(cv2.morphologyEx(self.ink, cv2.MORPH_OPEN, bar), np.uint8)
        return level, self.ink & ~level

    @cached_property
    def printed(self) -> Mask:
        """Everything printed that could be taken for ink, the faint rims of letters too."""
        return np.where(self.darkness > SHADE, 255, 0).astype(np.uint8)

    @cached_property
    def quick_features(self) -> Features:
        return features_of(self.image, "orb")

    @cached_property
    def robust_features(self) -> Features:
        return features_of(self.image, "sift")

    def smooth(self, reduce: int) -> Image:
        """The blank at half size (2) or full size (1), ready for comparing pieces."""
        return self._halved if reduce > 1 else self._smoothed

    @cached_property
    def _smoothed(self) -> Image:
        return np.asarray(cv2.GaussianBlur(self.image, (0, 0), SMOOTH), np.uint8)

    @cached_property
    def _halved(self) -> Image:
        height, width = self.image.shape
        half = cv2.resize(self.image, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.GaussianBlur(half, (0, 0), SMOOTH), np.uint8)

    @cached_property
    def anchors(self) -> NDArray[np.float32]:
        """N × 2 points (px) whose surroundings are unlike those a little way off."""
        smooth = cv2.GaussianBlur(self.image, (0, 0), 1.5)
        points = cv2.goodFeaturesToTrack(
            smooth, MAX_ANCHORS, 0.02, whole_px(11), blockSize=whole_px(PATCH_MM / 2) | 1
        )
        return self._away_from_edge(np.asarray(points, np.float32).reshape(-1, 2))

    def _away_from_edge(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        height, width = self.image.shape
        half = whole_px(PATCH_MM / 2) + 1
        good = (points > half).all(axis=1) & (points < (width - half, height - half)).all(axis=1)
        return points[good]


class Blanks:
    """Every page of every form. Not thread-safe."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._pages: dict[str, tuple[BlankPage, ...]] = {}

    def __iter__(self) -> Iterator[BlankPage]:
        for form in self._catalogue:
            yield from self.of(form)

    def of(self, form: Form) -> tuple[BlankPage, ...]:
        """Pages of one form. Raises SetupError where its blank.pdf is missing or has not as many
        pages as the form."""
        if form.id not in self._pages:
            self._pages[form.id] = _load(form)
        return self._pages[form.id]


def _load(form: Form) -> tuple[BlankPage, ...]:
    try:
        pdf = pypdfium2.PdfDocument(form.blank)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise SetupError(f"様式 {form.id} の白紙 ({form.blank.name}) を開けません。") from error
    try:
        if len(pdf) != len(form.pages):
            raise SetupError(f"様式 {form.id} の白紙のページ数が、定義と合いません。")
        return tuple(_page(form, pdf, n) for n in range(1, len(form.pages) + 1))
    finally:
        pdf.close()


def _page(form: Form, pdf: pypdfium2.PdfDocument, number: int) -> BlankPage:
    size = form.pages[number - 1]
    width, height = whole_px(size.width), whole_px(size.height)
    page = pdf[number - 1]
    pixels = page.render(scale=DPI / 72, grayscale=True).to_numpy()
    gray = np.array(pixels[:, :, 0] if pixels.ndim == 3 else pixels, np.uint8)
    image = np.asarray(cv2.resize(gray, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    return BlankPage(form, number, image, visible_glyphs(page, width, height))
