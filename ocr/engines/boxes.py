"""The detector's probability map → text boxes (differentiable binarisation, DB)."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import TextBox

THRESHOLD = 0.3  # of the map; this and the next two are PP-OCRv6's published settings
BOX_THRESHOLD = 0.6  # of the mean inside a box
UNCLIP = 1.5  # how much the shrunk box is grown back (ratio of area to perimeter)
MIN_SIDE = 3.0  # px


def boxes_from_map(score_map: NDArray[np.float32], width: int, height: int) -> list[TextBox]:
    """Boxes in pixels of the page (`width` × `height`), from top to bottom."""
    mask = (score_map > THRESHOLD).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    scale = np.array([width / score_map.shape[1], height / score_map.shape[0]], np.float32)
    found = [
        box
        for contour in contours
        if (box := _box(np.asarray(contour, np.int32), score_map, scale))
    ]
    return sorted(found, key=lambda b: (float(b.corners[0, 1]), float(b.corners[0, 0])))


def _box(
    contour: NDArray[np.int32], score_map: NDArray[np.float32], scale: NDArray[np.float32]
) -> TextBox | None:
    (cx, cy), (w, h), angle = cv2.minAreaRect(contour)
    if min(w, h) < MIN_SIDE:
        return None
    tight = np.asarray(cv2.boxPoints(((cx, cy), (w, h), angle)), np.float32)
    score = _mean_inside(score_map, tight)
    if score < BOX_THRESHOLD:
        return None
    grow = w * h * UNCLIP / (2 * (w + h)) * 2
    corners = cv2.boxPoints(((cx, cy), (w + grow, h + grow), angle)).astype(np.float32)
    return TextBox(_clockwise(corners * scale), score)


def _mean_inside(score_map: NDArray[np.float32], corners: NDArray[np.float32]) -> float:
    x, y, w, h = cv2.boundingRect(corners.astype(np.int32))
    x, y = max(x, 0), max(y, 0)
    part = score_map[y : y + h + 1, x : x + w + 1]
    mask = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(mask, [(corners - (x, y)).astype(np.int32)], (1,))
    return float(cv2.mean(part, mask)[0])


def _clockwise(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    top_left, bottom_left = left[np.argsort(left[:, 1], kind="stable")]
    top_right, bottom_right = right[np.argsort(right[:, 1], kind="stable")]
    return np.array([top_left, top_right, bottom_right, bottom_left], np.float32)
