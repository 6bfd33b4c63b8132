"""Points that look the same on a blank and on its scan, however it is turned or scaled."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import Image

QUICK = (1000, 1500)  # long side (px) to look at, points to take: letters can just be told apart
THOROUGH = (1600, 3000)  # for a page that fills a part of its picture, or is badly worn
OF_BLANK = (1200, 2500)  # bold handwriting takes points from print, never from the blank's
SMOOTH = 0.8  # px; the grain of a fax is no corner
OCTAVE = 1.2  # from one size to the next
LEVELS = 8
CORNER = 12  # contrast (0–255) of a corner: print as faint as on a worn copy


@dataclass(frozen=True, slots=True)
class Features:
    """`points` (N × 2) and `sizes` in pixels of the full image, `angles` in degrees,
    `descriptors` N × 32 bytes."""

    points: NDArray[np.float32]
    angles: NDArray[np.float32]
    sizes: NDArray[np.float32]
    descriptors: NDArray[np.uint8]


def features_of(gray: Image, full_side: int, look: tuple[int, int] = QUICK) -> Features:
    """Features of a gray picture; `full_side` is the long side (px) that places are given for."""
    side, count = look
    scale = min(1.0, side / max(gray.shape))
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(small, (0, 0), SMOOTH)
    finder = cv2.ORB.create(
        count, OCTAVE, LEVELS, 20, 0, 2, cv2.ORB_HARRIS_SCORE, 31, CORNER
    )  # fmt: skip
    everywhere = np.full(smooth.shape, 255, np.uint8)
    keypoints, found = finder.detectAndCompute(smooth, everywhere)
    descriptors = np.zeros((0, 32), np.uint8) if found is None else np.asarray(found, np.uint8)
    larger = full_side / max(smooth.shape)
    rows = [(*k.pt, k.size, k.angle) for k in keypoints]
    table = np.array(rows, np.float32).reshape(-1, 4)
    return Features(
        (table[:, :2] + 0.5) * larger - 0.5, table[:, 3], table[:, 2] * larger, descriptors
    )
