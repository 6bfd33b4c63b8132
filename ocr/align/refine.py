"""From nearly to exactly in place: small pieces of the blank are looked for near where they are.

First the homography is corrected, then a smooth bend of the paper is measured.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.align.blank import PATCH_MM, SMOOTH, BlankPage
from ocr.align.features import Homography
from ocr.engines.engine import Image
from ocr.scale import px, whole_px

Points = NDArray[np.float32]

ALIKE = 0.55  # normalised correlation from which a piece counts as found
# (reduction, reach in mm, tolerance in mm), from coarse to fine
STAGES = ((2, 4.0, 1.0), (1, 1.2, 0.35))
BEND_REACH_MM = 2.5
LEAST_SHARE = 0.2  # of all pieces; with fewer it is another paper, and search is a waste
TERMS = 15  # of the bend
ENOUGH = 12  # pieces; fewer cannot correct anything
LEAST_BEND_MM = 0.1
BEND_GAIN = 0.8  # a bend is believed when it leaves less than this share of the error


@dataclass(frozen=True, slots=True)
class Bend:
    """A smooth displacement over the page, a polynomial of the fourth degree in x and y.

    `coefficients`: 15 × 2, in pixels, over coordinates scaled to −1 … 1.
    """

    coefficients: NDArray[np.float64]
    width: int
    height: int

    def at(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Displacement (N × 2, px) at points (N × 2, px) of the blank."""
        return _terms(points, self.width, self.height) @ self.coefficients


@dataclass(frozen=True, slots=True)
class Found:
    """Pieces found: where they are on the blank, and where on the page laid over it (px)."""

    blank: Points
    page: Points


def corrected(blank: BlankPage, image: Image, start: Homography) -> tuple[Homography, Found]:
    """A better homography from `start`, by a wide and then two narrow searches."""
    homography = start
    for reduce, reach_mm, tolerance_mm in STAGES:
        found = locate(blank, laid_over(image, homography, blank, reduce), reduce, reach_mm)
        if len(found.blank) < max(ENOUGH, LEAST_SHARE * len(blank.anchors)):
            return homography, found
        step = _step(found, tolerance_mm)
        if step is None:
            return homography, found
        homography = homography @ step
    return homography, locate(blank, laid_over(image, homography, blank, 2), 2, BEND_REACH_MM)


def _step(found: Found, tolerance_mm: float) -> Homography | None:
    """The small homography that the found pieces ask for."""
    step: Any = cv2.findHomography(found.blank, found.page, cv2.USAC_MAGSAC, px(tolerance_mm))[0]
    return None if step is None else np.asarray(step, np.float64)


def laid_over(image: Image, homography: Homography, blank: BlankPage, reduce: int) -> Image:
    """The gray page drawn in the blank's place, at 1/`reduce` of its size."""
    height, width = blank.image.shape
    larger = np.diag([reduce, reduce, 1.0])
    return np.asarray(
        cv2.warpPerspective(
            image, np.asarray(homography @ larger), (width // reduce, height // reduce),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=(255, 255, 255),
        ),
        np.uint8,
    )  # fmt: skip


def locate(blank: BlankPage, laid: Image, reduce: int, reach_mm: float) -> Found:
    """Look for each anchor's surroundings within `reach_mm`; `laid` is at 1/`reduce` of size."""
    template, page = blank.smooth(reduce), _smooth(laid)
    half, reach = whole_px(PATCH_MM / 2) // reduce, whole_px(reach_mm) // reduce
    there, here = [], []
    for point in blank.anchors:
        x, y = (round(float(v) / reduce) for v in point)
        shift = _shift(template, page, x, y, half, reach)
        if shift is not None:
            there.append((x * reduce, y * reduce))
            here.append(((x + shift[0]) * reduce, (y + shift[1]) * reduce))
    return Found(
        np.array(there, np.float32).reshape(-1, 2), np.array(here, np.float32).reshape(-1, 2)
    )


def _smooth(image: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), SMOOTH), np.uint8)


def _shift(
    template: Image, page: Image, x: int, y: int, half: int, reach: int
) -> tuple[float, float] | None:
    top, left = y - half - reach, x - half - reach
    window = page[max(top, 0) : y + half + reach + 1, max(left, 0) : x + half + reach + 1]
    patch = template[y - half : y + half + 1, x - half : x + half + 1]
    if window.shape[0] <= patch.shape[0] or window.shape[1] <= patch.shape[1]:
        return None
    scores = cv2.matchTemplate(window, patch, cv2.TM_CCOEFF_NORMED)
    _, best, _, (bx, by) = cv2.minMaxLoc(scores)
    if not ALIKE <= best <= 1.01:
        return None
    if not (0 < bx < scores.shape[1] - 1 and 0 < by < scores.shape[0] - 1):
        return None  # still rising at the rim: the true place is further off
    fx, fy = _between(np.asarray(scores, np.float32), bx, by)
    return bx + fx - (x - half - max(left, 0)), by + fy - (y - half - max(top, 0))


def _between(scores: NDArray[np.float32], x: int, y: int) -> tuple[float, float]:
    """Sub-pixel place of the peak by a parabola through its neighbours."""

    def peak(before: float, at: float, after: float) -> float:
        curve = before - 2 * at + after
        return 0.0 if curve >= 0 else float(np.clip((before - after) / (2 * curve), -0.5, 0.5))

    height, width = scores.shape
    across = peak(*scores[y, x - 1 : x + 2]) if 0 < x < width - 1 else 0.0
    down = peak(*scores[y - 1 : y + 2, x]) if 0 < y < height - 1 else 0.0
    return across, down


def bend_of(found: Found, blank: BlankPage) -> Bend | None:
    """The bend that is left in the found pieces; None where the paper lies flat."""
    height, width = blank.image.shape
    moved = (found.page - found.blank).astype(np.float64)
    near = np.linalg.norm(moved - np.median(moved, axis=0), axis=1) < px(BEND_REACH_MM)
    if near.sum() < 3 * ENOUGH:
        return None
    terms = _terms(found.blank[near].astype(np.float64), width, height)
    coefficients, keep = np.zeros((TERMS, 2)), np.ones(int(near.sum()), bool)
    for used in (3, 6, TERMS, TERMS, TERMS):  # flat, then bowed, then all of it: outliers go first
        a, b = terms[keep, :used], moved[near][keep]
        coefficients[:used] = np.linalg.solve(a.T @ a + 0.1 * np.eye(used), a.T @ b)
        error = np.linalg.norm(terms @ coefficients - moved[near], axis=1)
        keep = error < max(px(0.2), 3.0 * float(np.median(error)))
    before = float(np.median(np.linalg.norm(moved[near], axis=1)))
    is_better = float(np.median(error)) < BEND_GAIN * before and before > px(LEAST_BEND_MM)
    return Bend(coefficients, width, height) if is_better else None


def _terms(points: NDArray[np.float64], width: int, height: int) -> NDArray[np.float64]:
    x, y = points[:, 0] / width * 2 - 1, points[:, 1] / height * 2 - 1
    one = np.ones_like(x)
    powers = [(i, n - i) for n in range(5) for i in range(n + 1)]
    return np.stack([one * x**i * y**j for i, j in powers], axis=1)
