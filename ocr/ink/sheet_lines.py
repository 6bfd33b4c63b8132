"""Shades that run straight over the whole sheet: folds, and ruled paper that shines through.

Neither pen nor print makes them: they go on over the margins on both sides, where nobody writes.
A shade takes its share of the light from all that lies there, so that what stands on the sheet is
had back by giving the light back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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
FINE = 4  # parts of a px in which a shade is followed
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
        return np.asarray((np.arange(self.mean.shape[1]) + 0.5) * BLOCK, np.float64)

    def along(self, values: NDArray[Any], rows: NDArray[np.float64]) -> NDArray[Any]:
        """By block (the last axis), the value at its row."""
        at = np.clip(np.round(rows).astype(int), 0, len(values) - 1)
        return np.asarray(values[at, np.arange(values.shape[1])])


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
        mean = cv2.reduce(part, 1, cv2.REDUCE_AVG, dtype=cv2.CV_32F)
        rows = _peaks(np.asarray(mean, np.float32))
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
            ways.append((*_seen(line, blocks), a, b, line))
    used: set[tuple[str, int]] = set()
    for share, _, a, b, line in sorted(ways, key=lambda way: -way[1]):
        if share >= SEEN and not used & {("left", a), ("right", b)}:
            used |= {("left", a), ("right", b)}
            yield line


def _seen(line: _Line, blocks: _Blocks) -> tuple[float, float]:
    """The share of blocks that are dark near where the line goes, and how dark they are on it."""
    for reach in (2, 2 * NEAR):  # the latter where print lies along a broad shade
        lifted, tells = _beside(line, blocks, np.arange(-reach, reach + 1))
        is_told = tells[reach] if reach == 2 else tells.any(axis=0)
        if is_told.sum() >= LEAST_BLOCKS:
            dark = lifted.max(axis=0)[is_told]
            return float((dark >= 0.6 * FAINTEST).mean()), float(dark.mean())
    return 0.0, 0.0


def _beside(
    line: _Line, blocks: _Blocks, steps: NDArray[np.int_]
) -> tuple[Values, NDArray[np.bool_]]:
    """Steps × blocks about a line: how much darker than paper, 0 beside print; and where there is
    none."""
    rows = line.rows(blocks.middles)[None, :] + steps[:, None]
    tells = blocks.along(blocks.tells, rows)
    return np.where(tells, blocks.along(blocks.lifted, rows), np.float32(0)), tells


def _straight(line: _Line, blocks: _Blocks) -> _Line | None:
    """The line laid through the darkest places near it."""
    columns = blocks.middles
    steps = np.arange(-NEAR, NEAR + 1)
    for _ in range(2):
        values, tells = _beside(line, blocks, steps)
        is_dark = values.max(axis=0) >= FAINTEST
        is_free = is_dark & tells[NEAR]  # beside print only one side of a shade is seen
        chosen = is_free if is_free.sum() >= LEAST_BLOCKS else is_dark
        if chosen.sum() < LEAST_BLOCKS:
            return None
        weights = np.maximum(values, 0) ** 2
        off = (weights * steps[:, None]).sum(axis=0) / np.maximum(weights.sum(axis=0), 1e-6)
        rows = line.rows(columns) + off
        slope, start = np.polyfit(columns[chosen], rows[chosen], 1)
        line = _Line(float(start), float(slope))
    return line


def _profile(line: _Line, blocks: _Blocks) -> Values:
    """How dark the shade is, row by row about its middle."""
    half = whole_px(BROADEST_MM) // 2
    steps = np.arange(-half, half + 1)
    rows = line.rows(blocks.middles)[None, :] + steps[:, None]
    values = np.where(blocks.along(blocks.tells, rows), blocks.along(blocks.mean, rows), np.nan)
    values[np.isnan(values).all(axis=1)] = 0.0
    profile = np.nanmedian(values, axis=1)
    ends = max(2, half // 3)
    ground = float(np.median(np.concatenate([profile[:ends], profile[-ends:]])))
    return np.asarray(np.maximum(profile - ground, 0.0), np.float32)


def _give_back(darkness: Image, line: _Line, shade: Values) -> None:
    """Take the shade out of the darkness, in place: light = what is there × (1 − shade)."""
    reach = int(np.abs(np.flatnonzero(shade >= 1.0) - len(shade) // 2).max()) + 1
    half = min(reach, len(shade) // 2)
    shade = shade[len(shade) // 2 - half : len(shade) // 2 + half + 1]
    fine = np.arange(0, 2 * half, 1 / FINE)
    gains = np.float32(1) / (1 - np.interp(fine, np.arange(len(shade)), shade) / 255)
    gains = np.concatenate([[1.0], gains, [1.0]]).astype(np.float32)
    middle = line.rows(np.arange(darkness.shape[1], dtype=np.float64))
    top = max(0, int(middle.min()) - half)
    band = darkness[top : max(0, int(middle.max()) + half + 2)]
    first = np.round((top + half - middle) * FINE).astype(np.int32) + 1
    places = first[None, :] + (FINE * np.arange(len(band), dtype=np.int32))[:, None]
    gain = gains[np.clip(places, 0, len(gains) - 1)]
    band[:] = 255 - np.minimum((255 - band) * gain, 255).astype(np.uint8)
