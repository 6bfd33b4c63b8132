"""Ink put together into clusters, and which word the hull of a cluster holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.ink.dark import Mask
from ocr.marks.places import Rect
from ocr.scale import px, whole_px

JOINS_MM = (0.7, 1.6, 2.8)  # ink this near belongs to one ring; print and scans break rings up
LEAST_RING_MM = 2.6  # the smallest ring, across its longer side
LEAST_INK = 40  # px
HELD = 0.75  # of another word within a ring: which of the two is meant?

Points = NDArray[np.int32]
_CORNERS = ((0, 0), (1, 0), (1, 1), (0, 1))


@dataclass(frozen=True, slots=True)
class Vote:
    """One cluster: the option it marks best, how well (0 to 1), and how well the next one;
    `holds_more`: its hull holds another option nearly whole."""

    option: int
    score: float
    next_score: float
    holds_more: bool = False


def votes(part: Mask, boxes: Sequence[Rect], join_mm: float) -> list[Vote]:
    """Votes of every cluster in `part`; `boxes` in its pixels."""
    found = []
    for points in clusters(part, join_mm):
        hull = np.asarray(cv2.convexHull(points), np.int32)
        scores = [ring_score(hull, box) for box in boxes]
        order = sorted(range(len(scores)), key=lambda i: -scores[i])
        runner_up = scores[order[1]] if len(order) > 1 else 0.0
        held = max((coverage(hull, boxes[n]) for n in order[1:]), default=0.0)
        found.append(Vote(order[0], scores[order[0]], runner_up, held >= HELD))
    return found


def clusters(mask: Mask, join_mm: float, least_mm: float = LEAST_RING_MM) -> list[Points]:
    """Points of each cluster of ink that is large enough to be a mark."""
    size = 2 * (whole_px(join_mm) // 2) + 1
    joined = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    _, labels = cv2.connectedComponents(joined, connectivity=8)
    labels[mask == 0] = 0
    ys, xs = np.nonzero(labels)
    order = np.argsort(labels[ys, xs], kind="stable")
    ys, xs = ys[order], xs[order]
    cuts = np.flatnonzero(np.diff(labels[ys, xs])) + 1
    found = []
    for own_x, own_y in zip(np.split(xs, cuts), np.split(ys, cuts), strict=True):
        if len(own_x) >= LEAST_INK and max(np.ptp(own_x), np.ptp(own_y)) >= px(least_mm):
            found.append(np.stack([own_x, own_y], axis=1).astype(np.int32))
    return found


def coverage(hull: Points, box: Rect) -> float:
    """How much of the word the hull holds (0 to 1)."""
    sides = (box.left, box.right), (box.top, box.bottom)
    corners = np.array([[sides[0][i], sides[1][j]] for i, j in _CORNERS], np.float32)
    shared, _ = cv2.intersectConvexConvex(hull.astype(np.float32), corners)
    return min(1.0, float(shared) / max(box.width * box.height, 1))


def ring_score(hull: Points, box: Rect) -> float:
    """How much of the word the hull holds, less the further its centre is from the word's."""
    left, top, width, height = cv2.boundingRect(hull)
    x, y = box.middle
    across = (left + width / 2 - x) / max(width / 2, px(1.5))
    down = (top + height / 2 - y) / max(height / 2, px(1.5))
    return coverage(hull, box) * float(np.exp(-(across * across + down * down)))
