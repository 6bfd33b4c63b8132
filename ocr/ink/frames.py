"""Ink that lies along the frame of a comb: the bar of a seven, the foot of a two.

Taking print out takes such a stroke out with it, and what is left may be a good one. But where a
stroke lies on a line, the line is thicker than elsewhere, on this very scan.
"""

import numpy as np
from numpy.typing import NDArray

from forms.geometry import Box
from ocr.ink.dark import Mask
from ocr.ink.written import Strokes
from ocr.scale import px

REACH_MM = 0.9  # how far above and below the frame's line its ink is measured
THICKER = 1.8  # px; so much more than the line itself is a stroke along it
LEAST_MM, MOST = 1.2, 1.2  # length of such a stroke: in mm at least, in widths of a box at most
POST_MM = 0.5  # beside the lines between the boxes nothing is measured
HALF = 0.5  # of the darkness of the writing: from here on a pixel is ink


def with_frame_ink(strokes: Strokes, box: Box, page: tuple[int, int], count: int) -> Strokes:
    """The strokes with what lies along the upper and lower line of a comb of `count` boxes given
    back. `page`: height and width of the page (px)."""
    if not strokes.amount:
        return strokes
    values = strokes.darkness[strokes.mask > 0]
    ink = strokes.darkness > HALF * float(np.percentile(values, 80))
    left = box.x * page[1] - strokes.left
    step = box.w * page[1] / count
    free = _between_posts(strokes.mask.shape[1], left, step, count)
    mask: Mask = strokes.mask.copy()
    for edge in (box.y, box.y + box.h):
        middle = round(edge * page[0]) - strokes.top
        low, high = max(0, middle - round(px(REACH_MM))), middle + round(px(REACH_MM)) + 1
        band = ink[low:high]
        if not band.size or not free.any():
            continue
        for start, end in _thick_runs(band, free, MOST * step):
            # Only a stroke that goes on in the box belongs to a digit.
            if mask[low : high + 4, max(0, start - 2) : end + 2].any():
                mask[low:high, start:end][band[:, start:end]] = 255
    return Strokes(strokes.left, strokes.top, mask, strokes.darkness, strokes.dust)


def _between_posts(width: int, left: float, step: float, count: int) -> NDArray[np.bool_]:
    """The columns in the comb that are not beside a line between two boxes."""
    columns = np.arange(width)
    place = (columns - left) / step
    away = np.abs(place - np.round(place)) * step
    return np.asarray((place > 0) & (place < count) & (away > px(POST_MM)))


def _thick_runs(
    band: NDArray[np.bool_], free: NDArray[np.bool_], most: float
) -> list[tuple[int, int]]:
    """Runs of columns in which the line is thicker than it is, (start, end past the last)."""
    thick = band.sum(axis=0)
    usual = float(np.median(thick[free]))
    if usual < 1:
        return []
    is_thick = (thick >= usual + THICKER) & free
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_thick.astype(np.int8), [0]])))
    runs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [(a, b) for a, b in runs if px(LEAST_MM) <= b - a <= most]
