"""How a page lies over its blank, and drawing it there."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.align.bend import Bend
from ocr.align.look import Matrix, scaling
from ocr.engines.engine import Image
from ocr.ink.dark import Mask

EVERY = 16  # px between points of the coarse grid
WHITE = (255, 255, 255)
MOST_STRETCH = 1.6  # of a part of the page against the whole: more is no paper
SQUARE = 0.3  # px of the page by which perspective may move a corner and be left out
LEAST_SIDE = 200  # px of the page

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lay:
    """`homography` from the blank's pixels to the page's, after `bend` on the blank; `width`
    and `height` of the blank (px)."""

    homography: Matrix
    bend: Bend | None
    width: int
    height: int

    def to_page(self, points: Points) -> Points:
        """Where points (N × 2, px) of the blank are on the page (px)."""
        bent = points if self.bend is None else points + self.bend.at(points)
        return np.asarray(cv2.perspectiveTransform(bent[None], self.homography)[0], np.float64)

    def onto(self, step: Matrix) -> "Lay":
        """The same lay for the page's picture moved by `step`."""
        return replace(self, homography=step @ self.homography)

    @property
    def scale(self) -> float:
        """Pixels of the page for one of the blank, in the middle."""
        x, y = self.width / 2, self.height / 2
        corners = np.array([[x, y], [x + 1, y], [x, y + 1]])
        middle, right, below = self.to_page(corners)
        return float(np.sqrt(np.linalg.norm(right - middle) * np.linalg.norm(below - middle)))

    @property
    def bow(self) -> float:
        """How far the paper is from flat: mean over the page (px of the blank), at least one."""
        if self.bend is None:
            return 1.0
        moved = self.bend.over(*self._coarse())
        return max(1.0, float(np.linalg.norm(moved, axis=2).mean()))

    def draw(self, image: Image, reduce: int = 1) -> Image:
        """The page in the blank's place, at 1/`reduce` of its size; white where the page has
        nothing."""
        size = (self.width // reduce, self.height // reduce)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        if self.bend is None:
            matrix = self.homography @ scaling(reduce, reduce)
            affine = _as_affine(matrix, *size)
            if affine is None:
                out = cv2.warpPerspective(image, matrix, size, flags=flags, borderValue=WHITE)
            else:
                out = cv2.warpAffine(image, affine, size, flags=flags, borderValue=WHITE)
        else:
            across, down = self._maps(reduce)
            out = cv2.remap(image, across, down, cv2.INTER_LINEAR, borderValue=WHITE)
        return np.asarray(out, np.uint8)

    def seen(self, width: int, height: int) -> Mask:
        """255 where a page of that size (px) has paper at all, in the blank's place."""
        grid = self._grid(*self._coarse())
        inside = (grid >= 0).all(axis=2) & (grid <= (width - 1, height - 1)).all(axis=2)
        small = np.where(inside, 255, 0).astype(np.uint8)
        size = (self.width, self.height)
        return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_NEAREST), np.uint8)

    def is_sane(self) -> bool:
        """Not mirrored, folded over or drawn out: what a sheet of paper can look like."""
        xs = np.linspace(0, self.width - 1, 8, dtype=np.float64)
        ys = np.linspace(0, self.height - 1, 10, dtype=np.float64)
        grid = self._grid(xs, ys).astype(np.float64)
        right, down = np.diff(grid, axis=1)[:-1], np.diff(grid, axis=0)[:, :-1]
        areas = right[..., 0] * down[..., 1] - right[..., 1] * down[..., 0]
        sides = (np.linalg.norm(right, axis=2) / (xs[1] - xs[0])).mean()
        heights = (np.linalg.norm(down, axis=2) / (ys[1] - ys[0])).mean()
        corners = grid[[0, 0, -1, -1], [0, -1, -1, 0]]
        edges = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
        if not (areas > 0).all() or edges.min() < LEAST_SIDE:
            return False
        uneven = float(areas.max() / areas.min())
        return bool(1 / MOST_STRETCH < sides / heights < MOST_STRETCH and uneven < 12)

    def _coarse(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return (
            np.linspace(0, self.width - 1, self.width // EVERY),
            np.linspace(0, self.height - 1, self.height // EVERY),
        )

    def _grid(self, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> NDArray[np.float32]:
        """Where the crossings of columns and rows come from: rows × columns × (x, y)."""
        points = np.stack(np.meshgrid(xs, ys), axis=2)
        if self.bend is not None:
            points = points + self.bend.over(xs, ys)
        source = cv2.perspectiveTransform(points.reshape(1, -1, 2), self.homography)[0]
        return np.asarray(source.reshape(len(ys), len(xs), 2), np.float32)

    def _maps(self, reduce: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Where each pixel comes from, drawn out between the points of a coarse grid: the grid's
        points are the middles of blocks, as resizing takes them."""
        width, height = self.width // reduce, self.height // reduce
        columns, rows = -(-width // EVERY) + 2, -(-height // EVERY) + 2
        step = EVERY * reduce
        across, down = (
            step * np.arange(count, dtype=np.float64) - (step + 1) / 2 for count in (columns, rows)
        )
        grid = self._grid(across, down)
        large = cv2.resize(
            grid, (columns * EVERY, rows * EVERY), interpolation=cv2.INTER_LINEAR
        )[EVERY : EVERY + height, EVERY : EVERY + width]  # fmt: skip
        return np.ascontiguousarray(large[:, :, 0]), np.ascontiguousarray(large[:, :, 1])


def _as_affine(matrix: Matrix, width: int, height: int) -> Matrix | None:
    """2 × 3, where the page lies square to the eye, as on every scanner: it is drawn in two thirds
    of the time."""
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], np.float64)
    seen = corners @ matrix.T
    seen = seen[:, :2] / seen[:, 2:]
    affine = np.asarray(np.linalg.lstsq(corners, seen, rcond=None)[0], np.float64)
    return affine.T.copy() if np.abs(corners @ affine - seen).max() < SQUARE else None
