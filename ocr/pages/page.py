"""One image of a file, as it arrived."""

from dataclasses import dataclass

from ocr.engines.engine import Image


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character of born-digital text; its box in pixels of the page image."""

    character: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """`number` counts from 1 in the file. `image` is gray or BGR. `glyphs`: visible text that the
    file itself carries; empty for a scan."""

    number: int
    image: Image
    dpi: float
    glyphs: tuple[Glyph, ...] = ()
