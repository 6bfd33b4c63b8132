"""The ink of one box as the small net sees it: the one function that training and reading share."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import Image

SIDE = 28  # px of the net's input
INNER = 22  # px, the longer side of the ink within it; the rest is rim


def normal(picture: Image) -> NDArray[np.float32]:
    """SIDE × SIDE, 0 paper … 1 ink: the picture (dark on white, cut tight) scaled with its
    proportions kept, its middle in the middle."""
    height, width = picture.shape
    scale = INNER / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(picture, size, interpolation=way)
    out = np.zeros((SIDE, SIDE), np.float32)
    top, left = (SIDE - size[1]) // 2, (SIDE - size[0]) // 2
    out[top : top + size[1], left : left + size[0]] = 1 - small.astype(np.float32) / 255
    return out
