"""How a page lies over its blank, and drawing it there."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.align.features import Homography
from ocr.align.refine import Bend
from ocr.engines.engine import Image
from ocr.ink import Mask

EVERY = 16  # px between points of the coarse grid


@dataclass(frozen=True, slots=True)
class Lay:
    """`homography` from the blank's pixels to the page's, after `bend` on the blank; `width`
    and `height` of the blank (px)."""

    homography: Homography
    bend: Bend | None
    width: int
    height: int

    def draw(self, image: Image) -> Image:
        """The page in the blank's place and size; white where the page has nothing."""
        white = (255, 255, 255)
        if self.bend is None:
            flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
            out = cv2.warpPerspective(
                image, self.homography, (self.width, self.height), flags=flags, borderValue=white
            )
        else:
            across, down = self._maps()
            out = cv2.remap(image, across, down, cv2.INTER_LINEAR, borderValue=white)
        return np.asarray(out, np.uint8)

    def seen(self, width: int, height: int) -> Mask:
        """255 where a page of that size (px) has paper at all, in the blank's place."""
        grid = self._grid()
        inside = (grid >= 0).all(axis=2) & (grid <= (width - 1, height - 1)).all(axis=2)
        small = np.where(inside, 255, 0).astype(np.uint8)
        size = (self.width, self.height)
        return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_NEAREST), np.uint8)

    def _grid(self) -> NDArray[np.float32]:
        """Where points come from, every 16 px: rows × columns × (x, y) on the page."""
        xs, ys = np.meshgrid(
            np.linspace(0, self.width - 1, self.width // EVERY),
            np.linspace(0, self.height - 1, self.height // EVERY),
        )
        points = np.stack([xs.ravel(), ys.ravel()], axis=1)
        if self.bend is not None:
            points = points + self.bend.at(points)
        source = cv2.perspectiveTransform(points[None], self.homography)[0]
        return np.asarray(source.reshape(*xs.shape, 2), np.float32)

    def _maps(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Where each pixel comes from, drawn out between the points of the coarse grid."""
        grid = self._grid()
        rows = np.linspace(0, grid.shape[0] - 1, self.height, dtype=np.float32)
        columns = np.linspace(0, grid.shape[1] - 1, self.width, dtype=np.float32)
        at_x, at_y = np.meshgrid(columns, rows)
        across, down = (
            np.asarray(cv2.remap(grid[:, :, n], at_x, at_y, cv2.INTER_LINEAR), np.float32)
            for n in range(2)
        )
        return across, down
