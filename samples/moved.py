"""Pages moved by a known map: what scanners, fax machines, cameras and uneven paper do to where
things are. Made from an exact picture of a page at 200 dpi, for measuring how well it is laid back.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Places = NDArray[np.float64]
Shape = Callable[[Places], Places]
"""Displacement (N × 2, fractions of the page's width) at places (N × 2, fractions of the page)."""

MM = 200 / 25.4  # pixels
WIDTH_MM = 210.0
_STEP = 8  # px of the coarse grid that a map is worked out on


@dataclass(frozen=True, slots=True)
class Moved:
    """A picture of a page, and where places (N × 2, px of the exact page) are on it."""

    image: Pixels
    to_picture: Callable[[Places], Places]

    def cut(self, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> "Moved":
        """With shares of its sides missing."""
        height, width = self.image.shape[:2]
        x, y = int(width * left), int(height * top)
        kept = self.image[y : height - int(height * bottom), x : width - int(width * right)]
        before = self.to_picture
        return Moved(kept.copy(), lambda places: before(places) - (x, y))

    def scanned(self, seed: int, noise: float = 5.0) -> "Moved":
        """A little soft and grainy."""
        grain = np.random.default_rng(seed).normal(0, noise, self.image.shape[:2])
        soft = cv2.GaussianBlur(_gray(self.image), (0, 0), 0.7).astype(np.float32) * 0.9 + 15
        return Moved(np.clip(soft + grain, 0, 255).astype(np.uint8), self.to_picture)

    def black(self, seed: int) -> "Moved":
        """Black and white with specks."""
        chance = np.random.default_rng(seed)
        grainy = _gray(self.image) + chance.normal(0, 10, self.image.shape[:2])
        sent = np.where(grainy < 150, 0, 255).astype(np.uint8)
        specks = chance.random(sent.shape) < 0.0003
        sent[specks] = 255 - sent[specks]
        return Moved(sent, self.to_picture)

    def faxed(self, seed: int) -> "Moved":
        """By fax in its coarse mode: half as many lines."""
        height, width = self.image.shape[:2]
        small = cv2.resize(self.image, (width, height // 2), interpolation=cv2.INTER_AREA)
        sent = Moved(np.asarray(small, np.uint8), self.to_picture).black(seed).image
        large = cv2.resize(sent, (width, height), interpolation=cv2.INTER_LINEAR)
        return Moved(np.asarray(large, np.uint8), self.to_picture)


def turned(page: Pixels, degrees: float = 0, scale: float = 1, shape: Shape | None = None) -> Moved:
    """Turned and scaled on a sheet that holds all of it; `shape` bends the paper first."""
    height, width = page.shape[:2]
    angle = np.deg2rad(degrees)
    c, s = abs(np.cos(angle)) * scale, abs(np.sin(angle)) * scale
    size = (int(width * c + height * s) + 8, int(width * s + height * c) + 8)
    matrix = np.vstack(
        [cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale), [0, 0, 1]]
    )
    matrix[:2, 2] += (size[0] / 2 - width / 2, size[1] / 2 - height / 2)
    return _drawn(page, matrix, size, shape, None)


def photographed(
    page: Pixels, seed: int, lean: float = 0.1, shape: Shape | None = None, fill: float = 0.86
) -> Moved:
    """By a phone (7 megapixels) on a desk, in uneven light; `lean` is how much narrower the far
    side is, `fill` how much of the picture the page takes."""
    chance = np.random.default_rng(seed)
    height, width = page.shape[:2]
    across, down = 2250, 3000
    factor = min(across / width, down / height) * fill
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    seen = corners * factor + ((across - width * factor) / 2, (down - height * factor) / 2)
    far = lean * width * factor / 2
    seen += chance.uniform(-far, far, (4, 2))
    seen[0, 0] += far
    seen[1, 0] -= far
    turn = cv2.getRotationMatrix2D((across / 2, down / 2), float(chance.uniform(-8, 8)), 1.0)
    seen = seen @ turn[:, :2].T + turn[:, 2]
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), seen.astype(np.float32))
    desk = _desk(across, down, chance)
    moved = _drawn(page, np.asarray(matrix, np.float64), (across, down), shape, desk)
    light = cv2.resize(
        chance.uniform(0.55, 1, (3, 3)).astype(np.float32), (across, down),
        interpolation=cv2.INTER_CUBIC,
    )  # fmt: skip
    lit = cv2.GaussianBlur(moved.image * light[..., None], (0, 0), 1.0)
    lit = lit * 0.92 + chance.normal(4, 4, (down, across, 1))
    return Moved(np.clip(lit, 0, 255).astype(np.uint8), moved.to_picture)


def curled(mm: float) -> Shape:
    """Bowed up along the middle, more towards the foot."""

    def at(places: Places) -> Places:
        x, y = places.T
        down = np.sin(np.pi * x) ** 2 * (0.4 + 0.6 * y)
        across = 0.35 * np.sin(np.pi * y) * np.cos(2.2 * x)
        return np.stack([across, down], axis=1) * (mm / WIDTH_MM)

    return at


def rolled(mm: float) -> Shape:
    """A sheet that was rolled up: a wave from side to side."""

    def at(places: Places) -> Places:
        phase = 2 * np.pi * (places[:, 0] - 0.1)
        return np.stack([np.sin(phase), np.cos(phase)], axis=1) * (mm / 2 / WIDTH_MM)

    return at


def folded(mm: float) -> Shape:
    """In three, for an envelope: the middle third stands off the glass."""

    def at(places: Places) -> Places:
        x, y = places.T
        up = np.interp(y, [0, 1 / 3, 2 / 3, 1], [0, 0, 1, 0.17])
        return np.stack([up, 0.5 * up * np.abs(x - 0.5)], axis=1) * (mm / WIDTH_MM)

    return at


def reordered(page: Pixels, seed: int) -> Pixels:
    """Another form in the same print: the page's bands (15 to 40 mm) in another order."""
    chance = np.random.default_rng(seed)
    cuts, height = [0], page.shape[0]
    while height - cuts[-1] > 60 * MM:
        cuts.append(cuts[-1] + int(chance.uniform(15, 40) * MM))
    bands = [page[a:b] for a, b in zip(cuts, [*cuts[1:], height], strict=True)]
    order = chance.permutation(len(bands))
    while (order[:-1] + 1 == order[1:]).mean() > 0.3:
        order = chance.permutation(len(bands))
    return np.concatenate([bands[n] for n in order])


def _drawn(
    page: Pixels, matrix: Places, size: tuple[int, int], shape: Shape | None, ground: Pixels | None
) -> Moved:
    """The paper's shape, then the matrix; `ground` (BGR) where the page is not."""
    height, width = page.shape[:2]
    whole = np.array([width, height], np.float64)

    def bent(places: Places) -> Places:
        return places if shape is None else places + shape(places / whole) * width

    def to_picture(places: Places) -> Places:
        return np.asarray(cv2.perspectiveTransform(bent(places)[None], matrix)[0], np.float64)

    source = _sources(matrix, size, shape, whole)
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    soft = cv2.GaussianBlur(page, (0, 0), 0.5 / scale) if scale < 0.8 else page
    image = cv2.remap(
        soft, source[..., 0], source[..., 1], cv2.INTER_LINEAR, borderValue=(255,) * 3
    )  # fmt: skip
    if ground is not None:
        inside = np.asarray(((source >= 0) & (source <= whole - 1)).all(axis=2))
        colour = image if image.ndim == 3 else cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
        image = np.where(inside[..., None], colour, ground)
    return Moved(np.asarray(image, np.uint8), to_picture)


def _sources(
    matrix: Places, size: tuple[int, int], shape: Shape | None, whole: Places
) -> NDArray[np.float32]:
    """Where each pixel of the picture comes from on the page."""
    columns, rows = size[0] // _STEP + 3, size[1] // _STEP + 3
    middle = (_STEP - 1) / 2
    xs, ys = (np.arange(n) * _STEP - _STEP + middle for n in (columns, rows))
    points = np.stack(np.meshgrid(xs, ys), axis=2).reshape(1, -1, 2)
    flat = cv2.perspectiveTransform(points, np.linalg.inv(matrix))[0]
    places = flat.copy()
    if shape is not None:
        for _ in range(12):  # a contraction: the bend is slight
            places = flat - shape(places / whole) * whole[0]
    grid = places.reshape(rows, columns, 2).astype(np.float32)
    large = cv2.resize(grid, (columns * _STEP, rows * _STEP), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large[_STEP : _STEP + size[1], _STEP : _STEP + size[0]], np.float32)


def _desk(width: int, height: int, chance: np.random.Generator) -> Pixels:
    grain = cv2.resize(chance.normal(0, 14, (height // 40, width // 8)), (width, height))
    shade = cv2.resize(chance.normal(0, 20, (6, 6)), (width, height))
    colour = chance.uniform(50, 140, 3)
    return np.clip((grain + shade)[..., None] + colour, 0, 255).astype(np.uint8)


def _gray(image: Pixels) -> Pixels:
    return image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY))
