"""Rings around printed words and ticks in printed squares, by geometry.

A ring may be loose, open, slanted or drawn in two strokes: ink is put together into clusters,
and what counts is which word the cluster's hull holds, and how centrally.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from forms.form import Option
from forms.geometry import Box
from ocr.ink import Mask
from ocr.scale import px, whole_px
from ocr.written import Written

AROUND_MM = 4.0  # rings reach this far out of the word's box
JOINS_MM = (0.7, 1.6, 2.8)  # ink this near belongs to one ring; print and scans break rings up
STRAY = 60  # px of ink on the words from which "nothing is marked" is not believed
LEAST_RING_MM = 2.6  # the smallest ring, across its longer side
LEAST_INK = 40  # px
RING = 0.28  # score from which a word counts as ringed
TICK = 0.3  # score from which a square counts as ticked
FRAME_MM = 0.45  # of a square's own line, never looked at
SURE = 0.995  # as sure as geometry gets


@dataclass(frozen=True, slots=True)
class Marked:
    """`chosen`: values, in the options' order. `confidence`: that exactly these are marked."""

    chosen: tuple[str, ...]
    confidence: float
    ink: int

    @property
    def is_nothing(self) -> bool:
        return not self.chosen and self.confidence > 0.9


@dataclass(frozen=True, slots=True)
class _Vote:
    """One cluster: the option it marks best, how well, and how well the next one."""

    option: int
    score: float
    next_score: float


def rings(written: Written, options: Sequence[Option]) -> Marked:
    """Which words are ringed. A check or a stroke right over a word counts too, less surely."""
    votes = _first_good(written, options)
    ink = _ink_upon(written, options)
    good = [vote for vote in votes if vote.score >= RING]
    if not good:
        best = max((vote.score for vote in votes), default=0.0)
        # Ink on the words that makes no ring may be a mark all the same.
        stray = _sure(STRAY - ink, 0.75 * STRAY)
        return Marked((), min(_sure(RING - best, 0.14), stray), ink)
    chosen = sorted({vote.option for vote in good})
    others = max((v.score for v in votes if v.option not in chosen), default=0.0)
    margin = min(vote.score - max(vote.next_score, others) for vote in good)
    # A short margin is a doubt; a full ring well apart from its neighbours is sure.
    confidence = min(_sure(margin - 0.08, 0.3), _sure(good[0].score - RING + 0.1, 0.25))
    return Marked(tuple(options[i].value for i in chosen), confidence, ink)


def ticks(written: Written, options: Sequence[Option]) -> Marked:
    """Which squares are ticked, crossed, filled or ringed."""
    scores, ink = [], 0
    for option in options:
        score, amount = _tick(written, option.box)
        scores.append(score)
        ink += amount
    chosen = tuple(o.value for o, score in zip(options, scores, strict=True) if score >= TICK)
    sure = min(_sure(s - TICK, 0.3) if s >= TICK else _sure(TICK - s, 0.2) for s in scores)
    return Marked(chosen, sure, ink)


def _sure(distance: float, full: float) -> float:
    """0.5 at the border, SURE from `full` away from it."""
    return 0.5 + (SURE - 0.5) * float(np.clip(distance / full, 0.0, 1.0))


def _first_good(written: Written, options: Sequence[Option]) -> list[_Vote]:
    """Votes of whole rings; where there is none, of rings in pieces; at last of red ones."""
    tried: list[_Vote] = []
    for join_mm in JOINS_MM:
        tried = _votes(written.mask, written, options, join_mm)
        if any(vote.score >= RING for vote in tried):
            return tried
    if cv2.countNonZero(written.red):
        tried = [*tried, *_votes(written.red, written, options, JOINS_MM[0])]
    return tried


def _ink_upon(written: Written, options: Sequence[Option]) -> int:
    """Added ink on and right around the words (px)."""
    total = 0
    for option in options:
        left, top, right, bottom = written.rectangle(option.box, 0.8)
        total += cv2.countNonZero(written.mask[top:bottom, left:right])
    return total


def _votes(mask: Mask, written: Written, options: Sequence[Option], join_mm: float) -> list[_Vote]:
    left, top, right, bottom = _region(written, options)
    part = mask[top:bottom, left:right]
    boxes = [_shifted(option.box, written, left, top) for option in options]
    votes = []
    for points in _clusters(part, join_mm):
        hull = np.asarray(cv2.convexHull(points), np.int32)
        scores = [_ring_score(hull, box) for box in boxes]
        order = sorted(range(len(scores)), key=lambda i: -scores[i])
        runner_up = scores[order[1]] if len(order) > 1 else 0.0
        votes.append(_Vote(order[0], scores[order[0]], runner_up))
    return votes


def _region(written: Written, options: Sequence[Option]) -> tuple[int, int, int, int]:
    each = [written.rectangle(option.box, AROUND_MM) for option in options]
    return (
        min(r[0] for r in each), min(r[1] for r in each),
        max(r[2] for r in each), max(r[3] for r in each),
    )  # fmt: skip


def _shifted(box: Box, written: Written, left: int, top: int) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = written.rectangle(box, 0.0)
    return x0 - left, y0 - top, x1 - left, y1 - top


def _clusters(mask: Mask, join_mm: float) -> list[NDArray[np.int32]]:
    """Points of each cluster of ink that is large enough to be a mark."""
    size = 2 * (whole_px(join_mm) // 2) + 1
    joined = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    count, labels = cv2.connectedComponents(joined, connectivity=8)
    labels[mask == 0] = 0
    found = []
    for n in range(1, count):
        ys, xs = np.nonzero(labels == n)
        if len(xs) >= LEAST_INK and max(np.ptp(xs), np.ptp(ys)) >= px(LEAST_RING_MM):
            found.append(np.stack([xs, ys], axis=1).astype(np.int32))
    return found


def _ring_score(hull: NDArray[np.int32], box: tuple[float, float, float, float]) -> float:
    """How much of the word the hull holds, less the further its centre is from the word's."""
    x0, y0, x1, y1 = box
    corners = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)
    shared, _ = cv2.intersectConvexConvex(hull.astype(np.float32), corners)
    coverage = float(shared) / max((x1 - x0) * (y1 - y0), 1.0)
    left, top, width, height = cv2.boundingRect(hull)
    across = (left + width / 2 - (x0 + x1) / 2) / max(width / 2, px(1.5))
    down = (top + height / 2 - (y0 + y1) / 2) / max(height / 2, px(1.5))
    return min(1.0, coverage) * float(np.exp(-(across * across + down * down)))


def _tick(written: Written, box: Box) -> tuple[float, int]:
    """(score, ink): ink inside the square against its side, or a ring around it."""
    left, top, right, bottom = written.rectangle(box, -FRAME_MM)
    inside = written.mask[top:bottom, left:right]
    amount = int(cv2.countNonZero(inside))
    side = max(right - left, bottom - top, 1)
    score = float(np.clip((amount / side - 0.25) / 1.0, 0.0, 1.0))
    if score < 1.0:
        votes = _votes(written.mask, written, [Option("", "", box)], JOINS_MM[0])
        score = max(score, *(vote.score for vote in votes), 0.0)
    return score, amount
