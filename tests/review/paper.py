"""Filled pages for tests: the form's blank with values drawn into their boxes."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from forms.form import Field, FieldType, Form

DPI = 200
_FONTS = (
    Path("/usr/share/fonts/truetype/fonts-seto/setofont.ttf"),
    Path("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf"),
)


@cache
def _blank(path: Path, page: int) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    try:
        image: Image.Image = document[page - 1].render(scale=DPI / 72).to_pil()
        return image.convert("RGB")
    finally:
        document.close()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A Japanese font where the machine has one; tests do not read what is drawn."""
    for path in _FONTS:
        if path.is_file():
            return ImageFont.truetype(str(path), size)
    return ImageFont.load_default(size)


def drawn(form: Form, page: int, written: Mapping[str, str]) -> NDArray[np.uint8]:
    """The page (BGR) with the written texts; options are ringed."""
    image = _blank(form.blank, page).copy()
    draw = ImageDraw.Draw(image)
    for field in form.on_page(page):
        if field.id in written:
            _write(draw, image.size, field, written[field.id])
    return np.asarray(image)[..., ::-1]


def _write(draw: ImageDraw.ImageDraw, size: tuple[int, int], field: Field, text: str) -> None:
    ink = (30, 40, 90)
    if field.type is FieldType.CHOICE:
        for option in field.options:
            if option.value in text.split("、"):
                draw.ellipse(option.box.grown(0.006, 0.002).to_px(*size), outline=ink, width=4)
        return
    places = field.box.cells(field.cells) if field.cells else [field.box]
    parts = list(text) if field.cells else [text]
    if field.date:
        places, parts = [field.date.year, field.date.month, field.date.day], text.split(".")
    for place, part in zip(places, parts, strict=False):
        left, top, right, bottom = place.to_px(*size)
        height = min(46, round((bottom - top) * 0.72), round((right - left) / max(1, len(part))))
        draw.text((left + 6, (top + bottom - height) / 2), part, ink, _font(max(10, height)))
