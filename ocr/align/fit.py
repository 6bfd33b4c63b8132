"""How well a page lies on its blank: the share of printed ink that is found where it should be."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from forms.geometry import Box
from ocr.ink import Mask
from ocr.scale import whole_px

TOLERANCE_MM = 0.4  # ink this near counts as in place
TILE_MM = 21.0
SHIFT_MM = 3.0  # how far the blank is moved to see what is found by chance
FULL = 0.6  # a tile so full of ink that this much is found by chance tells nothing
LEAST_INK = 60  # reduced pixels of printed ink for a tile to have a say


@dataclass(frozen=True, slots=True)
class Fit:
    """`score`: 0 (no more than chance) … 1 (all printed ink in place), over the page. `tiles`:
    the same by tile (NaN where nothing is printed), rows × columns."""

    score: float
    tiles: NDArray[np.float32]

    @property
    def weak_share(self) -> float:
        """Share of the tiles with print in which most of it is not in place."""
        known = self.tiles[~np.isnan(self.tiles)]
        return float((known < 0.4).mean()) if known.size else 1.0

    def around(self, box: Box) -> float:
        """The worst tile that a box touches; 1 where nothing is printed there."""
        rows, columns = self.tiles.shape
        top, left = int(box.y * rows), int(box.x * columns)
        bottom, right = int((box.y + box.h) * rows) + 1, int((box.x + box.w) * columns) + 1
        part = self.tiles[top:bottom, left:right]
        known = part[~np.isnan(part)]
        return float(known.min()) if known.size else 1.0


def measure(parts: Sequence[Mask], ink: Mask) -> Fit:
    """`parts` are the blank's level lines and its other print, `ink` that of the page laid over
    it; all at 200 dpi. Level lines alone would not notice a page that slid sideways, so a tile
    is only as good as its worse part."""
    page = _half(ink)
    reach = whole_px(TOLERANCE_MM) // 2 * 2 + 1
    near = np.asarray(cv2.dilate(page, np.ones((reach, reach), np.uint8)), np.uint8)
    each = [_part(_half(part), near) for part in parts]
    found, chance, total = (float(sum(p[n].sum() for p in each)) for n in range(3))
    scores = [_by_tile(*part) for part in each]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # tiles without any print
        tiles = np.nanmin(scores, axis=0)
    whole = _score(np.array(found / max(total, 1)), np.array(chance / max(total, 1)))
    return Fit(float(whole), tiles.astype(np.float32))


Sums = NDArray[np.float64]


def _part(blank: Mask, near: Mask) -> tuple[Sums, Sums, Sums]:
    """Ink found in place, found by chance, and printed at all, by tile."""
    size = whole_px(TILE_MM) // 2
    return _sums(blank & near, size), _by_chance(blank, near, size), _sums(blank, size)


def _by_tile(found: Sums, chance: Sums, total: Sums) -> Sums:
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = _score(found / total, chance / total)
        tells = (total >= LEAST_INK) & ((chance / total < FULL) | (found / total < 0.5))
    return np.where(tells, scores, np.nan)


def _half(mask: Mask) -> Mask:
    """Half size; ink stays where any of the four pixels has it."""
    return np.ascontiguousarray(cv2.dilate(mask, np.ones((2, 2), np.uint8))[1::2, 1::2])


def _by_chance(blank: Mask, near: Mask, size: int) -> NDArray[np.float64]:
    """Ink of the blank found when it is moved aside, mean of eight directions."""
    step = whole_px(SHIFT_MM) // 2
    moves = [(x, y) for x in (-step, 0, step) for y in (-step, 0, step) if x or y]
    sums = [_sums(blank & np.roll(near, m, axis=(1, 0)), size) for m in moves]
    return np.asarray(np.mean(sums, axis=0), np.float64)


def _sums(mask: Mask, size: int) -> NDArray[np.float64]:
    """Pixels that are true, by tile."""
    height, width = mask.shape
    whole = cv2.integral(mask)
    ys = np.minimum(np.arange(0, height + size, size), height)
    xs = np.minimum(np.arange(0, width + size, size), width)
    corners = np.asarray(whole[np.ix_(ys, xs)], np.float64) / 255
    rows = corners[1:] - corners[:-1]
    return np.asarray(rows[:, 1:] - rows[:, :-1], np.float64)


def _score(found: NDArray[np.float64], chance: NDArray[np.float64]) -> NDArray[np.float64]:
    room = np.maximum(1 - np.minimum(chance, 0.95), 0.05)
    return np.asarray(np.clip((found - chance) / room, 0, 1), np.float64)
