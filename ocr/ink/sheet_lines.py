"""Shades that run straight over the whole sheet: folds, and ruled paper that shines through.

Neither pen nor print makes them: they go on over the margins on both sides, where nobody writes.
A shade takes its share of the light from all that lies there, so that what stands on the sheet is
had back by giving the light back.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import Image
from ocr.ink.dark import Inks, Mask, above, ink_threshold
from ocr.scale import px, whole_px

RIM_MM = 3.0  # at the edge of the sheet, where scanners leave shadows of their own
OFF_MM = 1.5  # between print and what counts as margin
LEAST_MM = 4.0  # of a margin that can tell
BROADEST_MM = 6.0  # of a shade
FAINTEST, DARKEST = 7.0, 110.0  # (0 to 255): what is as dark is ink or print, and stays
SPECK = 40  # as much of the darkness of a margin's pixel counts
STEEPEST = 0.06  # rise by run
BLOCK = 24  # px: a shade is followed in steps of that …
FREE = 0.3  # … of whose pixels so many must be off the print, for them to tell
SEEN = 0.7  # of the blocks must show the shade
LEAST_BLOCKS = 12
NEAR = 4  # px that a shade may be off a straight line

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Blocks:
    """A page in columns of BLOCK px, rows as they are. `lifted`: how much darker each is than the
    paper above and below; `mean`: how dark; `tells`: whether enough of it is off the print."""

    lifted: Values
    mean: Values
    tells: NDArray[np.bool_]

    @property
    def middles(self) -> NDArray[np.float64]:
        return (np.arange(self.mean.shape[1]) + 0.5) * BLOCK

    def along(self, values: Values, rows: NDArray[np.float64]) -> Values:
        """By block, the value at its row."""
        at = np.clip(np.round(rows).astype(int), 0, len(values) - 1)
        return np.asarray(values[at, np.arange(values.shape[1])], np.float32)


@dataclass(frozen=True, slots=True)
class _Line:
    """Row of a column: `start` + `slope` × column, px."""

    start: float
    slope: float

    def rows(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(self.start + self.slope * columns)


def without_shades(inks: Inks, printed: Mask) -> Inks:
    """The maps of a page without such shades, level and upright ones; themselves where there are
    none. `printed`: where the blank is printed."""
    x, y, width, height = cv2.boundingRect(printed)
    level = _taken_off(inks.darkness, printed, (x, x + width))
    now = inks.darkness if level is None else level
    upright = _taken_off(now.T, printed.T, (y, y + height))
    if level is None and upright is None:
        return inks
    darkness = now if upright is None else np.ascontiguousarray(upright.T)
    threshold = ink_threshold(darkness)
    return Inks(darkness, above(darkness, threshold), inks.red, threshold)


def _taken_off(darkness: Image, printed: Mask, print_ends: tuple[int, int]) -> Image | None:
    """Without level shades; None where there are none. `print_ends`: the columns between which the
    blank is printed."""
    starts = _in_margins(darkness, *print_ends)
    if starts is None:
        return None
    blocks = _blocks(darkness, printed)
    lines = [_straight(line, blocks) for line in _lines(*starts, darkness.shape[1], blocks)]
    found = [(line, _profile(line, blocks)) for line in lines if line is not None]
    found = [(line, shade) for line, shade in found if FAINTEST <= shade.max() <= DARKEST]
    if not found:
        return None
    out = darkness.copy()
    for line, shade in found:
        _give_back(out, line, shade)
    return out


Starts = tuple[NDArray[np.int_], NDArray[np.int_], float, float]


def _in_margins(darkness: Image, first: int, last: int) -> Starts | None:
    """Rows at which the margin before column `first` and the one from `last` on have something
    dark, and the columns of the margins' middles; None where one of them has nothing."""
    width, rim, off = darkness.shape[1], whole_px(RIM_MM), whole_px(OFF_MM)
    sides = ((rim, first - off), (last + off, width - rim))
    found = []
    for left, right in sides:
        if right - left < px(LEAST_MM):
            return None
        # A speck or a letter is dark in a few places, a shade in all.
        part = np.minimum(darkness[:, left:right], np.uint8(SPECK))
        rows = _peaks(cv2.reduce(part, 1, cv2.REDUCE_AVG, dtype=cv2.CV_32F))
        if not len(rows):
            return None
        found.append((rows, (left + right) / 2))
    return found[0][0], found[1][0], found[0][1], found[1][1]


def _peaks(profile: Values) -> NDArray[np.int_]:
    lifted = _lifted(profile).ravel()
    higher = lifted >= max(FAINTEST, 6.0 * float(np.median(lifted)))
    reach = whole_px(1.0)
    highest = cv2.dilate(lifted.reshape(-1, 1), np.ones((2 * reach + 1, 1), np.uint8)).ravel()
    rows = np.flatnonzero(higher & (lifted >= highest))
    return rows[reach < np.diff(rows, prepend=-2 * reach)]


def _lifted(values: Values) -> Values:
    """How much each is above what is broader than a shade, along the first axis."""
    bar = np.ones((whole_px(BROADEST_MM), 1), np.uint8)
    return np.asarray(values - cv2.morphologyEx(values, cv2.MORPH_OPEN, bar), np.float32)


def _blocks(darkness: Image, printed: Mask) -> _Blocks:
    count = darkness.shape[1] // BLOCK
    size, whole = (count, darkness.shape[0]), np.s_[:, : count * BLOCK]
    near = cv2.dilate(np.ascontiguousarray(printed[whole]), np.ones((9, 9), np.uint8))
    free = cv2.bitwise_not(near)
    dark = cv2.bitwise_and(np.minimum(darkness[whole], np.uint8(DARKEST)), free)
    dark = dark.astype(np.float32)
    share = cv2.resize(free, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    mean = cv2.resize(dark, size, interpolation=cv2.INTER_AREA) / np.maximum(share, 0.01)
    mean = np.asarray(mean, np.float32)
    return _Blocks(_lifted(mean), mean, np.asarray(share >= FREE))


def _lines(
    left: NDArray[np.int_], right: NDArray[np.int_], left_at: float, right_at: float,
    width: int, blocks: _Blocks,
) -> Iterator[_Line]:  # fmt: skip
    """Lines from what is in one margin to what is in the other that are seen nearly all the way,
    each end used once."""
    ways = []
    for a in left.tolist():
        for b in right[np.abs(right - a) <= STEEPEST * width].tolist():
            slope = (b - a) / (right_at - left_at)
            line = _Line(a - slope * left_at, slope)
            ways.append((_seen(line, blocks), a, b, line))
    used: set[tuple[str, int]] = set()
    for share, a, b, line in sorted(ways, key=lambda way: -way[0]):
        if share >= SEEN and not used & {("left", a), ("right", b)}:
            used |= {("left", a), ("right", b)}
            yield line


def _seen(line: _Line, blocks: _Blocks) -> float:
    """The share of blocks that are dark where the line goes."""
    rows = line.rows(blocks.middles)
    tells = blocks.along(blocks.tells.astype(np.float32), rows) > 0
    if tells.sum() < LEAST_BLOCKS:
        return 0.0
    dark = np.max([blocks.along(blocks.lifted, rows + step) for step in (-2, -1, 0, 1, 2)], axis=0)
    return float((dark[tells] >= 0.6 * FAINTEST).mean())


def _straight(line: _Line, blocks: _Blocks) -> _Line | None:
    """The line laid through the darkest places near it."""
    columns = blocks.middles
    steps = np.arange(-NEAR, NEAR + 1)
    for _ in range(2):
        rows = line.rows(columns)
        values = np.stack([blocks.along(blocks.lifted, rows + step) for step in steps])
        tells = blocks.along(blocks.tells.astype(np.float32), rows) > 0
        tells &= values.max(axis=0) >= FAINTEST
        if tells.sum() < LEAST_BLOCKS:
            return None
        weights = np.maximum(values, 0) ** 2
        off = (weights * steps[:, None]).sum(axis=0) / np.maximum(weights.sum(axis=0), 1e-6)
        slope, start = np.polyfit(columns[tells], rows[tells] + off[tells], 1)
        line = _Line(float(start), float(slope))
    return line


def _profile(line: _Line, blocks: _Blocks) -> Values:
    """How dark the shade is, row by row about its middle."""
    half = whole_px(BROADEST_MM) // 2
    rows = line.rows(blocks.middles)
    out = []
    for step in range(-half, half + 1):
        tells = blocks.along(blocks.tells.astype(np.float32), rows + step) > 0
        values = blocks.along(blocks.mean, rows + step)[tells]
        out.append(float(np.median(values)) if len(values) else 0.0)
    profile = np.array(out, np.float32)
    ends = max(2, half // 3)
    ground = float(np.median(np.concatenate([profile[:ends], profile[-ends:]])))
    return np.maximum(profile - ground, 0.0)


def _give_back(darkness: Image, line: _Line, shade: Values) -> None:
    """Take the shade out of the darkness, in place: light = what is there × (1 − shade)."""
    half = int(np.abs(np.flatnonzero(shade >= 1.0) - len(shade) // 2).max()) + 1
    shade = shade[len(shade) // 2 - half : len(shade) // 2 + half + 1]
    middle = line.rows(np.arange(darkness.shape[1], dtype=np.float64)).astype(np.float32)
    top = max(0, int(middle.min()) - half)
    bottom = min(len(darkness), int(middle.max()) + half + 2)
    band = darkness[top:bottom]
    away = np.arange(top, bottom, dtype=np.float32)[:, None] - middle[None, :]
    steps = np.arange(len(shade), dtype=np.float32) - len(shade) // 2
    lost = np.interp(away, steps, shade, left=0.0, right=0.0)
    light = (255.0 - band) / (1.0 - lost.astype(np.float32) / 255.0)
    band[:] = np.clip(255.0 - light, 0, 255).astype(np.uint8)
