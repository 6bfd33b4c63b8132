"""Ruled cells of a page: the rectangles that its lines make."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.engines.engine import Image
from ocr.ink.dark import Mask
from ocr.scale import px, whole_px

LINE_MM = 9.0  # a ruled line is at least this long; strokes of writing are shorter
SIDE_MM = 4.5  # the side of a low cell, where it joins two level lines
GAP_MM = 0.8  # breaks in a line that are closed
LEAST_MM = 3.0  # sides of the smallest cell
MOST = 0.6  # of the page; a larger rectangle is a frame around everything
FULL = 0.75  # share of its bounding box that a rectangle fills
COMB = 3  # so many narrow cells of one size in a row are a comb
SLACK_MM = 1.2


@dataclass(frozen=True, slots=True)
class Cell:
    """Pixels of the page; `combs`: how many boxes it is divided into (1: none)."""

    left: int
    top: int
    right: int
    bottom: int
    combs: int = 1

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def overlap(self, left: float, top: float, right: float, bottom: float) -> float:
        """Area (px²) that it shares with a rectangle."""
        across = min(self.right, right) - max(self.left, left)
        down = min(self.bottom, bottom) - max(self.top, top)
        return max(0.0, across) * max(0.0, down)


@dataclass(frozen=True, slots=True)
class Grid:
    """`lines`: the ruled lines themselves, so that they can be taken out of crops."""

    lines: Mask
    cells: tuple[Cell, ...]


def grid_of(ink: Mask) -> Grid:
    """The ruled lines and cells of an upright page's ink mask at about 200 dpi."""
    level, upright = _lines(ink, (whole_px(LINE_MM), 1)), _lines(ink, (1, whole_px(LINE_MM)))
    lines = level | upright | _sides(_lines(ink, (1, whole_px(SIDE_MM))), level)
    return Grid(lines, tuple(_with_combs(_cells(lines))))


def without_lines(image: Image, grid: Grid) -> Image:
    """The page with its ruled lines painted over in the colour of the paper around them."""
    wide = cv2.dilate(grid.lines, np.ones((3, 3), np.uint8))
    size = whole_px(2) | 1
    paper = cv2.morphologyEx(image, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    out = image.copy()
    out[wide > 0] = paper[wide > 0]
    return out


def _lines(ink: Mask, size: tuple[int, int]) -> Mask:
    gap = (max(1, whole_px(GAP_MM) * (size[0] > 1)), max(1, whole_px(GAP_MM) * (size[1] > 1)))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(gap[::-1], np.uint8))
    kernel = np.ones(size[::-1], np.uint8)
    return np.asarray(cv2.morphologyEx(joined, cv2.MORPH_OPEN, kernel), np.uint8)


def _sides(short: Mask, level: Mask) -> Mask:
    """Of short upright lines those that end on a level line above and below: writing does not."""
    near = cv2.dilate(level, np.ones((2 * whole_px(SLACK_MM / 2) + 1, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(short, connectivity=8)
    keep = np.zeros(count, np.uint8)
    for n in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[n])
        keep[n] = 255 * bool(near[y, x : x + w].any() and near[y + h - 1, x : x + w].any())
    return np.asarray(keep[labels], np.uint8)


def _cells(lines: Mask) -> list[Cell]:
    thick = cv2.dilate(lines, np.ones((3, 3), np.uint8))
    open_ground = np.asarray(cv2.bitwise_not(thick), np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(open_ground, connectivity=4)
    least, most = px(LEAST_MM), MOST * lines.size
    found = []
    for n in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[n])
        touches_rim = x == 0 or y == 0 or x + w == lines.shape[1] or y + h == lines.shape[0]
        if min(w, h) >= least and area <= most and area >= FULL * w * h and not touches_rim:
            found.append(Cell(x, y, x + w, y + h))
    outer = [c for c in found if not any(_holds(other, c) for other in found)]
    return sorted(outer, key=lambda c: (c.top, c.left))


def _holds(outer: Cell, inner: Cell) -> bool:
    """Whether one lies in the other: boxes drawn inside a cell are a part of it."""
    area = inner.width * inner.height
    is_larger = outer.width * outer.height > area
    whole = outer.overlap(inner.left, inner.top, inner.right, inner.bottom)
    return outer is not inner and is_larger and whole >= area


def _with_combs(cells: Sequence[Cell]) -> list[Cell]:
    """Runs of narrow cells of one size become one cell that knows how many they were."""
    out: list[Cell] = []
    left = list(cells)
    while left:
        run = [left.pop(0)]
        while (following := _next_in_comb(run[-1], left)) is not None:
            left.remove(following)
            run.append(following)
        if len(run) >= COMB:
            first, last = run[0], run[-1]
            out.append(Cell(first.left, first.top, last.right, first.bottom, len(run)))
        else:
            out.append(run[0])
            left = sorted([*run[1:], *left], key=lambda c: (c.top, c.left))
    return out


def _next_in_comb(cell: Cell, others: Sequence[Cell]) -> Cell | None:
    if cell.width > 1.3 * cell.height:
        return None
    slack = px(SLACK_MM)
    for other in others:
        if (
            0 <= other.left - cell.right <= slack
            and abs(other.top - cell.top) <= slack
            and abs(other.bottom - cell.bottom) <= slack
            and abs(other.width - cell.width) <= 0.25 * cell.width + 2
        ):
            return other
    return None
