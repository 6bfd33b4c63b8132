"""How well a page lies on its blank: the share of printed ink that is found where it should be."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from forms.geometry import Box
from ocr.ink.dark import Mask
from ocr.scale import whole_px

TOLERANCE_MM = 0.4  # ink this near counts as in place
TILE_MM = 21.0
SHIFT_MM = 3.0  # how far the blank is moved to see what is found by chance
FULL = 0.6  # a tile so full of ink that this much is found by chance tells nothing
PRIOR_INK = 150  # pixels of ink that what is nearby counts for
LEAST_INK = 60  # pixels (of the half size) of printed ink for a tile to have a say


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


@dataclass(frozen=True, slots=True)
class Nearness:
    """Of a page's ink at half size: `near`, 255 where there is ink within the tolerance; and
    `by_chance`, 0 … 255, how likely that is of a place that is moved aside by up to the shift."""

    near: Mask
    by_chance: Mask

    @classmethod
    def of(cls, half_ink: Mask) -> "Nearness":
        near = near_of(half_ink)
        size = 2 * (whole_px(SHIFT_MM) // 2) + 1
        return cls(near, np.asarray(cv2.blur(near, (size, size)), np.uint8))

    def share(self, print_: Mask, where: tuple[slice, slice]) -> float:
        """Score of some print as a whole that lies in the rows and columns `where`; 0 … 1."""
        total = max(int(cv2.countNonZero(print_)), 1)
        found = cv2.countNonZero(print_ & self.near[where]) / total
        chance = float(self.by_chance[where][print_ > 0].sum()) / 255 / total
        return float(_score(np.array(found), np.array(chance)))


def measure(half_parts: Sequence[Mask], page: Nearness) -> Fit:
    """`half_parts` are the blank's level lines and its other print, `page` what is laid over it;
    all at 100 dpi. Level lines alone would not notice a page that slid sideways, so a tile is only
    as good as its worse part."""
    each = [_part(part, page.near, page.by_chance) for part in half_parts]
    found, chance, total = (float(sum(p[n].sum() for p in each)) for n in range(3))
    scores = [_by_tile(*part) for part in each]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # tiles without any print
        tiles = np.nanmin(scores, axis=0)
    whole = _score(np.array(found / max(total, 1)), np.array(chance / max(total, 1)))
    return Fit(float(whole), tiles.astype(np.float32))


def near_of(half_ink: Mask) -> Mask:
    """Places with ink within the tolerance."""
    reach = whole_px(TOLERANCE_MM) // 2 * 2 + 1
    return np.asarray(cv2.dilate(half_ink, np.ones((reach, reach), np.uint8)), np.uint8)


Sums = NDArray[np.float64]


def _part(blank: Mask, near: Mask, by_chance: Mask) -> tuple[Sums, Sums, Sums]:
    """Ink found in place, found by chance, and printed at all, by tile."""
    size = whole_px(TILE_MM) // 2
    return _sums(blank & near, size), _sums(blank & by_chance, size), _sums(blank, size)


def _by_tile(found: Sums, chance: Sums, total: Sums) -> Sums:
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = _score(found / total, chance / total)
        scores = (scores * total + PRIOR_INK * _nearby(found, chance, total)) / (total + PRIOR_INK)
        tells = (total >= LEAST_INK) & ((chance / total < FULL) | (found / total < 0.5))
    return np.where(tells, scores, np.nan)


def _nearby(found: Sums, chance: Sums, total: Sums) -> Sums:
    """Score of each tile and the eight around it together. Paper does not move by itself in one
    tile: the less print a tile has, the more those beside it tell of its place."""
    here, aside, all_ = (
        np.asarray(cv2.blur(each, (3, 3), borderType=cv2.BORDER_CONSTANT), np.float64)
        for each in (found, chance, total)
    )
    return _score(here / all_, aside / all_)


def _sums(mask: Mask, size: int) -> NDArray[np.float64]:
    """Values of a mask in 255ths, summed by tile."""
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
