"""Pages of a file → sheets: upright, flat, at 200 dpi, with what is ruled and printed on them."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from ocr.drafting.flat import sheet_in, unleaned
from ocr.drafting.geometry import Rect
from ocr.drafting.printed import Char
from ocr.drafting.reading import chars_read
from ocr.drafting.ruling import Ruling, ruling_of
from ocr.drafting.sheet import Sheet
from ocr.engines import Engine, open_engine
from ocr.engines.engine import Image
from ocr.free.upright import straightened, turned_upright
from ocr.ink.dark import inks_of
from ocr.pages import Page
from ocr.scale import DPI, PX_PER_MM

SQUARES = "□☐▢❏❑"  # characters to tick
SQUARE_SHARE = 0.85  # of its box that such a character fills
LEAST_GLYPHS = 12  # of a page that says its own text
SIZES = ((210, 297), (297, 420), (182, 257), (257, 364), (148, 210))  # mm: A4 A3 B5 B4 A5
EXACTLY_MM = 0.6  # that a PDF's page may
NEARLY = 0.02  # that a scan may differ from the size of its paper


class Sheets:
    """Makes sheets; reads what a page does not say of itself. Not thread-safe."""

    def __init__(self, engine: Engine | None = None, models: Path | None = None) -> None:
        self._engine, self._models = engine, models

    def of(self, page: Page) -> Sheet:
        """Raises MissingModel where the page must be read and there are no weights."""
        return _digital(page) if len(page.glyphs) >= LEAST_GLYPHS else self._scanned(page)

    def _scanned(self, page: Page) -> Sheet:
        engine = self._opened()
        sheet = sheet_in(page.image)
        image, _ = turned_upright(_at_working_size(page, sheet), engine)
        straight = unleaned(image)
        if straight is image:
            straight = straightened(image, engine.detect(image))
        width, height = _paper(straight, is_cut_out=sheet is not None)
        size = round(width * PX_PER_MM), round(height * PX_PER_MM)
        straight = np.asarray(cv2.resize(straight, size, interpolation=cv2.INTER_AREA), np.uint8)
        ink = inks_of(straight).ink
        ruling = ruling_of(ink)
        chars = chars_read(straight, ink, ruling, engine)
        return Sheet(page.number, straight, ink, ruling, chars, width, height, False, False)

    def _opened(self) -> Engine:
        if self._engine is None:
            self._engine = open_engine(models=self._models)
        return self._engine


def _digital(page: Page) -> Sheet:
    scale = DPI / page.dpi
    image = _scaled(page.image, scale)
    every = [
        Char(g.character, Rect(g.left * scale, g.top * scale, g.right * scale, g.bottom * scale))
        for g in page.glyphs
    ]
    chars = tuple(char for char in every if char.text not in SQUARES)
    ink = inks_of(image).ink
    ruling = _with_squares(ruling_of(ink), [c.rect for c in every if c.text in SQUARES])
    height, width = image.shape[:2]
    said = _usual(width / PX_PER_MM, height / PX_PER_MM, EXACTLY_MM)
    return Sheet(page.number, image, ink, ruling, chars, *said, True, True)


def _with_squares(ruling: Ruling, printed: list[Rect]) -> Ruling:
    """Squares that are characters (□) too, where they were not seen as drawn."""
    new = []
    for rect in printed:
        side = SQUARE_SHARE * min(rect.width, rect.height)
        x, y = rect.middle
        if not any(square.grown(2).has_middle_of(rect) for square in ruling.squares):
            new.append(Rect(x - side / 2, y - side / 2, x + side / 2, y + side / 2))
    return replace(ruling, squares=(*ruling.squares, *new))


def _at_working_size(page: Page, sheet: Image | None) -> Image:
    """About 200 dpi. A sheet cut out of a photo is taken for A4, as is a picture whose resolution
    cannot be."""
    image = page.image if sheet is None else sheet
    long_side = max(image.shape[:2])
    is_known = sheet is None and any(
        abs(long_side / page.dpi * 25.4 - tall) <= NEARLY * tall for _, tall in SIZES
    )
    scale = DPI / page.dpi if is_known else SIZES[0][1] * PX_PER_MM / long_side
    return _scaled(image, scale)


def _paper(image: Image, *, is_cut_out: bool) -> tuple[float, float]:
    """Width and height in mm: of a usual size of paper where they are nearly so."""
    height, width = image.shape[0] / PX_PER_MM, image.shape[1] / PX_PER_MM
    if is_cut_out:
        return (210.0, 297.0) if height >= width else (297.0, 210.0)
    return _usual(width, height, NEARLY * max(width, height))


def _usual(width: float, height: float, slack: float) -> tuple[float, float]:
    """The usual size of paper that is no more than `slack` mm off, else what was given."""
    for short, tall in SIZES:
        for across, down in ((short, tall), (tall, short)):
            if abs(width - across) <= slack and abs(height - down) <= slack:
                return float(across), float(down)
    return round(width, 1), round(height, 1)


def _scaled(image: Image, scale: float) -> Image:
    if abs(scale - 1) < 0.005:
        return image
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=way), np.uint8)
