"""The title of a form: what papers made of the same pieces differ in, when they differ in nothing
else. A form that nobody declared may have all the print of one that somebody did, but its title.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from ocr.engines.engine import Image
from ocr.ink.dark import Mask
from ocr.scale import px, whole_px

TOP = 0.45  # of the page, in which a title stands
LEAST_MM, MOST_MM = 4.0, 14.0  # height of its letters: 12 to 40 points
LEAST_LONG = 3.0  # letters
LARGER = 1.25  # than the ordinary line of the page
RULED_MM = 12.0  # longer than any stroke of a letter
GAP_MM = 8.0  # between the letters of one title
LEAST_INK = 0.06  # of a slice, for a letter to stand in it
REACH_MM = 1.2  # by which a letter of the page may be off
ABSENT = 0.45  # normalised correlation below which a letter is another one
OTHER = 0.3  # share of a title's letters that are others: it is another title

Slice = tuple[int, int, int, int]
"""left, top, right, bottom (px of the half size)"""


@dataclass(frozen=True, slots=True)
class Title:
    """Where its letters stand on the blank."""

    letters: tuple[Slice, ...]

    def is_other(self, blank: Image, page: Image) -> bool:
        """Whether the page, laid over the blank, has another title. Both at half size, smoothed."""
        likes = self.likes(blank, page)
        return float(np.mean([each < ABSENT for each in likes])) >= OTHER

    def likes(self, blank: Image, page: Image) -> list[float]:
        """By letter: how much the page has the like of it there, -1 … 1."""
        return [_like(blank, page, each) for each in self.letters]


def title_of(ink: Mask) -> Title | None:
    """Of a blank's ink at full size; None where no line of the page is plainly its title."""
    letters = _without_rules(ink)
    lines = _lines(letters)
    ordinary = float(np.median([bottom - top for _, top, _, bottom in lines])) if lines else 0.0
    large = [each for each in lines if _may_be_title(each, ordinary, ink.shape[0])]
    if not large:
        return None
    left, top, right, bottom = max(large, key=lambda each: (each[3] - each[1], -each[1]))
    found = tuple(_sliced(letters, (left, top, right, bottom)))
    return Title(found) if len(found) >= LEAST_LONG else None


def _without_rules(ink: Mask) -> Mask:
    long = whole_px(RULED_MM)
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    rules = cv2.dilate(level | upright, np.ones((3, 3), np.uint8))
    return np.asarray(ink & ~rules, np.uint8)


def _lines(letters: Mask) -> list[Slice]:
    """Lines of writing, px of the full size."""
    joined = cv2.morphologyEx(
        letters, cv2.MORPH_CLOSE, np.ones((whole_px(0.6), whole_px(GAP_MM)), np.uint8)
    )
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = [(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:].tolist()]
    return [each for each in boxes if each[3] - each[1] >= px(1.5)]


def _may_be_title(line: Slice, ordinary: float, page_height: int) -> bool:
    left, top, right, bottom = line
    height = bottom - top
    return (
        px(LEAST_MM) <= height <= px(MOST_MM)
        and right - left >= LEAST_LONG * height
        and height >= LARGER * ordinary
        and bottom <= TOP * page_height
    )


def _sliced(letters: Mask, line: Slice) -> Sequence[Slice]:
    """Letter by letter, more or less: slices as wide as the line is high."""
    left, top, right, bottom = line
    side = bottom - top
    count = max(1, round((right - left) / side))
    edges = np.linspace(left, right, count + 1).round().astype(int).tolist()
    return [
        (a // 2, top // 2, b // 2, bottom // 2)
        for a, b in pairwise(edges)
        if (letters[top:bottom, a:b] > 0).mean() >= LEAST_INK
    ]


def _like(blank: Image, page: Image, letter: Slice) -> float:
    left, top, right, bottom = letter
    reach = whole_px(REACH_MM) // 2
    height, width = page.shape
    window = page[
        max(top - reach, 0) : min(bottom + reach, height),
        max(left - reach, 0) : min(right + reach, width),
    ]
    patch = blank[top:bottom, left:right]
    if window.shape[0] < patch.shape[0] or window.shape[1] < patch.shape[1]:
        return 0.0
    scores = cv2.matchTemplate(window, patch, cv2.TM_CCOEFF_NORMED)
    best = float(scores.max())
    return best if -1.0 <= best <= 1.01 else 0.0  # not a number: nothing stands there
