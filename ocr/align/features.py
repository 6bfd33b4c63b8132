"""Points that look the same on a blank and on its scan, however it is turned or scaled."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import Image

Homography = NDArray[np.float64]
"""3 × 3, takes points of a blank (px at 200 dpi) to points of a page image (px)."""

LONG_SIDE = 1200  # px; small enough to be quick and to smooth a fax, large enough for letters
COUNT = 1800
RATIO = 0.82  # a match must be this much nearer than the second best
TOLERANCE = 3.5  # px of the reduced blank, for a point to agree with the homography


@dataclass(frozen=True, slots=True)
class Features:
    """Points in pixels of the full image and their descriptors."""

    points: NDArray[np.float32]
    descriptors: NDArray[Any]
    scale: float


@dataclass(frozen=True, slots=True)
class Match:
    """`agreeing` matched points agree with `homography`, of `tried`."""

    homography: Homography
    agreeing: int
    tried: int


def features_of(image: Image, kind: str = "orb") -> Features:
    """Features of a gray or BGR image, found at a reduced size."""
    gray = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    scale = min(1.0, LONG_SIDE / max(gray.shape))
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(small, (0, 0), 0.8)
    keypoints, descriptors = _KINDS[kind]().detectAndCompute(smooth, None)
    points = np.array([k.pt for k in keypoints], np.float32).reshape(-1, 2) / scale
    if descriptors is None:
        descriptors = np.zeros((0, 32), np.uint8)
    return Features(points.astype(np.float32), descriptors, scale)


def match(blank: Features, page: Features) -> Match | None:
    """The homography that most points agree with; None where there is no sane one."""
    if len(blank.points) < 8 or len(page.points) < 8:
        return None
    norm = cv2.NORM_HAMMING if page.descriptors.dtype == np.uint8 else cv2.NORM_L2
    pairs = cv2.BFMatcher(norm).knnMatch(page.descriptors, blank.descriptors, k=2)
    good = [p[0] for p in pairs if len(p) == 2 and p[0].distance < RATIO * p[1].distance]
    if len(good) < 8:
        return None
    source = blank.points[[m.trainIdx for m in good]]
    target = page.points[[m.queryIdx for m in good]]
    found, mask = _robust(source, target, TOLERANCE / page.scale)
    if found is None or mask is None:
        return None
    return Match(np.asarray(found, np.float64), int(mask.sum()), len(good))


def _robust(source: NDArray[Any], target: NDArray[Any], tolerance: float) -> tuple[Any, Any]:
    return cv2.findHomography(
        source, target, cv2.USAC_MAGSAC, tolerance, maxIters=4000, confidence=0.9999
    )


def is_sane(homography: Homography, width: int, height: int) -> bool:
    """A page is not mirrored, folded over or drawn out: its corners make a near rectangle."""
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = cv2.perspectiveTransform(corners[None], homography)[0]
    sides = np.linalg.norm(np.roll(moved, -1, axis=0) - moved, axis=1)
    one, two = np.roll(moved, -1, axis=0) - moved, np.roll(moved, -2, axis=0) - moved
    turns = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]
    if not (turns > 0).all() or sides.min() < 200:
        return False
    aspect = (sides[0] + sides[2]) / (sides[1] + sides[3]) * height / width
    opposite = max(_uneven(sides[0], sides[2]), _uneven(sides[1], sides[3]))
    return bool(0.6 < aspect < 1.67 and opposite < 1.8)


def _uneven(one: float, other: float) -> float:
    return max(one, other) / max(min(one, other), 1e-6)


def _orb() -> Any:
    return cv2.ORB.create(COUNT, 1.2, 8, 20, 0, 2, cv2.ORB_HARRIS_SCORE, 31, 12)


def _sift() -> Any:
    return cv2.SIFT.create(COUNT)


_KINDS: dict[str, Callable[[], Any]] = {"orb": _orb, "sift": _sift}
