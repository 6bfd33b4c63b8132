"""How dark a page is against its own paper, and where its ink is."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import Image
from ocr.scale import whole_px

Mask = NDArray[np.uint8]
"""Height × width; 255 where true, else 0."""

FAINTEST = 26  # darkness (0–255) below which nothing counts as ink: light pencil is about 40
NOISE_TIMES = 5.0  # ink is darker than this many standard deviations of the paper's noise
RED_LEAD = 36  # how far red is above green and blue (0–255) in the ink of a seal


@dataclass(frozen=True, slots=True)
class Inks:
    """Maps of one aligned page. `darkness`: 0 paper … 255 black, red ink left out of it on a
    colour page; `ink`: where pen or print is; `red`: where red ink is (empty on a gray page)."""

    darkness: Image
    ink: Mask
    red: Mask
    threshold: int

    @property
    def shape(self) -> tuple[int, int]:
        return self.ink.shape[0], self.ink.shape[1]


def inks_of(image: Image) -> Inks:
    """Maps of a page image, gray or BGR, at about 200 dpi."""
    red = red_ink(image)
    gray = gray_of(image)
    darkness = darkness_of(gray)
    threshold = ink_threshold(darkness)
    return Inks(darkness, above(darkness, threshold), red, threshold)


def above(values: Image, threshold: int) -> Mask:
    """255 where a value is higher than the threshold."""
    return np.asarray(cv2.threshold(values, threshold, 255, cv2.THRESH_BINARY)[1], np.uint8)


def gray_of(image: Image) -> Image:
    """Gray in which red ink is as light as it can be: the red channel of a colour picture."""
    return image if image.ndim == 2 else np.asarray(cv2.extractChannel(image, 2), np.uint8)


def red_ink(image: Image) -> Mask:
    """Where ink is red: a seal, a correction in red."""
    if image.ndim == 2:
        return np.zeros(image.shape, np.uint8)
    blue, green, red = cv2.split(image)
    lead = cv2.subtract(red, cv2.max(green, blue))  # stops at 0
    return above(np.asarray(lead, np.uint8), RED_LEAD)


def darkness_of(gray: Image) -> Image:
    """255 × (1 − gray / paper), where paper is the local brightness of the ground."""
    paper = paper_of(gray)
    ratio = cv2.divide(gray, paper, scale=255.0)
    return np.asarray(cv2.bitwise_not(ratio), np.uint8)


def paper_of(gray: Image) -> Image:
    """Brightness of the paper without what is written on it, smooth over about 10 mm."""
    height, width = gray.shape
    # Whole squares of 4 × 4: OpenCV averages those many times faster than parts of them.
    whole = gray[: max(4, height // 4 * 4), : max(4, width // 4 * 4)]
    small = cv2.resize(
        whole, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA
    )
    size = whole_px(5) // 4 * 2 + 1
    grown = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    smooth = np.maximum(cv2.blur(grown, (size, size)), 1)
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def ink_threshold(darkness: Image) -> int:
    """Darkness from which a pixel is ink, by the noise of the paper on this page."""
    counts = np.bincount(darkness[::4, ::4].ravel(), minlength=256)[:90]
    if counts.sum() < 100:
        return 90
    values = np.arange(90)
    middle = _median(values, counts)
    spread = 1.4826 * _median(np.abs(values - middle), counts)
    return int(np.clip(middle + max(NOISE_TIMES * spread, FAINTEST), FAINTEST, 110))


def _median(values: NDArray[np.generic], counts: NDArray[np.int64]) -> float:
    """The median of values that each stand there so many times."""
    order = np.argsort(values, kind="stable")
    up_to = np.cumsum(counts[order])
    low, high = (up_to[-1] - 1) // 2, up_to[-1] // 2
    found = values[order[np.searchsorted(up_to, [low, high], side="right")]]
    return float(found.astype(np.float64).mean())
