"""Separator sheets between the papers of a stack, known by their QR code."""

from forms.separator import is_separator, understood
from ocr.align.look import Look
from ocr.ink.dark import gray_of
from ocr.pages import Page
from ocr.qr.codes import codes_in
from ocr.result import SeparatorPage

LONG_SIDE = 2340  # px: A4 at 200 dpi; the sheet's code is read at 75 dpi still


def separator_on(page: Page, key: bytes | None) -> SeparatorPage | None:
    """The separator sheet that a page is; None where it is none.

    One whose check does not hold with `key` has no `separator`: another office made it, or nobody.
    """
    look = Look(gray_of(page.image))
    small, _ = look.at(min(1.0, LONG_SIDE / look.long_side))
    texts = {each.text for each in codes_in(small, thorough=True) if is_separator(each.text)}
    if not texts:
        return None
    sheet = understood(texts.pop(), key) if key and len(texts) == 1 else None
    return SeparatorPage(page.number, sheet)
