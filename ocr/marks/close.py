"""Ink close to print and on it: the blank laid on this place of the page to a part of a pixel.

Elsewhere print is taken out with a broad rim, in which a ring along a square's frame and a check
over a dense word are lost. Here the print is made as soft as this scan shows it, and how broad it
is taken to be follows from how much of each of its shades is ink.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.ink.dark import Mask
from ocr.ink.written import Written
from ocr.marks.across import OFF
from ocr.marks.places import Rect
from ocr.scale import whole_px

SOFT = (0.5, 0.9, 1.4)  # px: how a scan may soften print
SHADES = 16  # steps from paper to print
PRINTED = 0.3  # of a shade's places are ink: print made them so
INKED = 0.45  # of the darkest of what is here is ink: what is paler is a soft edge
FEW = 5  # px of a shade tell nothing
LEAST = 3  # px of ink together

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Close:
    """`ink`: of pen and print; `added`: ink that is no print, without specks; both of `place` on
    the page, px."""

    ink: Mask
    added: Mask
    place: Rect

    def add_to(self, mask: Mask, region: Rect) -> None:
        """Draw the added ink into a map of `region`, which holds the place."""
        at = self.place.moved(-region.left, -region.top)
        mask[at.top : at.bottom, at.left : at.right] |= self.added


def close_to(written: Written, rect: Rect, rim_mm: float) -> Close:
    """What is on and around a printed word or square, as far as `rim_mm` beyond it."""
    height, width = written.ink.shape
    rim = whole_px(rim_mm)
    place = Rect(
        max(0, rect.left - rim), max(0, rect.top - rim),
        min(width, rect.right + rim), min(height, rect.bottom + rim),
    )  # fmt: skip
    dark = place.of(written.darkness).astype(np.float32)
    ink = _inked(dark, written.threshold)
    shades = _laid(255.0 - place.of(written.blank).astype(np.float32), dark)
    return Close(ink, _without_specks(ink & _free(shades, ink)), place)


def _without_specks(own: Mask) -> Mask:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(own, connectivity=8)
    keep = stats[:, cv2.CC_STAT_AREA] >= LEAST
    keep[0] = False
    return np.where(keep, np.uint8(255), np.uint8(0))[labels] if count > 1 else own


def _inked(dark: Values, threshold: int) -> Mask:
    full = float(np.percentile(dark, 99))
    return np.where(dark > max(threshold, INKED * full), np.uint8(255), np.uint8(0))


def _laid(blank: Values, dark: Values) -> Values:
    """The blank's darkness, softened and moved to where it lies on the scan."""
    blank = np.maximum(blank - np.median(blank), 0)  # a shaded cell is no print
    if not blank.any():
        return blank
    wide = cv2.copyMakeBorder(dark, OFF, OFF, OFF, OFF, cv2.BORDER_REPLICATE)
    found = []
    for soft in SOFT:
        softened = np.asarray(cv2.GaussianBlur(blank, (0, 0), soft), np.float32)
        fit = cv2.matchTemplate(wide, softened, cv2.TM_CCOEFF_NORMED)
        found.append((float(fit.max()), softened, fit))
    _, softened, fit = max(found, key=lambda each: each[0])
    row, column = np.unravel_index(int(fit.argmax()), fit.shape)
    down = row + _between(fit[:, column], int(row)) - OFF
    right = column + _between(fit[row], int(column)) - OFF
    move = np.array([[1, 0, right], [0, 1, down]], np.float64)
    size = (blank.shape[1], blank.shape[0])
    return np.asarray(cv2.warpAffine(softened, move, size, flags=cv2.INTER_LINEAR), np.float32)


def _between(values: NDArray[np.generic], at: int) -> float:
    """Where the top of a parabola through a highest value and its neighbours is, less `at`."""
    if not 0 < at < len(values) - 1:
        return 0.0
    low, top, high = (float(v) for v in values[at - 1 : at + 2])
    bend = low - 2 * top + high
    return 0.0 if bend >= 0 else float(np.clip(0.5 * (low - high) / bend, -0.5, 0.5))


def _free(shades: Values, ink: Mask) -> Mask:
    """Where print is so pale that it leaves no ink on this scan."""
    step = np.minimum((shades * (SHADES / 256)).astype(np.int64), SHADES - 1)
    count = np.bincount(step.ravel(), minlength=SHADES)
    inked = np.bincount(step.ravel(), weights=ink.ravel() > 0, minlength=SHADES)
    is_print = (inked > PRINTED * count) & (count >= FEW)
    is_print[0] = False  # paper: what is ink there was added
    first = int(np.argmax(is_print)) if is_print.any() else SHADES
    return np.where(step < first, np.uint8(255), np.uint8(0))
