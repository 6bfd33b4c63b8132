"""The title of a form: what papers made of the same pieces differ in, when they differ in nothing
else. A form that nobody declared may have all the print of one that somebody did, but its title.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from ocr.align.patches import WRITTEN, found
from ocr.engines.engine import Image
from ocr.ink.dark import Mask
from ocr.pages.page import Glyph
from ocr.scale import whole_px

TOP = 0.45  # of the page, in which a title stands
LARGER = 1.2  # its letters, than the ordinary ones of the page
ONE_SIZE = 0.92  # of the largest letter, for another one of the title
LEAST_LETTERS = 3
REACH_MM = 1.2  # by which a letter of the page may be off
ALIKE = 0.75  # normalised correlation from which a letter is the same one: 0.92 was the least
# of 110 pages of our samples, half of them hard
COVERED = 0.85  # share of a letter's ink in place, from which it is there under what was added

Place = tuple[int, int, int, int]
"""left, top, right, bottom (px of the half size)"""


@dataclass(frozen=True, slots=True)
class Title:
    """Where its letters stand on the blank."""

    letters: tuple[Place, ...]

    def is_other(self, blank: Image, page: Image) -> bool:
        """Whether the page, laid over the blank, has another title: one letter is enough. Both at
        half size, smoothed. Where nothing is to be seen (cut off, faded) nothing is known."""
        return any(_is_other(blank, page, each) for each in self.letters)


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
    patch = blank[top:bottom, left:right]
    if page[top:bottom, left:right].std() < WRITTEN * patch.std():
        return False
    like, place = found(page, patch, left, top, whole_px(REACH_MM) // 2)
    return like < ALIKE and _covered(patch, page[place]) < COVERED


def _covered(patch: Image, page: Image) -> float:
    """Share of a letter's ink that the page has, too: a stamp or a pen only adds to it."""
    ink, there = (_ink(each) for each in (patch, page))
    near = cv2.dilate(there, np.ones((3, 3), np.uint8))
    return cv2.countNonZero(ink & near) / max(cv2.countNonZero(ink), 1)


def _ink(image: Image) -> Mask:
    """Darker than the middle between its paper and its darkest."""
    middle = float(np.percentile(image, 95)) / 2 + float(np.percentile(image, 5)) / 2
    return np.asarray(cv2.threshold(image, middle, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)
