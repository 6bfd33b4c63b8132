"""One digit struck out by a line or two, where the line is shorter than what `struck` looks for.

A digit has strokes of its own that go across it. What tells a strike is that it stands out on both
sides of all else, with ink above and below: the bar of a four or a seven does neither, the foot of
a two or a one has nothing below.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.ink.dark import Mask
from ocr.scale import px, whole_px

SLOPES = np.linspace(-0.3, 0.3, 7)  # of a strike, rise by run
LEAST_MM = 2.2  # a strike's length
LEAST_TALL_MM = 2.2  # of the digit under it
OUT_MM = 0.7  # that it stands out on each side …
OUT = 0.12  # … and of the digit's width
NEAR_MM = 0.9  # above and below whose ends no other ink is
MOST = 2  # lines of a strike: more are strokes of a character
THICK_MM = 1.0  # a line is no thicker
BESIDE = 0.25  # of the height, of ink above and below the line
WIDEST = 2.0  # of its height: wider pieces are no single digit


@dataclass(frozen=True, slots=True)
class _Band:
    """A level line in a sheared picture: px."""

    left: int
    right: int
    top: int
    bottom: int


def has_struck_digit(mask: Mask) -> bool:
    """Whether one of the pieces of ink in a field of digits is a digit with a strike."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    # Each with all that lies in its frame: a digit may be in pieces.
    return any(
        h >= px(LEAST_TALL_MM)
        and px(LEAST_MM) <= w <= WIDEST * h
        and _is_struck(mask[y : y + h, x : x + w])
        for x, y, w, h, _ in stats[1:count].tolist()
    )


def _is_struck(digit: Mask) -> bool:
    return any(_has_strike(_sheared(digit, float(slope))) for slope in SLOPES)


def _sheared(digit: Mask, slope: float) -> Mask:
    """Moved so that lines of this slope are level, with room for it."""
    height, width = digit.shape
    rise = round(abs(slope) * width / 2) + 1
    level = np.array([[1.0, 0.0, 0.0], [-slope, 1.0, rise + slope * width / 2]])
    out = cv2.warpAffine(digit, level, (width, height + 2 * rise), flags=cv2.INTER_NEAREST)
    return np.asarray(out, np.uint8)


def _has_strike(digit: Mask) -> bool:
    bands = _bands(digit)
    if not bands:
        return False
    rest = digit.copy()
    for band in bands:
        rest[band.top : band.bottom, band.left : band.right] = 0
    rest = _without_specks(rest)
    rows, columns = (np.flatnonzero(rest.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return False
    tall, wide = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    out = round(max(px(OUT_MM), OUT * float(wide)))
    strikes = [
        band
        for band in bands
        if band.left + out <= columns[0]
        and band.right - out > columns[-1]
        and _has_free_ends(rest, band, out)
    ]
    if not 1 <= len(strikes) <= MOST:
        return False
    # The first of two lines may be high up: what they have above and below them counts.
    above = max(band.top for band in strikes) - rows[0]
    below = rows[-1] + 1 - min(band.bottom for band in strikes)
    return bool(min(above, below) >= BESIDE * tall)


def _has_free_ends(rest: Mask, band: _Band, out: int) -> bool:
    """Whether nothing comes to the line's ends, as the slope of a four comes to its bar's."""
    near, gap = whole_px(NEAR_MM), 1
    above = rest[max(0, band.top - near) : max(0, band.top - gap)]
    below = rest[band.bottom + gap : band.bottom + near]
    ends = (np.s_[:, band.left : band.left + out + 1], np.s_[:, band.right - out - 1 : band.right])
    return not any(part[end].any() for part in (above, below) for end in ends)


def _bands(digit: Mask) -> list[_Band]:
    """The level lines: runs of ink as long as a strike, and no thicker than a pen."""
    thick = cv2.dilate(digit, np.ones((3, 1), np.uint8))
    bar = np.ones((1, max(whole_px(LEAST_MM), round(0.6 * digit.shape[1]))), np.uint8)
    lines = cv2.morphologyEx(thick, cv2.MORPH_OPEN, bar)
    count, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    return [
        _Band(x, x + w, y, y + h)
        for x, y, w, h, _ in stats[1:count].tolist()
        if h <= px(THICK_MM) + 2
    ]


def _without_specks(rest: Mask) -> Mask:
    """What a line's uneven rim leaves is none of the digit's."""
    opened = cv2.morphologyEx(rest, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    is_speck = np.maximum(stats[:, 2], stats[:, 3]) < px(0.8)
    is_speck[0] = True
    return np.asarray(np.where(is_speck, 0, 255).astype(np.uint8)[labels])
