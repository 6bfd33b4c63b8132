"""The title of a form: what papers made of the same pieces differ in, when they differ in nothing
else. A form that nobody declared may have all the print of one that somebody did, but its title.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from ocr.align.patches import WRITTEN, found, likeness
from ocr.engines.engine import Image
from ocr.ink.dark import Mask
from ocr.pages.page import Glyph
from ocr.scale import whole_px

TOP = 0.45  # of the page, in which a title stands
LARGER = 1.2  # its letters, than the ordinary ones of the page
ONE_SIZE = 0.92  # of the largest letter, for another one of the title
LEAST_LETTERS = 3
REACH_MM = 1.2  # by which a letter of the page may be off
ALIKE = 0.75  # normalised correlation at half size, from which a letter is the same one: 0.92 was
# the least of 110 pages of our samples, half of them hard
COVERED = 0.93  # share of a letter's ink in place, from which it is there under what was added

Place = tuple[int, int, int, int]
"""left, top, right, bottom (px)"""


@dataclass(frozen=True, slots=True)
class Title:
    """Where its letters stand on the blank."""

    letters: tuple[Place, ...]

    def doubtful(self, half_blank: Image, half_page: Image) -> tuple[Place, ...]:
        """Letters that a page laid over the blank has not the like of; both at half size,
        smoothed. Where nothing is to be seen (cut off, faded) nothing is in doubt."""
        return tuple(
            each for each in self.letters if not _is_there(half_blank, half_page, _halved(each))
        )


def is_other(letters: Sequence[Place], blank: Image, page: Image) -> bool:
    """Whether any of these letters is another one on the page, not only written or stamped over;
    both as `patches.finely` gives them."""
    return any(_covered(blank, page, each) < COVERED for each in letters)


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
    return int(glyph.left), int(glyph.top), int(glyph.right) + 1, int(glyph.bottom) + 1


def _halved(place: Place) -> Place:
    left, top, right, bottom = place
    return left // 2, top // 2, right // 2 + 1, bottom // 2 + 1


def _is_there(blank: Image, page: Image, letter: Place) -> bool:
    left, top, right, bottom = letter
    patch = blank[top:bottom, left:right]
    if page[top:bottom, left:right].std() < WRITTEN * patch.std():
        return True
    return likeness(page, patch, left, top, whole_px(REACH_MM) // 2) >= ALIKE


def _covered(blank: Image, page: Image, letter: Place) -> float:
    """Share of a letter's ink that the page has, too: a stamp or a pen only adds to it."""
    left, top, right, bottom = letter
    patch = blank[top:bottom, left:right]
    _, place = found(page, patch, left, top, whole_px(REACH_MM))
    ink, there = (_ink(each) for each in (patch, page[place]))
    near = np.asarray(cv2.dilate(there, np.ones((3, 3), np.uint8)), np.uint8)
    return cv2.countNonZero(ink & near) / max(cv2.countNonZero(ink), 1)


def _ink(image: Image) -> Mask:
    """Darker than the middle between its paper and its darkest."""
    middle = float(np.percentile(image, 95)) / 2 + float(np.percentile(image, 5)) / 2
    return np.asarray(cv2.threshold(image, middle, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)
