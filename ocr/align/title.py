"""The title of a form: what papers made of the same pieces differ in, when they differ in nothing
else. A form that nobody declared may have all the print of one that somebody did, but its title.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2

from ocr.engines.engine import Image
from ocr.pages.page import Glyph
from ocr.scale import whole_px

TOP = 0.45  # of the page, in which a title stands
LARGER = 1.2  # its letters, than the ordinary ones of the page
ONE_SIZE = 0.92  # of the largest letter, for another one of the title
LEAST_LETTERS = 3
REACH_MM = 1.5  # by which a letter of the page may be off
ALIKE = 0.45  # normalised correlation from which a letter is the same one
WRITTEN = 0.3  # contrast against the blank's, from which anything stands there at all
MOST_OTHER = 0.09  # share of a title's letters that may be others: soiled, or written over

Place = tuple[int, int, int, int]
"""left, top, right, bottom (px of the half size)"""


@dataclass(frozen=True, slots=True)
class Title:
    """Where its letters stand on the blank."""

    letters: tuple[Place, ...]

    def is_other(self, blank: Image, page: Image) -> bool:
        """Whether the page, laid over the blank, has another title. Both at half size, smoothed.
        Where nothing is to be seen (cut off, faded) nothing is known."""
        others = sum(_is_other(blank, page, each) for each in self.letters)
        return others > MOST_OTHER * len(self.letters)


def title_of(glyphs: Sequence[Glyph], height: int) -> Title | None:
    """By the letters that a blank's file says it has; `height` of the page (px). None where it
    says nothing (a scan), or no line is plainly the title."""
    if not glyphs:
        return None
    upper = [each for each in glyphs if each.bottom <= TOP * height]
    largest = max((_size(each) for each in upper), default=0.0)
    if largest < LARGER * median(_size(each) for each in glyphs):
        return None
    letters = tuple(_place(each) for each in upper if _size(each) >= ONE_SIZE * largest)
    return Title(letters) if len(letters) >= LEAST_LETTERS else None


def _size(glyph: Glyph) -> float:
    return glyph.bottom - glyph.top


def _place(glyph: Glyph) -> Place:
    left, top = int(glyph.left // 2), int(glyph.top // 2)
    return left, top, int(glyph.right // 2) + 1, int(glyph.bottom // 2) + 1


def _is_other(blank: Image, page: Image, letter: Place) -> bool:
    """Whether the page has something there, but not the like of it."""
    left, top, right, bottom = letter
    reach = whole_px(REACH_MM) // 2
    window = page[max(top - reach, 0) : bottom + reach, max(left - reach, 0) : right + reach]
    patch = blank[top:bottom, left:right]
    if window.shape[0] < patch.shape[0] or window.shape[1] < patch.shape[1]:
        return False
    if page[top:bottom, left:right].std() < WRITTEN * patch.std():
        return False
    return float(cv2.matchTemplate(window, patch, cv2.TM_CCOEFF_NORMED).max()) < ALIKE
