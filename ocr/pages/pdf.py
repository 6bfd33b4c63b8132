"""PDF through pypdfium2 (pictures, text) and pypdf (filled form fields)."""

import math
from collections.abc import Iterator, Mapping
from time import thread_time
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from ocr.engines.engine import Image
from ocr.pages import active, limits, nesting, unpacking
from ocr.pages.acroform import filled_values
from ocr.pages.active import Deed
from ocr.pages.appearance import unlike
from ocr.pages.glyphs import visible_glyphs
from ocr.pages.page import Page
from ocr.pages.scan import POINTS, picture_of_scan
from ocr.pages.square import at_most, squared

DIGITAL_DPI = 250.0  # for pages that are drawn, not scanned
DPI_RANGE = (200.0, 300.0)  # a scan is rendered at its own resolution, kept within these
_NO_PASSWORD = pdfium.FPDF_ERR_PASSWORD
_MOST_DRAWN = 5  # pages full of pixels that the pictures on one page may have together
_TAIL = 4096  # bytes in which a whole PDF has its end marker


class PdfFile:
    """A PDF in memory."""

    def __init__(
        self, name: str, pdf: Any, values: Mapping[str, str], odd: frozenset[str], pixels: int
    ) -> None:  # fmt: skip
        self.page_count = len(pdf)
        self.form_values, self.odd_values = values, odd
        self._name, self._pdf, self._pixels = name, pdf, pixels

    @classmethod
    def open(cls, name: str, data: bytes, pages: int, pixels: int) -> "PdfFile":
        """Raises UnreadableFile: encrypted, broken, cut off, no pages, more pages than allowed."""
        is_cut = b"%%EOF" not in data[-_TAIL:] and b"startxref" not in data[-_TAIL:]
        is_locked = b"/Encrypt" in data
        try:
            unpacking.check(data, pixels)
            nesting.check(data)
            pdf = pypdfium2.PdfDocument(data)
            count = len(pdf)
            if is_locked:
                unpacking.check_locked(data)
        except (unpacking.Bomb, nesting.Maze) as error:
            raise limits.unpacks_too_large(name) from error
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _NO_PASSWORD:
                # PDFium says the same of a file that has no pages at all.
                raise (limits.encrypted if is_locked else limits.no_pages)(name) from error
            raise (limits.truncated if is_cut else limits.broken)(name, "PDF") from error
        if is_cut:
            raise limits.truncated(name, "PDF")
        _check_deeds(name, data)
        if not count:
            raise limits.no_pages(name)
        if count > pages:
            raise limits.too_many_pages(name, count, pages)
        is_form = pdf.get_formtype() != pdfium.FORMTYPE_NONE
        if is_form:
            pdf.init_forms()
        values = filled_values(data) if is_form else {}
        return cls(name, pdf, values, unlike(data, values), pixels)

    def pages(self) -> Iterator[Page]:
        for index in range(self.page_count):
            start = thread_time()
            page = self._page(index)
            if thread_time() - start > limits.MAX_PAGE_SECONDS:
                raise limits.too_slow(self._name, index + 1)
            yield page

    def _page(self, index: int) -> Page:
        try:
            page = self._pdf[index]
            try:
                return self._made(page, index)
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise limits.broken(self._name, "PDF") from error

    def _made(self, page: Any, index: int) -> Page:
        width, height = page.get_size()
        if width < 1 or height < 1:
            raise limits.broken(self._name, "PDF")
        dpi = self._dpi(page, index, width, height)
        image, dpi = _scanned(page, dpi) or (_render(page, dpi), dpi)
        return Page(index + 1, image, dpi, visible_glyphs(page, image.shape[1], image.shape[0]))

    def _dpi(self, page: Any, index: int, width: float, height: float) -> float:
        """Resolution to render at: the scan's own, within what reading needs and memory bears."""
        own, drawn = 0.0, 0
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
            across, down = item.get_px_size()
            drawn += across * down
            if across * down > self._pixels or drawn > _MOST_DRAWN * self._pixels:
                raise limits.too_large(self._name, index + 1)
            left, bottom, right, top = item.get_bounds()
            if (right - left) * (top - bottom) > 0.5 * width * height:
                own = max(own, across * POINTS / max(right - left, 1.0))
        low, high = DPI_RANGE
        wanted = min(max(own, low), high) if own else DIGITAL_DPI
        most = POINTS * math.sqrt(self._pixels / (width * height))
        if most < low / 2:
            raise limits.too_large(self._name, index + 1)
        return min(wanted, most)


def _check_deeds(name: str, data: bytes) -> None:
    """Raises UnreadableFile for what no application does."""
    deeds = active.deeds_in(data)
    if Deed.LAUNCH in deeds:
        raise limits.starts_programs(name)
    if {Deed.XFA, Deed.DYNAMIC} <= deeds:
        raise limits.dynamic_form(name)


def _scanned(page: Any, most: float) -> tuple[Image, float] | None:
    """(picture, dpi) of a page that is nothing but a scan, made smaller where it has more than
    `most` dots per inch; None for any other page."""
    found = picture_of_scan(page)
    if found is None:
        return None
    return at_most(*squared(*found), most)


def _render(page: Any, dpi: float) -> Image:
    """BGR, or gray where the page has no colour."""
    bitmap = page.render(scale=dpi / POINTS, rev_byteorder=False)
    pixels = np.array(bitmap.to_numpy(), np.uint8)
    bitmap.close()
    if pixels.ndim == 3 and pixels.shape[2] == 4:
        pixels = np.ascontiguousarray(pixels[:, :, :3])
    return pixels[:, :, 0] if pixels.ndim == 3 and pixels.shape[2] == 1 else pixels
