"""Straight lines through a word: struck out (二重線, ×), or underlined.

What counts is ink that the blank does not have along the same line, so that the level strokes of
the printed word itself are no line.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.ink.dark import Mask
from ocr.ink.written import Written
from ocr.marks.places import Rect
from ocr.scale import px, whole_px

POINTS = 40  # at which a line is looked at
LINE = 0.9  # of a line's points that must be ink …
FREE = 0.15  # of them must lie off the print, for the line to be told from printed strokes
OVER_MM = 1.3  # a strike goes over the word's ends: so far at most it is followed …
ENDS = 10  # … in so many points, of which the nearer half …
OVERHANG = 0.75  # … must be ink for this share
FULL = 0.95  # ink on so much of both ends tells without the word's ground: a ring's side does not
TILT = 0.16  # of a line's length that its ends may differ in height
TILTS = 9
ENDS_OFF = 0.1  # of the word's height: how far its ends may be out of the rows it goes through
MIDDLE = 0.28  # of the word's height, above and below its middle: where a strike goes
GROUND = 0.2  # of a word must be free of print, for its filling to be seen
FILLED = 0.45  # of the ground between the word's strokes is inked: scribbled over …
FEW = 3  # … unless so few strokes stand out on both sides: lines through a small word
UNDER_MM = (-0.3, 1.5)  # below the word's lower edge: where an underline is

RIM_MM = 2.0  # of a word's surroundings looked at
OFF = 3  # px that print may be off its place after alignment

_STEPS = np.abs(np.arange(-OFF, OFF + 1))
_AWAY = 0.1 * (_STEPS[:, None] + _STEPS[None, :])

Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Across:
    """`level`: how many separate level lines go through the word's middle; `is_crossed`: both
    diagonals; `is_filled`: scribbled over."""

    level: int = 0
    is_crossed: bool = False
    is_filled: bool = False
    is_underlined: bool = False

    @property
    def is_struck(self) -> bool:
        return (self.level > 0 or self.is_crossed) and not self.is_filled


@dataclass(frozen=True, slots=True)
class _Near:
    """Ink around a word, and the print moved to where it lies on this page and made `broad` upwards
    and downwards; `word` in their pixels."""

    ink: Mask
    broad: Mask
    word: Rect


def across(written: Written, word: Rect, tilt: float = TILT, least: float = LINE) -> Across:
    """Lines through and below one printed word; `tilt`: of their length, between
    their ends; `least`: share of a line that must be ink."""
    near = _near(written, word)
    word = near.word
    half = MIDDLE * word.height
    middle = word.middle[1]
    runs = _runs(_level(near, middle - half, middle + half, tilt) >= least)
    low, high = (word.bottom + px(mm) for mm in UNDER_MM)
    under = _runs(_level(near, low, high, tilt) >= LINE)
    return Across(len(runs), _is_crossed(near), _is_filled(near), bool(under) and not runs)


def surplus(written: Written, word: Rect) -> int:
    """Ink on a word off its print (px), what print spreads by too."""
    near = _near(written, word)
    return int(cv2.countNonZero(near.word.of(near.ink) & ~near.word.of(near.broad)))


def rim_ink(written: Written, square: Rect) -> int:
    """Added ink right outside a square's frame (px), of the side with the third most: print that
    is a little off its place shows on one side or two, a ring on the frame on three or four."""
    near, reach = _near(written, square), whole_px(0.5)
    box = near.word
    extra_ink = near.ink & ~near.broad
    sides = (
        extra_ink[box.top : box.bottom, box.left - reach : box.left],
        extra_ink[box.top : box.bottom, box.right : box.right + reach],
        extra_ink[box.top - reach : box.top, box.left : box.right],
        extra_ink[box.bottom : box.bottom + reach, box.left : box.right],
    )
    return sorted(int(cv2.countNonZero(side)) if side.size else 0 for side in sides)[1]


def _is_filled(near: _Near) -> bool:
    """Whether much of the word's ground is inked over."""
    word = near.word
    ink, broad = (
        mask[word.top : word.bottom, word.left : word.right] for mask in (near.ink, near.broad)
    )
    if cv2.countNonZero(cv2.bitwise_not(broad)) < GROUND * broad.size:
        return False
    half = word.width // 2
    halves = [(ink[:, part], broad[:, part]) for part in (np.s_[:half], np.s_[half:])]
    is_inked = all(
        cv2.countNonZero(own & ~print_) >= FILLED * max(1, print_.size - cv2.countNonZero(print_))
        for own, print_ in halves
    )
    return is_inked and not all(1 <= _lines_beside(near, side) <= FEW for side in (-1, 1))


def _lines_beside(near: _Near, side: int) -> int:
    """Strokes that stand out of the word on its left (-1) or right (1)."""
    word, out = near.word, round(px(0.8))
    column = word.left - out if side < 0 else word.right + out
    if not 0 <= column < near.ink.shape[1]:
        return 0
    return len(_runs(near.ink[word.top : word.bottom, column] > 0))


def _near(written: Written, word: Rect) -> _Near:
    height, width = written.ink.shape
    rim = whole_px(RIM_MM)
    left, top = max(0, word.left - rim), max(0, word.top - rim)
    right, bottom = min(width, word.right + rim), min(height, word.bottom + rim)
    ink = written.ink[top:bottom, left:right]
    printed = written.printed[top:bottom, left:right]
    broad = cv2.dilate(_moved(printed, ink), np.ones((5, 1), np.uint8))
    return _Near(ink, np.asarray(broad, np.uint8), word.moved(-left, -top))


def _moved(printed: Mask, ink: Mask) -> Mask:
    """The print, moved by what it is off its place here."""
    wide = cv2.copyMakeBorder(ink, OFF, OFF, OFF, OFF, cv2.BORDER_CONSTANT, value=(0,))
    shared = np.asarray(cv2.matchTemplate(wide, printed, cv2.TM_CCORR), np.float64) / 255.0**2
    nearest = shared - _AWAY  # of equals
    dy, dx = np.unravel_index(int(nearest.argmax()), nearest.shape)
    return np.roll(printed, (int(dy) - OFF, int(dx) - OFF), axis=(0, 1))


def _level(near: _Near, top: float, bottom: float, tilt: float) -> Shares:
    """By row from `top` to `bottom`: the best share of added ink along a nearly level line."""
    word = near.word
    rows = np.arange(max(0, round(top)), min(near.ink.shape[0] - 1, round(bottom)) + 1)
    if not len(rows) or word.width < 4:
        return np.zeros(0)
    over = px(OVER_MM) / word.width
    along = np.concatenate(
        [
            np.linspace(-over, 0, ENDS),
            np.linspace(0.02, 0.98, POINTS),
            np.linspace(1, 1 + over, ENDS),
        ]
    )
    xs = np.round(word.left + along * (word.width - 1)).astype(int)
    tilts = np.linspace(-tilt, tilt, TILTS) * word.width
    ys = rows[:, None, None] + tilts[None, :, None] * (along - 0.5)[None, None, :]
    ink, free = _seen(near, np.broadcast_to(xs, ys.shape), ys)
    is_off = (ys[..., [0, -1]] < top - ENDS_OFF * word.height).any(axis=-1)
    is_off |= (ys[..., [0, -1]] > bottom + ENDS_OFF * word.height).any(axis=-1)
    inner, before, after = np.s_[..., ENDS:-ENDS], np.s_[..., :ENDS], np.s_[..., -ENDS:]
    ends = np.minimum(ink[before].mean(axis=-1), ink[after].mean(axis=-1))
    near_by = np.s_[..., ENDS // 2 : -ENDS // 2]
    close = ink[near_by]
    half = ENDS - ENDS // 2
    beside = np.minimum(close[..., :half].mean(axis=-1), close[..., -half:].mean(axis=-1))
    shares = np.where(beside >= OVERHANG, _shares(ink[inner], free[inner]), 0.0)
    shares = np.where(ends >= FULL, ink[inner].mean(axis=-1), shares)
    return np.asarray(np.where(is_off, 0.0, shares).max(axis=1), np.float64)


def _is_crossed(near: _Near) -> bool:
    """Whether a large × stands over the word: both diagonals, of the word or of a square."""
    word, over = near.word, px(0.2)
    wide, high = word.width / 2 + over, word.height / 2 + over
    sizes = [(wide, high)] if wide < 1.4 * high else [(wide, high), (1.2 * high, high)]
    return any(
        all(_has_diagonal(near, turn * wide, high) for turn in (1.0, -1.0)) for wide, high in sizes
    )


def _has_diagonal(near: _Near, wide: float, high: float) -> bool:
    """A line through the middle, which may be a little off it and steeper or flatter."""
    (x, y), along = near.word.middle, np.linspace(-1, 1, POINTS)
    off = np.arange(-round(0.25 * abs(wide)) - 1, round(0.25 * abs(wide)) + 2, 2)
    for steep in (0.8, 1.0, 1.2):
        xs = x + off[:, None] + wide * along[None, :]
        ys = np.broadcast_to(y + steep * high * along, xs.shape)
        ink, free = _seen(near, np.round(xs).astype(int), ys)
        ends = ink[:, :4].any(axis=1) & ink[:, -4:].any(axis=1)
        if (np.where(ends, _shares(ink, free), 0.0) >= LINE).any():
            return True
    return False


Points = NDArray[np.bool_]


def _seen(near: _Near, xs: NDArray[np.int_], ys: NDArray[np.float64]) -> tuple[Points, Points]:
    """By point: whether ink is there, and whether the blank has none near above or below."""
    height, width = near.ink.shape
    xs = np.clip(xs, 0, width - 1)
    rows = np.clip(np.round(ys).astype(int), 2, height - 3)
    ink = near.ink[rows, xs] | near.ink[rows - 1, xs] | near.ink[rows + 1, xs]
    printed = near.broad[rows, xs]
    return np.asarray(ink > 0), np.asarray(printed == 0)


def _shares(ink: Points, free: Points) -> Shares:
    """Share of ink along each line, 0 where too little of it is off the print to tell."""
    off_print = free.sum(axis=-1)
    added = (ink & free).sum(axis=-1) / np.maximum(off_print, 1)
    tells = (off_print >= FREE * ink.shape[-1]) & (added >= LINE)
    return np.asarray(np.where(tells, ink.mean(axis=-1), 0.0), np.float64)


def _runs(rows: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of true at least a fifth of a millimetre apart, as (start, end past the last)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], rows.astype(np.int8), [0]])))
    runs: list[tuple[int, int]] = []
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        if runs and a - runs[-1][1] < whole_px(0.2):
            runs[-1] = (runs[-1][0], int(b))
        else:
            runs.append((int(a), int(b)))
    return runs
