"""A scan or a photo of a blank set straight: turned by the slope of its ruled lines, and its lean
taken out, so that level lines are level and upright ones upright."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import Image
from ocr.ink.dark import gray_of
from ocr.scale import px

LEAST_MM = 12.0  # length of a line that tells the slope
FEW = 6  # lines of a direction: with fewer nothing is told
MOST_SKEW = 20.0  # degrees
ROUNDS = 3
STEEP = 0.12  # slope from which a line is of the other direction, or none
FLAT = 2e-4  # change of slope over the page below which there is no lean
THRESHOLDS = (1.0, 0.9, 0.8, 0.7, 0.6, 1.1)  # times that of Otsu
CROOKED = 4.0  # mean degrees that lines are off: worse is no sheet
PAGE = 0.35  # of the picture that a sheet of paper takes
SHEET = 2**0.5  # height by width of the sheets of the A and B series

Lines = NDArray[np.float64]
"""N × 4: x, y of the middle (px), slope away from its direction, length (px)."""


def unleaned(image: Image) -> Image:
    """The page without skew and lean; as it is where it has too few lines to tell."""
    skew = _skew(image)
    if abs(skew) > 0.03:
        image = _warped(image, _turn(image, skew))
    for _ in range(ROUNDS):
        matrix = _lean(image)
        if matrix is None:
            break
        image = _warped(image, matrix)
    return image


def sheet_in(image: Image) -> Image | None:
    """The sheet of paper in a photo, cut out as its upright rectangle; None where no bright sheet
    with four corners lies on a darker ground. Of what different thresholds show (a shadow lies on
    many a photo) the sheet whose lines come out straightest."""
    scale = 600 / max(image.shape[:2])
    found = []
    for each in _brightness(np.asarray(cv2.resize(image, None, fx=scale, fy=scale), np.uint8)):
        middle, _ = cv2.threshold(each, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        found += [_corners(each, share * middle) for share in THRESHOLDS]
    sheets = [_upright(image, corners / scale) for corners in found if corners is not None]
    best = min(sheets, key=_crookedness, default=None)
    return best if best is not None and _crookedness(best) <= CROOKED else None


def _brightness(small: Image) -> list[Image]:
    """How bright a picture is, and how little colour it has: paper is gray in a shadow too."""
    if small.ndim == 2:
        return [np.asarray(cv2.GaussianBlur(small, (0, 0), 3), np.uint8)]
    gray = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    plain = cv2.bitwise_not(cv2.extractChannel(cv2.cvtColor(small, cv2.COLOR_BGR2HSV), 1))
    return [np.asarray(cv2.GaussianBlur(each, (0, 0), 3), np.uint8) for each in (gray, plain)]


def _corners(gray: Image, threshold: float) -> NDArray[np.float32] | None:
    """The four corners of the largest bright part (px of the small picture)."""
    _, mask = cv2.threshold(gray, threshold, 255, cv2.THRESH_BINARY)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    largest = max(contours, key=cv2.contourArea)
    corners = cv2.approxPolyDP(largest, 0.03 * cv2.arcLength(largest, True), True)
    area = cv2.contourArea(corners)
    if len(corners) != 4 or not PAGE * mask.size <= area <= 0.97 * mask.size:
        return None
    if not cv2.isContourConvex(corners) or area < 0.9 * cv2.contourArea(largest):
        return None
    return np.asarray(corners.reshape(4, 2), np.float32)


def _crookedness(sheet: Image) -> float:
    """Mean degrees that long lines are off the level and the upright, weighed by length."""
    lines = _segments(sheet)
    if len(lines) < FEW:
        return 90.0
    run, rise = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    off = np.abs((np.degrees(np.arctan2(rise, run)) + 45) % 90 - 45)
    return float(np.average(off, weights=np.hypot(run, rise)))


def _upright(image: Image, corners: NDArray[np.float32]) -> Image:
    """The four-sided part of the picture as a sheet."""
    total, apart = corners.sum(axis=1), np.diff(corners, axis=1).ravel()
    quad = np.array(
        [corners[total.argmin()], corners[apart.argmin()], corners[total.argmax()],
         corners[apart.argmax()]], np.float32,
    )  # fmt: skip
    across = (np.linalg.norm(quad[1] - quad[0]) + np.linalg.norm(quad[2] - quad[3])) / 2
    down = (np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2
    width, height = (across, across * SHEET) if down >= across else (down * SHEET, down)
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, flat)
    out = cv2.warpPerspective(
        image, matrix, (round(width), round(height)), flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    return np.asarray(out, np.uint8)


def _segments(image: Image) -> Lines:
    """Straight edges of the page (N × 4: x0, y0, x1, y1; px) to a fraction of a pixel, by LSD
    (Grompone von Gioi and others, 2012)."""
    soft = cv2.GaussianBlur(gray_of(image), (0, 0), 1)
    half = cv2.resize(soft, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    found: Any = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(half)[0]
    if found is None:
        return np.zeros((0, 4))
    lines = found.reshape(-1, 4).astype(np.float64) * 2
    lengths = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    return np.asarray(lines[lengths >= px(LEAST_MM)])


def _skew(image: Image) -> float:
    """Degrees by which lines fall to the right, folded over the right angle."""
    lines = _segments(image)
    if len(lines) < FEW:
        return 0.0
    run, rise = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    angle = (np.degrees(np.arctan2(rise, run)) + 45) % 90 - 45
    order = np.argsort(angle)
    weights = np.cumsum(np.hypot(run, rise)[order])
    middle = float(angle[order][np.searchsorted(weights, weights[-1] / 2)])
    return middle if abs(middle) <= MOST_SKEW else 0.0


def _turn(image: Image, degrees: float) -> NDArray[np.float64]:
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.vstack([turn, [0, 0, 1]])


def _lean(image: Image) -> NDArray[np.float64] | None:
    """The map that takes out how slopes change over the page; None where they hardly do.

    With y' = (y + bx) / (1 + gx + hy) a level line of slope s at height y comes out level where
    s = gy − b; upright lines tell a and h in the same way (first order in all of them).
    """
    lines = _segments(image)
    height, width = image.shape[:2]
    mid = np.array([width / 2, height / 2])
    run, rise = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    at = np.stack([lines[:, 0] + lines[:, 2], lines[:, 1] + lines[:, 3]], axis=1) / 2 - mid
    is_level, is_upright = np.abs(rise) <= STEEP * np.abs(run), np.abs(run) <= STEEP * np.abs(rise)
    if is_level.sum() < FEW or is_upright.sum() < FEW:
        return None
    level = _fitted(at[is_level, 1], rise[is_level] / run[is_level], np.abs(run[is_level]))
    upright = _fitted(
        at[is_upright, 0], run[is_upright] / rise[is_upright], np.abs(rise[is_upright])
    )
    (b, g), (a, h) = level, upright
    if max(abs(a), abs(b), abs(g) * height / 2, abs(h) * width / 2) < FLAT:
        return None
    inner = np.array([[1, -a, 0], [-b, 1, 0], [g, h, 1]])
    there = np.array([[1, 0, -mid[0]], [0, 1, -mid[1]], [0, 0, 1]])
    return np.asarray(np.linalg.inv(there) @ inner @ there)


def _fitted(
    at: NDArray[np.float64], slope: NDArray[np.float64], weight: NDArray[np.float64]
) -> tuple[float, float]:
    """(slope in the middle, its change a pixel) by weighted least squares, twice without what is
    far off."""
    keep = np.ones(len(at), bool)
    start, change = 0.0, 0.0
    for _ in range(3):
        rows = np.stack([np.ones(int(keep.sum())), at[keep]], axis=1) * weight[keep, None]
        solved, *_ = np.linalg.lstsq(rows, slope[keep] * weight[keep], rcond=None)
        start, change = float(solved[0]), float(solved[1])
        off = np.abs(slope - start - change * at)
        keep = off <= max(0.002, 2.5 * float(np.median(off)))
        if keep.sum() < FEW:
            break
    return start, change


def _warped(image: Image, matrix: NDArray[np.float64]) -> Image:
    height, width = image.shape[:2]
    out = cv2.warpPerspective(
        image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(out, np.uint8)
