"""Pixels → the numbers that PP-OCR models were trained on (as in PaddleOCR's own processors)."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import Image

HEIGHT = 48  # px, height of a line for the recogniser
MIN_WIDTH = 320  # px, shorter lines are padded to this width
WIDTH_STEP = 64  # px
MAX_WIDTH = 3200  # px, longer lines are squeezed into this width
DETECTION_LIMIT = 960  # px, long side of a page for the detector
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)


def fit_line(crop: Image) -> Image:
    """The crop 48 px high, BGR. Lines longer than MIN_WIDTH get white on the right up to a full
    step: then a line's emissions do not depend on what shares its batch."""
    colour = cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR) if crop.ndim == 2 else crop
    height, width = colour.shape[:2]
    own = min(MAX_WIDTH, max(4, math.ceil(HEIGHT * width / height)))
    way = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    scaled = cv2.resize(colour, (own, HEIGHT), interpolation=way)
    if own <= MIN_WIDTH:
        return np.asarray(scaled, np.uint8)
    full = min(MAX_WIDTH, -(-own // WIDTH_STEP) * WIDTH_STEP)
    white = np.full((HEIGHT, full - own, 3), 255, np.uint8)
    return np.asarray(np.concatenate([scaled, white], axis=1), np.uint8)


def line_tensor(line: Image) -> NDArray[np.float32]:
    """3 × 48 × width of a fitted line, values −1 to 1, padded with 0 up to MIN_WIDTH."""
    width = line.shape[1]
    out = np.zeros((3, HEIGHT, max(MIN_WIDTH, width)), np.float32)
    out[:, :, :width] = (line.astype(np.float32).transpose(2, 0, 1) / 255 - 0.5) / 0.5
    return out


def page_tensor(image: Image, limit: int = DETECTION_LIMIT) -> NDArray[np.float32]:
    """1 × 3 × h × w with the long side at most `limit` and both sides multiples of 32."""
    colour = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) if image.ndim == 2 else image
    height, width = colour.shape[:2]
    ratio = min(1.0, limit / max(height, width))
    size = (_to_32(width * ratio), _to_32(height * ratio))
    scaled = cv2.resize(colour, size).astype(np.float32) / 255
    normal: NDArray[np.float32] = ((scaled - MEAN) / DEVIATION).astype(np.float32)
    return np.ascontiguousarray(normal.transpose(2, 0, 1)[None])


def _to_32(length: float) -> int:
    return max(32, round(length / 32) * 32)
