"""Square pixels, and no more of them than reading needs."""

import cv2
import numpy as np

from ocr.engines.engine import Image

NEARLY = 1.02  # a resolution as little off as this is taken as it is


def squared(image: Image, across: float, down: float) -> tuple[Image, float]:
    """Fax pages have fewer lines down than across (204 × 98): stretched to square pixels."""
    if abs(across - down) <= 0.02 * max(across, down):
        return image, (across + down) / 2
    dpi = max(across, down)
    size = (round(image.shape[1] * dpi / across), round(image.shape[0] * dpi / down))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_LINEAR), np.uint8), dpi


def at_most(image: Image, dpi: float, most: float) -> tuple[Image, float]:
    """The image made smaller where it has more than `most` dots per inch."""
    if dpi <= NEARLY * most:
        return image, dpi
    scale = most / dpi
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), most
