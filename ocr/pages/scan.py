"""A PDF page that is nothing but a scan: its picture as it lies in the file, not drawn anew."""

from typing import Any

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from ocr.engines.engine import Image

POINTS = 72.0  # per inch
COVERS = 0.02  # of the page's sides: a scan may end that far from the rim of its page
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def picture_of_scan(page: Any) -> tuple[Image, float, float] | None:
    """(picture, dpi across, dpi down), gray or BGR, turned as the page is shown; None for a page
    that is not just one upright picture: it must be drawn. Invisible text under the picture (what
    OCR software adds) is passed over.

    Taking a picture out costs a third of drawing it and loses nothing.
    """
    item = _only_picture(page)
    if item is None:
        return None
    left, bottom, right, top = item.get_bounds()
    image = _pixels(item.get_bitmap(render=False))
    if image is None:
        return None
    across = image.shape[1] * POINTS / (right - left)
    down = image.shape[0] * POINTS / (top - bottom)
    turn = page.get_rotation()
    if turn not in _TURNS:
        return image, across, down
    turned = np.asarray(cv2.rotate(image, _TURNS[turn]), np.uint8)
    return (turned, across, down) if turn == 180 else (turned, down, across)


def _only_picture(page: Any) -> Any:
    """The one picture that is all of the page, or None."""
    if pdfium.FPDFPage_GetAnnotCount(page.raw):
        return None
    found = None
    for item in page.get_objects(max_depth=1):
        if item.type == pdfium.FPDF_PAGEOBJ_TEXT and _is_invisible(item):
            continue
        if item.type != pdfium.FPDF_PAGEOBJ_IMAGE or found is not None:
            return None
        found = item
    return found if found is not None and _fills(found, page) else None


def _is_invisible(item: Any) -> bool:
    mode = pdfium.FPDFTextObj_GetTextRenderMode(item.raw)
    return bool(mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def _fills(item: Any, page: Any) -> bool:
    """Upright, opaque, uncut, and as large as the page."""
    matrix = item.get_matrix()
    is_upright = matrix.b == matrix.c == 0 and matrix.a > 0 and matrix.d > 0
    clip = pdfium.FPDFPageObj_GetClipPath(item.raw)
    is_cut = bool(clip) and pdfium.FPDFClipPath_CountPaths(clip) > 0
    if not is_upright or is_cut or pdfium.FPDFPageObj_HasTransparency(item.raw):
        return False
    shown = page.get_cropbox()
    width, height = shown[2] - shown[0], shown[3] - shown[1]
    room = (width * COVERS, height * COVERS) * 2
    pairs = zip(item.get_bounds(), shown, room, strict=True)
    return all(abs(one - other) <= most for one, other, most in pairs)


def _pixels(bitmap: pypdfium2.PdfBitmap) -> Image | None:
    """A copy, gray or BGR; None for a kind of pixels that must be drawn."""
    values = bitmap.to_numpy()
    if values.ndim == 2 or values.shape[2] == 1:
        return np.array(values.reshape(values.shape[:2]), np.uint8)
    if bitmap.format == pdfium.FPDFBitmap_BGR:
        return np.array(values, np.uint8)
    if bitmap.format == pdfium.FPDFBitmap_BGRx:
        return np.ascontiguousarray(values[:, :, :3])
    return None
