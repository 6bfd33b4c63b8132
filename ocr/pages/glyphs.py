"""Characters that a PDF page carries as visible text."""

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from ocr.pages.page import Glyph

_FINE = 16  # device units per pixel, so that integer device coordinates lose nothing
_INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


def visible_glyphs(page: Any, width: int, height: int) -> tuple[Glyph, ...]:
    """Glyphs with boxes in pixels of a `width` × `height` picture of the page, in file order.

    Invisible text (the layer that OCR software lays under a scan) is left out: it is somebody
    else's reading, not what was typed.
    """
    text = page.get_textpage()
    try:
        found = (_glyph(page, text, i, width, height) for i in range(text.count_chars()))
        return tuple(glyph for glyph in found if glyph is not None)
    finally:
        text.close()


def _glyph(page: Any, text: Any, index: int, width: int, height: int) -> Glyph | None:
    code = pdfium.FPDFText_GetUnicode(text.raw, index)
    character = chr(code) if code else ""
    if not character.strip() or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF):
        return None
    item = pdfium.FPDFText_GetTextObject(text.raw, index)
    if not item or pdfium.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE:
        return None
    left, bottom, right, top = text.get_charbox(index, loose=True)
    one = _to_device(page, left, top, width, height)
    other = _to_device(page, right, bottom, width, height)
    xs, ys = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return Glyph(character, xs[0], ys[0], xs[1], ys[1])


def _to_device(page: Any, x: float, y: float, width: int, height: int) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(
        page.raw, 0, 0, width * _FINE, height * _FINE, 0, x, y,
        ctypes.byref(across), ctypes.byref(down),
    )  # fmt: skip
    return across.value / _FINE, down.value / _FINE
