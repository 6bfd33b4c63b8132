"""Which printed squares are ticked, crossed, filled or ringed; and which ticks are struck out.

A tick may leave its square or begin outside it, and may be no more than a dot. A neighbour's stroke
that ends in a corner is none: what comes in from outside must go a good part of the way through.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from forms.form import Option
from ocr.ink.dark import Mask
from ocr.ink.written import Written
from ocr.marks import hulls
from ocr.marks.across import RIM_MM, Across, across, rim_ink
from ocr.marks.close import close_to
from ocr.marks.marked import Marked, sure
from ocr.marks.places import rect_of
from ocr.marks.traced import trace
from ocr.scale import px

FRAME_MM = 0.45  # of a square's own line, never looked at
AROUND_MM = 4.0  # rings reach this far out of the square
THROUGH = (0.3, 0.6)  # of the side that a stroke from outside goes in: no tick … surely one
DOT_MM = (0.5, 1.1)  # across, of a mark that stands free in the square: dust … surely one
MUCH = 1.1  # sides' worth of ink is a mark however broken
RING = (0.42, 0.75)  # of the way round, less what it is off the middle
LABEL_MM = 10.0  # the words beside a square
THICKER = 8  # px of ink beside each side of a frame, more than beside the others
WHOLE = 0.97  # of a line through a square must be ink: thick ticks fill much of a small square
TILT = 0.3  # of its length that a line through a square may be out of level
STRAY = 60  # px of ink on them that may be a mark in the wrong place


@dataclass(frozen=True, slots=True)
class _Square:
    """`score` 0 (empty) to 1 (surely marked); `ink` in it (px); `ring`: score of a ring around;
    `rim`: added ink right beside the frame (px, see `rim_ink`)."""

    score: float
    ink: int
    ring: float
    lines: Across
    rim: int

    @property
    def is_struck(self) -> bool:
        return self.lines.level > 0

    @property
    def is_struck_twice(self) -> bool:
        """By two lines that are no cross: hardly meant."""
        return self.lines.level > 1 and not self.lines.is_crossed

    @property
    def is_marked(self) -> bool:
        return max(self.score, self.ring) >= 0.5


def ticks(written: Written, options: Sequence[Option]) -> Marked:
    """Which squares are ticked, crossed, filled or ringed."""
    squares = [_square(written, option) for option in options]
    chosen = tuple(o.value for o, s in zip(options, squares, strict=True) if s.is_marked)
    struck = tuple(o.value for o, s in zip(options, squares, strict=True) if s.is_struck)
    confidence = min(sure(abs(max(s.score, s.ring) - 0.5), 0.35) for s in squares)
    confidence = min(confidence, _apart(squares), _rims(squares))
    if not chosen and _labels_ink(written, options) > STRAY:
        confidence = min(confidence, 0.9)
    twice = {o.value for o, s in zip(options, squares, strict=True) if s.is_struck_twice}
    return Marked(_meant(chosen, twice), confidence, sum(s.ink for s in squares), struck)


def _meant(chosen: tuple[str, ...], struck: set[str]) -> tuple[str, ...]:
    """Without what is struck out, where anything else is marked."""
    return tuple(each for each in chosen if each not in struck) or chosen


def _apart(squares: Sequence[_Square]) -> float:
    """A ring around one square may run through the next: that one's mark is not believed."""
    has_ring = any(s.ring >= 0.5 for s in squares)
    others = any(s.score >= 0.5 and s.ring < 0.5 for s in squares)
    return 0.7 if has_ring and others else 1.0


def _rims(squares: Sequence[_Square]) -> float:
    """A ring that lies on the frame all the way is seen by nothing but that the frame is thicker
    than that of the others."""
    rims = [s.rim for s in squares if not s.is_marked]
    usual = min(s.rim for s in squares) if len(squares) > 1 else 0
    return 0.7 if rims and max(rims) - usual >= THICKER else 1.0


def _square(written: Written, option: Option) -> _Square:
    box = rect_of(written, option.box)
    inner = rect_of(written, option.box, -FRAME_MM)
    inside = written.mask[inner.top : inner.bottom, inner.left : inner.right]
    ink = int(cv2.countNonZero(inside))
    score = _inside(inside, ink)
    ring = _ring(written, option, ink) if score < 1.0 else 0.0
    is_lined = ink >= 0.5 * inner.width
    lines = across(written, box, TILT, WHOLE) if is_lined else Across()
    return _Square(score, ink, ring, lines, rim_ink(written, box))


def _ring(written: Written, option: Option, ink: int) -> float:
    """How surely a ring goes round the square, which may lie on its frame nearly everywhere."""
    region, box = rect_of(written, option.box, AROUND_MM), rect_of(written, option.box)
    near = region.of(written.mask)
    hugging = close_to(written, box, RIM_MM)
    if cv2.countNonZero(near) + cv2.countNonZero(hugging.added) - ink < hulls.LEAST_INK:
        return 0.0
    near = near.copy()
    hugging.add_to(near, region)
    own = box.moved(-region.left, -region.top)
    return _ramp(trace(near, region.of(written.printed), [own])[0].around(own), RING)


def _inside(inside: Mask, ink: int) -> float:
    """How surely the ink inside the frame is a mark."""
    height, width = inside.shape
    side = max(height, width, 1)
    if not ink:
        return 0.0
    closed = cv2.morphologyEx(inside, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    best = _ramp(ink / side, (0.5 * MUCH, 1.5 * MUCH))
    for x, y, w, h, _ in stats[1:count]:
        comes_in = x <= 1 or y <= 1 or x + w >= width - 1 or y + h >= height - 1
        long = float(max(w, h))
        score = _ramp(long / side, THROUGH) if comes_in else _ramp(long / px(1.0), DOT_MM)
        best = max(best, score)
    return best


def _labels_ink(written: Written, options: Sequence[Option]) -> int:
    """Ink on the words beside the squares, up to the next square (px)."""
    boxes = [rect_of(written, option.box) for option in options]
    total = 0
    for box in boxes:
        right = box.right + round(px(LABEL_MM))
        beside = [b.left for b in boxes if b.left > box.right and abs(b.top - box.top) < box.height]
        right = min([right, *(left - round(px(0.8)) for left in beside)])
        part = written.mask[box.top : box.bottom, box.right + round(px(0.8)) : right]
        total += cv2.countNonZero(part) if part.size else 0
    return total


def _ramp(value: float, between: tuple[float, float]) -> float:
    low, high = between
    return float(np.clip((value - low) / (high - low), 0.0, 1.0))
