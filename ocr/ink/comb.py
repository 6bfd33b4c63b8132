"""Comb boxes by geometry: one character a box."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from forms.geometry import Box
from ocr.ink.frames import with_frame_ink
from ocr.ink.glue import Glued, glue
from ocr.ink.written import Strokes, Written
from ocr.scale import px

LEAST_INK = 22  # px; less is dust in a box
LEAST_SIDE_MM = 1.1  # a digit is at least this tall
OWN_SHARE = 0.75  # of a piece of ink in one box: the piece is that box's, tail and all
LEAST_SHARE = 0.2  # of a piece in a box, for the piece to be thought two digits run together
REACH = 0.25  # of a box's width: how far from the frame digits run together may be parted
TAIL = 0.22  # of a box's width: pieces this near to its frame may be the neighbour's stroke end
AWAY = 40.0  # px of ink that a cut one box's width off the frame must be better by
MOST_CUTS = 6  # tried between two digits
TALL = 0.45  # of a box's height: what is taller is a digit of its own

Judge = Callable[[Sequence[Strokes]], Sequence[float]]
"""Natural log of how much each piece looks like a digit. No piece is empty."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The boxes with ink; `cells`: their numbers, from 0; `parts`: the ink of each."""

    parts: tuple[Strokes, ...]
    cells: tuple[int, ...]

    @property
    def line(self) -> Glued:
        """Drawn as one line, for an engine that reads lines."""
        return glue(self.parts)

    @property
    def ink(self) -> int:
        """Pixels."""
        return sum(part.amount for part in self.parts)


def filled(written: Written, box: Box, count: int, judge: Judge | None = None) -> Filled | None:
    """The digits of a comb of `count` boxes; None where every box is empty. `judge` says where
    digits run together are best parted."""
    parts = cells(written, box, count, judge)
    kept = [(n, part) for n, part in enumerate(parts) if part is not None]
    if not kept:
        return None
    return Filled(tuple(part for _, part in kept), tuple(n for n, _ in kept))


def cells(
    written: Written, box: Box, count: int, judge: Judge | None = None
) -> list[Strokes | None]:
    """The ink of each box, None where it is empty."""
    page = (written.mask.shape[0], written.mask.shape[1])
    strokes = with_frame_ink(written.of_box(box), box, page, count)
    owner = _owners(strokes, written, box, count, judge)
    return [_part(strokes, owner == n + 1) for n in range(count)]


def _part(strokes: Strokes, own: NDArray[np.bool_]) -> Strokes | None:
    """The ink of one box, cut tight; None where it is no more than dust."""
    mask = own.astype(np.uint8) * np.uint8(255)
    x, y, w, h = cv2.boundingRect(mask)
    if max(w, h) < px(LEAST_SIDE_MM) or cv2.countNonZero(mask[y : y + h, x : x + w]) < LEAST_INK:
        return None
    # One pixel more on each side: a picture takes in the ink's soft rim.
    left, top, right, bottom = max(0, x - 1), max(0, y - 1), x + w + 1, y + h + 1
    return replace(strokes, mask=mask).part(left, top, right, bottom)


def _owners(
    strokes: Strokes, written: Written, box: Box, count: int, judge: Judge | None
) -> NDArray[np.int32]:
    """For each pixel the number of its box from 1, or 0. A piece belongs to the box in which most
    of it lies; one that lies in two (digits run together) is parted between them."""
    width = written.mask.shape[1]
    edges = [box.x * width + box.w * width * n / count - strokes.left for n in range(count + 1)]
    number, pieces, stats, _ = cv2.connectedComponentsWithStats(strokes.mask, connectivity=8)
    owner = np.zeros(strokes.mask.shape, np.int32)
    tails = []
    for piece in range(1, number):
        x, y, w, h = (int(v) for v in stats[piece, :4])
        own = pieces[y : y + h, x : x + w] == piece
        place = owner[y : y + h, x : x + w]
        cut = partial(_best_cut, strokes, (x, y), own, judge) if judge else None
        numbers = _by_column(own, x, edges, count, cut)
        np.copyto(place, np.broadcast_to(numbers, own.shape), where=own)
        if _is_tail(x, w, h, edges, box.h * written.mask.shape[0]):
            tails.append((x, y, w, h, own))
    for x, y, w, h, own in tails:
        _give(owner, (x, y, w, h), own, edges, 2 * written.reach + 3)
    return owner


def _by_column(
    own: NDArray[np.bool_],
    left: int,
    edges: Sequence[float],
    count: int,
    best: Callable[[int, Sequence[int]], int] | None,
) -> NDArray[np.int32]:
    """The box of each column of a piece that starts at column `left`. `best` chooses among cuts
    of what begins at a column."""
    profile = own.sum(axis=0)
    columns = np.arange(len(profile)) + left
    numbers = np.clip(np.searchsorted(edges, columns, side="right") - 1, 0, count - 1)
    shares = np.bincount(numbers, weights=profile, minlength=count) / profile.sum()
    if shares.max() > OWN_SHARE or profile.sum() < LEAST_INK:
        return np.full(len(profile), int(shares.argmax()) + 1, np.int32)
    real = np.flatnonzero(shares >= min(LEAST_SHARE, float(shares.max())))
    out = np.full(len(profile), int(real[0]) + 1, np.int32)
    start = 0
    for before, after in pairwise(real):
        middle = (edges[before + 1] + edges[after]) / 2 - left
        cuts = _cuts(profile, middle, edges[1] - edges[0])
        start = best(start, cuts) if best else cuts[0]
        out[start:] = int(after) + 1
    return out


def _cuts(profile: NDArray[np.int64], middle: float, width: float) -> list[int]:
    """Columns at which digits run together over a frame at `middle` may be parted: where there is
    little ink near it, the likeliest first."""
    inner = range(
        max(1, round(middle - REACH * width)), min(len(profile), round(middle + REACH * width) + 1)
    )
    smooth = np.convolve(profile, np.ones(3) / 3, mode="same")
    away = np.abs(np.arange(len(profile)) - middle) / width
    kept: list[int] = []
    for at in sorted(inner, key=lambda column: smooth[column] + AWAY * away[column]):
        if len(kept) < MOST_CUTS and all(abs(at - other) > 2 for other in kept):
            kept.append(at)
    return kept or [int(np.clip(round(middle), 0, len(profile)))]


def _best_cut(
    strokes: Strokes,
    corner: tuple[int, int],
    own: NDArray[np.bool_],
    judge: Judge,
    start: int,
    cuts: Sequence[int],
) -> int:
    """The cut that leaves two halves which both look like digits, as the judge sees them."""
    halves = []
    for cut in cuts:
        for low, high in ((start, cut), (cut, own.shape[1])):
            mask = np.zeros(own.shape, np.uint8)
            mask[:, low:high][own[:, low:high]] = 255
            x, y = corner
            darkness = strokes.darkness[y : y + own.shape[0], x : x + own.shape[1]]
            halves.append(Strokes(strokes.left + x, strokes.top + y, mask, darkness))
    if not all(half.amount for half in halves):
        return cuts[0]
    worth = judge(halves)
    return cuts[max(range(len(cuts)), key=lambda n: worth[2 * n] + worth[2 * n + 1])]


def _is_tail(x: int, w: int, h: int, edges: Sequence[float], height: float) -> bool:
    """Whether a piece is low, narrow and lies at the frame between two boxes."""
    width = edges[1] - edges[0]
    near = min(min(abs(x - e), abs(x + w - e)) for e in edges[1:-1]) if len(edges) > 2 else width
    return h < TALL * height and w < 2 * TAIL * width and near < TAIL * width


def _give(
    owner: NDArray[np.int32],
    place: tuple[int, int, int, int],
    own: NDArray[np.bool_],
    edges: Sequence[float],
    gap: int,
) -> None:
    """Give a stroke's end to the neighbour whose ink goes on across the frame, where nothing else
    in its own box is as near."""
    x, y, w, h = place
    mine = int(owner[y : y + h, x : x + w][own].max())
    around = owner[max(0, y - 2) : y + h + 2, max(0, x - gap) : x + w + gap].copy()
    inner = around[y - max(0, y - 2) :, x - max(0, x - gap) :][:h, :w]
    inner[own] = 0
    near = np.bincount(around.ravel(), minlength=mine + 2)
    if near[mine]:
        return
    for other, edge in ((mine - 1, edges[mine - 1]), (mine + 1, edges[mine])):
        across = x - edge if other < mine else edge - (x + w)
        if 0 < other < len(near) and near[other] and across < gap:
            owner[y : y + h, x : x + w][own] = other
            return
