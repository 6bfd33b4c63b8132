"""A page as it is looked at while its place is sought: gray, and made small in cheap steps."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import Image

Matrix = NDArray[np.float64]
"""3 × 3, on points (px, the middle of the first pixel is 0, 0)."""


class Look:
    """One page's gray picture and smaller ones made from it."""

    def __init__(self, gray: Image) -> None:
        self._levels = [gray]

    @property
    def gray(self) -> Image:
        return self._levels[0]

    @property
    def long_side(self) -> int:
        return int(max(self.gray.shape))

    def at(self, factor: float) -> tuple[Image, Matrix]:
        """The picture at about `factor` of its size (at most 1), and how its points come from
        those of the full picture."""
        image = self._level(factor)
        ratio = factor * self.long_side / max(image.shape)
        if ratio < 0.9:
            image = np.asarray(
                cv2.resize(image, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_LINEAR),
                np.uint8,
            )
        height, width = self.gray.shape
        return image, scaling(image.shape[1] / width, image.shape[0] / height)

    def _level(self, factor: float) -> Image:
        """Halved as often as leaves at least `factor`."""
        level = 0
        while 0.5 ** (level + 1) >= 0.95 * factor:
            level += 1
            if len(self._levels) == level:
                self._levels.append(halved(self._levels[-1]))
        return self._levels[level]


def halved(image: Image) -> Image:
    """Each pixel the mean of four; an odd last row or column is left out."""
    height, width = image.shape[0] // 2 * 2, image.shape[1] // 2 * 2
    size = (width // 2, height // 2)
    even = image[:height, :width]
    return np.asarray(cv2.resize(even, size, interpolation=cv2.INTER_AREA), np.uint8)


def scaling(across: float, down: float) -> Matrix:
    """Where points come to when a picture is made `across` × `down` times as large."""
    return np.array(
        [[across, 0, (across - 1) / 2], [0, down, (down - 1) / 2], [0, 0, 1]], np.float64
    )
