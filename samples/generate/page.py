"""A page under the pen: the rendered blank with its scale and the hand that writes on it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import pypdfium2
from PIL import Image, ImageFont

from forms.form import PageSize
from forms.geometry import Box
from samples import fonts
from samples.fonts import Font

Colour = tuple[int, int, int]
Px = tuple[float, float, float, float]  # x, y, w, h in pixels

BLACK: Colour = (20, 20, 22)
INKS: tuple[Colour, ...] = ((22, 24, 30), (28, 34, 72), (60, 60, 64))
"""Black ball pen, blue-black ball pen, pencil."""


@dataclass(frozen=True, slots=True)
class Hand:
    """How someone writes: font, ink and how unevenly (0 prints, 1 is an ordinary hand).

    `loose` is the same for rings and ticks, which are drawn by hand on a printed form too; `tick`
    how this person marks a square: tick, cross or fill.
    """

    font: Font
    ink: Colour
    shake: float
    loose: float = 1.0
    tick: str = "tick"


@dataclass(slots=True)
class Page:
    """One page being filled. `image` is RGB; `size` millimetres; the hand's chance is `rng`."""

    image: Image.Image
    size: PageSize
    rng: Random

    @property
    def scale(self) -> float:
        """Pixels a millimetre."""
        return self.image.width / self.size.width

    def px(self, box: Box) -> Px:
        return (
            box.x * self.image.width,
            box.y * self.image.height,
            box.w * self.image.width,
            box.h * self.image.height,
        )


def render(blank: Path, dpi: int) -> list[Image.Image]:
    """Every page of a PDF as an RGB image at `dpi`."""
    with pypdfium2.PdfDocument(blank) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


@cache
def face(font: Font, px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts.path_of(font)), px)


def font_for(font: Font, text: str) -> Font:
    """The font itself, or the first one of its kind that can draw all of `text`."""
    others = fonts.HANDWRITTEN if font.handwritten else fonts.PRINTED
    candidates: tuple[Font, ...] = (font, *others)
    for each in candidates:
        if fonts.can_draw(each, text):
            return each
    return fonts.MINCHO
