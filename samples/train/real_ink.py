"""Real ink to measure on, never to train on: two photographs with their truth, and public digits.

The photographs are sample images of NDLOCR-Lite (National Diet Library, CC BY 4.0). They are not
part of the repository: the folder that holds them is given. Lines are cut out as the reader cuts
them: the ink alone, dark on white.
"""

from dataclasses import dataclass
from pathlib import Path
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import Image
from ocr.ink.dark import Mask, darkness_of, ink_threshold
from samples.train import mnist

LINES = {
    "tsurezure-yoko.png": (
        "つれづれなるままに、", "日くらし、硯にむかひて、", "心に移りゆくよしなし事を、",
        "そこはかとなく書きつくれば、", "あやしうこそものぐるほしけれ。",
    ),
    "makura-tate.png": (
        "春はあけぼの。", "やうやう白くなりゆく山ぎは、", "すこしあかりて、紫だちたる",
        "雲のほそくたなびきたる。", "夏は夜。月のころはさらなり。",
        "やみもなほ、蛍の多く飛びちがひたる。",
    ),
}  # fmt: skip
VERTICAL = frozenset({"makura-tate.png"})
_RIM = 8  # px of white around a line
_LEAST_INK = 3  # px; less of it is dust (the photographs are small: a dot of だ has 5)
_PERSON = 3  # digits of one line are written by about so many people


@dataclass(frozen=True, slots=True)
class Line:
    """A line to read and what it says."""

    source: str
    picture: Image
    text: str


def photographs(folder: Path) -> list[Line]:
    """The lines of both photographs; none where the folder lacks them. A line from top to bottom
    is turned a quarter to the left, as PP-OCR wants it."""
    found = []
    for name, texts in LINES.items():
        image = cv2.imread(str(folder / name), cv2.IMREAD_GRAYSCALE)
        if image is not None:
            pictures = _lines(np.asarray(image, np.uint8), len(texts), name in VERTICAL)
            found += [Line(name, p, t) for p, t in zip(pictures, texts, strict=True)]
    return found


def digit_lines(archive: Path, count: int, seed: int, part: str = "test") -> list[Line]:
    """Lines of 7 to 12 digits glued together, on white; each line by a few of the writers."""
    images, labels = mnist.load(archive, part)
    chance, found = Random(seed), []
    for _ in range(count):
        # Neighbours in the data set are by one writer.
        at = [chance.randrange(len(labels) - 8) for _ in range(_PERSON)]
        picks = [chance.choice(at) + chance.randrange(8) for _ in range(chance.randint(7, 12))]
        gap = chance.randint(-4, 6)
        text = "".join(str(labels[i]) for i in picks)
        found.append(Line("mnist", glued([np.asarray(images[i]) for i in picks], gap), text))
    return found


def glued(digits: list[Image], gap: int) -> Image:
    """Digits (255 ink) side by side, `gap` px between their boxes; dark on white."""
    cuts = [digit[:, _columns(digit)] for digit in digits]
    width = sum(cut.shape[1] for cut in cuts) + (len(cuts) + 1) * max(gap + 4, 1)
    out = np.zeros((36, width + 16), np.uint8)
    at = 4
    for cut in cuts:
        place = out[4:32, at : at + cut.shape[1]]
        np.maximum(place, cut[:, : place.shape[1]], out=place)
        at += cut.shape[1] + max(gap + 4, 1)
    return np.asarray(255 - out[:, : at + 4], np.uint8)


def _columns(digit: Image) -> slice:
    where = np.flatnonzero(digit.max(axis=0) > 40)
    return slice(int(where[0]), int(where[-1]) + 1)


def _lines(gray: Image, count: int, vertical: bool) -> list[Image]:
    """Cut into `count` lines: pieces of ink go to the nearest of the bands in which they are."""
    turned = np.rot90(gray) if vertical else gray  # the last column becomes the top line
    darkness = darkness_of(np.ascontiguousarray(turned))
    mask = np.where(darkness > ink_threshold(darkness), 255, 0).astype(np.uint8)
    _, labels, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    dust = (stats[:, cv2.CC_STAT_AREA] < _LEAST_INK) | _at_edge(np.asarray(stats, np.int32), mask)
    middles = _bands(mask, count)
    nearest = np.abs(centres[:, 1:2] - middles[None]).argmin(axis=1)
    out = []
    for line in range(count):
        keep = (nearest == line) & ~dust
        keep[0] = False
        out.append(_picture(darkness, np.where(keep[labels], 255, 0).astype(np.uint8)))
    return out


def _at_edge(stats: NDArray[np.int32], mask: Mask) -> NDArray[np.bool_]:
    """Pieces that touch the rim of the photograph: its shadow, not ink."""
    left, top, wide, high = stats[:, :4].T
    height, width = mask.shape
    return np.asarray(
        (left < 2) | (top < 2) | (left + wide > width - 2) | (top + high > height - 2)
    )


def _bands(mask: Mask, count: int) -> NDArray[np.float32]:
    """The middles of the lines: the centres of `count` groups of rows with ink (k-means)."""
    rows = np.repeat(np.arange(len(mask)), (mask > 0).sum(axis=1)).astype(np.float32)
    ends = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 50, 0.1)
    first = np.floor(rows / rows.max() * count * 0.999).astype(np.int32).reshape(-1, 1)
    _, _, centres = cv2.kmeans(
        rows.reshape(-1, 1), count, first, ends, 1, cv2.KMEANS_USE_INITIAL_LABELS
    )
    return np.asarray(np.sort(centres.ravel()), np.float32)


def _picture(darkness: Image, mask: Mask) -> Image:
    """As `ocr.ink.written.Strokes.picture`: the ink alone, its contrast drawn out."""
    near = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    full = float(np.percentile(darkness[mask > 0], 80))
    gain = float(np.clip(225 / max(full, 1.0), 1, 4))
    drawn = np.where(near > 0, np.minimum(darkness * gain, 255), 0).astype(np.uint8)
    x, y, w, h = cv2.boundingRect(mask)
    tight = 255 - drawn[y : y + h, x : x + w]
    return np.asarray(np.pad(tight, _RIM, constant_values=255), np.uint8)
