"""A check over a printed word: most of it lies on print, and only parts of a line show.

What is looked for is a stroke from below left to above right, as a check's long one. It is ink all
along, and a good part of that is where nothing is printed. Print that is broader than expected
shows along its own strokes, in all words alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.ink.written import Written
from ocr.marks.across import RIM_MM
from ocr.marks.close import Close, close_to
from ocr.marks.places import Rect
from ocr.scale import px, whole_px

STROKE_MM = 2.4  # of the long stroke, at least
ANGLES = tuple(range(25, 86, 7))  # degrees above level
WHITE = 0.06  # of its way may be without ink
BESIDE_MM = 0.8  # a stroke's middle lies no further from the word
DOUBTED = 4  # px of added ink, along a stroke or in all, from which a word is looked at


@dataclass(frozen=True, slots=True)
class Over:
    """Added ink on one word, px: along the best stroke over it, and in all."""

    stroke: int = 0
    added: int = 0


def over_words(written: Written, words: Sequence[Rect]) -> list[Over]:
    """Of each word; nothing for words that have no more ink for their print than the others."""
    inkier = _inkier(written, words)
    return [_over(written, word) if n in inkier else Over() for n, word in enumerate(words)]


def _over(written: Written, word: Rect) -> Over:
    close = close_to(written, word, RIM_MM)
    return Over(stroke_over(close, word), cv2.countNonZero(_beside(close, word).of(close.added)))


def _beside(close: Close, word: Rect) -> Rect:
    """The word and what is right around it, in pixels of the place."""
    return word.grown(px(BESIDE_MM)).moved(-close.place.left, -close.place.top)


def _inkier(written: Written, words: Sequence[Rect]) -> set[int]:
    """Words that have more ink for their print than the one that has least."""
    near = [word.grown(px(BESIDE_MM)) for word in words]
    ink = [int(cv2.countNonZero(each.of(written.ink))) for each in near]
    print_ = [max(1, int(cv2.countNonZero(each.of(written.printed)))) for each in near]
    least = min(a / b for a, b in zip(ink, print_, strict=True)) if len(near) > 1 else 0.0
    return {n for n in range(len(near)) if ink[n] - least * print_[n] >= DOUBTED}


def stroke_over(close: Close, word: Rect) -> int:
    """The pixels off the print, along the line that has most of them. `word`: on the page."""
    added = close.added
    if cv2.countNonZero(added) < px(1.0):
        return 0
    near = _beside(close, word)
    ink, own = (np.where(mask > 0, np.float32(1), np.float32(0)) for mask in (close.ink, added))
    best = 0.0
    for kernel in _strokes():
        share = cv2.filter2D(ink, -1, kernel, borderType=cv2.BORDER_CONSTANT) / kernel.sum()
        along = cv2.filter2D(own, -1, kernel, borderType=cv2.BORDER_CONSTANT)
        found = near.of(np.where(share >= 1 - WHITE, along, 0))
        best = max(best, float(found.max(initial=0)))
    return round(best)


@cache
def _strokes() -> tuple[NDArray[np.float32], ...]:
    """Lines one pixel wide through the middle of a square."""
    half = whole_px(STROKE_MM) // 2
    along = np.linspace(-half, half, 4 * half + 1)
    kernels = []
    for angle in np.radians(ANGLES):
        kernel = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
        rows, columns = half - along * np.sin(angle), half + along * np.cos(angle)
        kernel[np.round(rows).astype(int), np.round(columns).astype(int)] = 1
        kernels.append(kernel)
    return tuple(kernels)
