"""How far round a word a ring can be followed, whatever else its ink is joined with.

The surroundings of a word are drawn out by angle and distance from its middle. A ring is then a
path from side to side that comes back to where it began, and changes its distance slowly; the best
path is found by dynamic programming. Writing that touches the ring is passed by.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.ink.dark import Mask
from ocr.marks.places import Rect
from ocr.scale import px

Map = NDArray[np.float64]

ANGLES = 60
INNER = np.linspace(0.5, 1.0, 7)  # of the word's half width and height: rings cut letters
OUTER_MM: Map = np.arange(0.35, 4.3, 0.35, dtype=np.float64)  # beyond it
STEPS = 2  # distances that a path may change by from angle to angle
BEND = 0.04  # cost of each, against 1 for an angle without ink
ON_PRINT = 0.7  # cost where the blank is printed: a ring's ink was taken out there with the print
LOOPS = 2  # the second is measured: by then the path has closed


@dataclass(frozen=True, slots=True)
class Trace:
    """`share` of the way round that has ink; the ring's `middle` and half `radii`, px; `points`
    with ink on it (N × 2, px); `unbroken`: the longest part of the way that has ink (share)."""

    share: float
    middle: tuple[float, float]
    radii: tuple[float, float]
    points: Map
    unbroken: float

    def around(self, word: Rect) -> float:
        """`share`, less the further the word's middle is from the ring's."""
        x, y = word.middle
        across = (self.middle[0] - x) / max(self.radii[0], px(1.5))
        down = (self.middle[1] - y) / max(self.radii[1], px(1.5))
        return self.share * float(np.exp(-(across * across + down * down)))


def trace(
    mask: Mask, printed: Mask, words: Sequence[Rect], outer_mm: Map = OUTER_MM
) -> list[Trace]:
    """The best ring around each word; `words` in the pixels of `mask` and `printed`. `outer_mm`:
    how far beyond the word it is looked for."""
    rays = [_rays(word, outer_mm) for word in words]
    xs, ys = (np.stack([ray[n] for ray in rays]) for n in range(2))
    cost = np.where(_at(printed, xs, ys), ON_PRINT, 1.0)
    cost[_at(mask, xs, ys)] = 0.0
    paths = _paths(cost)
    return [_traced(*each) for each in zip(cost, xs, ys, paths, strict=True)]


def _traced(cost: Map, xs: Map, ys: Map, path: NDArray[np.int_]) -> Trace:
    turn = np.arange(ANGLES)
    on_x, on_y = xs[turn, path], ys[turn, path]
    spans = [(float(v.min()), float(v.max())) for v in (on_x, on_y)]
    middle = ((spans[0][0] + spans[0][1]) / 2, (spans[1][0] + spans[1][1]) / 2)
    radii = ((spans[0][1] - spans[0][0]) / 2, (spans[1][1] - spans[1][0]) / 2)
    has_ink = cost[turn, path] == 0
    points = np.stack([on_x[has_ink], on_y[has_ink]], axis=1)
    share = 1.0 - float(cost[turn, path].mean())
    return Trace(share, middle, radii, points, _longest_run(has_ink) / ANGLES)


def _longest_run(way: NDArray[np.bool_]) -> int:
    """Of true, on a way that closes."""
    if way.all():
        return len(way)
    gaps = np.flatnonzero(~np.concatenate([way, way]))
    return int(np.diff(gaps).max()) - 1 if len(gaps) > 1 else 0


def _at(mask: Mask, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether the mask is set at or right beside each point; nothing is outside it."""
    height, width = mask.shape
    thick = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    columns, rows = np.round(xs).astype(int), np.round(ys).astype(int)
    inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    found = np.zeros(xs.shape, bool)
    found[inside] = thick[rows[inside], columns[inside]] > 0
    return found


def _rays(word: Rect, outer_mm: Map) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points by angle and distance (px): ellipses within the word, then ever wider ones."""
    angles = np.linspace(0, 2 * np.pi, ANGLES, endpoint=False)
    grow = np.concatenate([np.zeros(len(INNER)), px(1.0) * outer_mm])
    part = np.concatenate([INNER, np.ones(len(outer_mm))])
    x, y = word.middle
    wide, high = word.width / 2 * part + grow, word.height / 2 * part + grow
    return (
        x + np.cos(angles)[:, None] * wide[None, :],
        y + np.sin(angles)[:, None] * high[None, :],
    )


def _paths(cost: Map) -> NDArray[np.int_]:
    """The distance at each angle of the cheapest closed path, for each word.

    `cost`: words × angles × distances. The way goes round twice; the second time it has closed.
    """
    words, count, levels = cost.shape
    total = np.zeros((words, levels))
    came = np.zeros((LOOPS * count, words, levels), np.int64)
    moves = np.arange(-STEPS, STEPS + 1)
    at = np.arange(levels)[None, :] + moves[:, None]
    toll = np.where((at < 0) | (at >= levels), np.inf, BEND * np.abs(moves)[:, None])
    at = np.clip(at, 0, levels - 1)
    for n in range(LOOPS * count):
        ways = total[:, at] + toll
        best = ways.argmin(axis=1)
        came[n] = np.arange(levels) + best - STEPS
        total = ways.min(axis=1) + cost[:, n % count]
    level = total.argmin(axis=1)
    paths = np.zeros((words, LOOPS * count), np.int64)
    for n in range(LOOPS * count - 1, -1, -1):
        paths[:, n] = level
        level = came[n, np.arange(words), level]
    return paths[:, -count:]
