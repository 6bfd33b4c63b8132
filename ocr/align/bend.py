"""Paper that does not lie flat: a smooth displacement over the page.

A cubic B-spline over a coarse grid of control points, as stiff as paper: where pieces of print
were found tells it where to go, and where there is no print it runs on straight.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ocr.scale import px

Floats = NDArray[np.float64]

CELL_MM = 30.0  # between control points: a curl or a fold is no finer
RIDGE = 1e-3  # towards no displacement, for corners that no point reaches


@dataclass(frozen=True, slots=True)
class Bend:
    """`coefficients`: rows × columns × (x, y), in pixels of the blank; `width` and `height` of the
    blank (px)."""

    coefficients: Floats
    width: int
    height: int

    def plus(self, other: "Bend") -> "Bend":
        """Both displacements at once."""
        return Bend(self.coefficients + other.coefficients, self.width, self.height)

    def at(self, points: Floats) -> Floats:
        """Displacement (N × 2, px) at points (N × 2, px) of the blank."""
        down, across = _bases(points, self.width, self.height, self.coefficients.shape)
        rows, columns, _ = self.coefficients.shape
        by_row = (down @ self.coefficients.reshape(rows, -1)).reshape(-1, columns, 2)
        return np.asarray((by_row * across[:, :, None]).sum(axis=1))

    def over(self, xs: Floats, ys: Floats) -> Floats:
        """Displacement (len(ys) × len(xs) × 2, px) at all crossings of columns and rows."""
        rows, columns, _ = self.coefficients.shape
        across = _basis(xs / max(self.width - 1, 1), columns)
        down = _basis(ys / max(self.height - 1, 1), rows)
        by_row = (down @ self.coefficients.reshape(rows, -1)).reshape(-1, columns, 2)
        return np.asarray(np.matmul(across, by_row))


def bend_through(
    points: Floats,
    moved: Floats,
    width: int,
    height: int,
    bending: Sequence[tuple[float, float]],
) -> tuple[Bend, NDArray[np.bool_]]:
    """The bend that takes `points` (N × 2, px) by `moved`, and which of them it goes by.

    `bending`: stiffness and reach (mm) step by step, from a plank to paper; a point counts while
    it is within reach of the step before, so that strays are seen against the stiffer sheet.
    """
    shape = (_controls(height), _controls(width), 2)
    design = _design(*_bases(points, width, height, shape))
    coefficients = np.zeros((design.shape[1], 2))
    error = np.linalg.norm(moved, axis=1)
    keep = error < px(bending[0][1])
    for stiff, reach_mm in bending:
        keep = error < px(reach_mm)
        a, b = design[keep], moved[keep]
        left = a.T @ a + stiff * _stiffness(shape[0], shape[1])
        coefficients = np.linalg.solve(left, a.T @ b)
        error = np.linalg.norm(design @ coefficients - moved, axis=1)
    return Bend(coefficients.reshape(shape), width, height), keep


def _controls(length: int) -> int:
    """Control points along a side; a cubic needs three more than there are cells."""
    return max(2, round(length / px(CELL_MM))) + 3


def _bases(
    points: Floats, width: int, height: int, shape: tuple[int, ...]
) -> tuple[Floats, Floats]:
    down = _basis(points[:, 1] / max(height - 1, 1), shape[0])
    return down, _basis(points[:, 0] / max(width - 1, 1), shape[1])


def _basis(along: Floats, controls: int) -> Floats:
    """N × controls: weights of the control points at positions 0 … 1 (further on, the rim's)."""
    cells = controls - 3
    place = np.clip(along, 0.0, 1.0) * cells
    first = np.minimum(place.astype(np.int64), cells - 1)
    t = place - first
    weights = np.stack(
        [(1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3], axis=1
    )
    out = np.zeros((len(along), controls))
    for n in range(4):
        out[np.arange(len(along)), first + n] = weights[:, n] / 6
    return out


def _design(down: Floats, across: Floats) -> Floats:
    return np.asarray((down[:, :, None] * across[:, None, :]).reshape(len(down), -1))


@cache
def _stiffness(rows: int, columns: int) -> Floats:
    """Resistance to bending: squared second differences along rows, columns and diagonals."""
    total = RIDGE * np.eye(rows * columns)
    bend_rows, bend_columns = np.diff(np.eye(rows), 2, axis=0), np.diff(np.eye(columns), 2, axis=0)
    slope_rows, slope_columns = np.diff(np.eye(rows), axis=0), np.diff(np.eye(columns), axis=0)
    for one, other, weight in (
        (bend_rows, np.eye(columns), 1.0),
        (np.eye(rows), bend_columns, 1.0),
        (slope_rows, slope_columns, 2.0),
    ):
        part = np.kron(one, other)
        total += weight * part.T @ part
    return np.asarray(total)
