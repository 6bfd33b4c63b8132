"""Pages of a file → sheets: upright, flat, at 200 dpi, with what is ruled and printed on them."""

from pathlib import Path

import cv2
import numpy as np

from ocr.drafting.geometry import Rect
from ocr.drafting.printed import Char
from ocr.drafting.ruling import ruling_of
from ocr.drafting.sheet import Sheet
from ocr.engines import Engine, open_engine
from ocr.engines.engine import Image
from ocr.ink import inks_of
from ocr.pages import Page
from ocr.scale import DPI, PX_PER_MM

LEAST_GLYPHS = 12  # of a page that says its own text


class Sheets:
    """Makes sheets; reads what a page does not say of itself. Not thread-safe."""

    def __init__(self, engine: Engine | None = None, models: Path | None = None) -> None:
        self._engine, self._models = engine, models

    def of(self, page: Page) -> Sheet:
        """Raises MissingModel where the page must be read and there are no weights."""
        return _digital(page)

    def _opened(self) -> Engine:
        if self._engine is None:
            self._engine = open_engine(models=self._models)
        return self._engine


def _digital(page: Page) -> Sheet:
    scale = DPI / page.dpi
    image = _scaled(page.image, scale)
    chars = tuple(
        Char(g.character, Rect(g.left * scale, g.top * scale, g.right * scale, g.bottom * scale))
        for g in page.glyphs
    )
    ink = inks_of(image).ink
    height, width = image.shape[:2]
    size = round(width / PX_PER_MM, 1), round(height / PX_PER_MM, 1)
    return Sheet(
        page.number, image, ink, ruling_of(ink), chars, *size, is_digital=True, is_as_filed=True
    )


def _scaled(image: Image, scale: float) -> Image:
    if abs(scale - 1) < 0.005:
        return image
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=way), np.uint8)
