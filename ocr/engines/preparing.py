"""Pixels → the numbers that PP-OCR models were trained on (as in PaddleOCR's own processors)."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import Image

HEIGHT = 48  # px, height of a line for the recogniser
WIDTH_STEP = 16  # px; lines are padded to a multiple: few shapes to prepare, little wasted
MAX_WIDTH = 3200  # px, longer lines are squeezed into this width (PaddleOCR's limit)
DETECTION_LIMIT = 960  # px, long side of a page for the detector
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)


def fit_line(crop: Image) -> Image:
    """The crop 48 px high, BGR, as wide as it then is."""
    height, width = crop.shape[:2]
    own = min(MAX_WIDTH, max(4, math.ceil(HEIGHT * width / height)))
    way = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    scaled = cv2.resize(crop, (own, HEIGHT), interpolation=way)
    colour = cv2.cvtColor(scaled, cv2.COLOR_GRAY2BGR) if crop.ndim == 2 else scaled
    return np.asarray(colour, np.uint8)


def padded_width(line: Image) -> int:
    """Width that a fitted line is padded to. It is the line's own, so that its emissions do not
    depend on what shares its batch. PaddleOCR pads short lines to 320 px; the model reads them as
    well without (docs/adr/0006-engines.md)."""
    return min(MAX_WIDTH, -(-int(line.shape[1]) // WIDTH_STEP) * WIDTH_STEP)


def line_tensor(line: Image) -> NDArray[np.float32]:
    """3 × 48 × padded width of a fitted line, values −1 to 1, padded with 0 as in training."""
    out = np.zeros((3, HEIGHT, padded_width(line)), np.float32)
    np.multiply(line.transpose(2, 0, 1), np.float32(2 / 255), out=out[:, :, : line.shape[1]])
    out[:, :, : line.shape[1]] -= 1.0
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
