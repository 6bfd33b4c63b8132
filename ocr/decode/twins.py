"""Characters that an engine takes for another with every certainty: 﨑 for 崎, 髙 for 高.

Some are in no vocabulary, some are so rare in what an engine learnt that it never says them. A name
must not be changed in silence, so where such a character may stand, the ink itself is looked at a
second time: the directions of its strokes, place by place, weighed for that one pair. The weights
are made by `python -m samples.train.twins` from fonts that have both, and committed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.decode.places import Place
from ocr.ink.dark import Mask
from ocr.ink.lines import rim_of
from ocr.ink.written import Strokes

FILE = Path(__file__).parent / "twins.npz"
SIDE = 50  # px of the square that a character's ink is brought to
GRID, DIRECTIONS = 10, 8
FEATURES = GRID * GRID * DIRECTIONS
SUSPECT = 0.08  # probability of the other character from which a person must look
NEIGHBOUR = 0.3  # of the distance between two characters: how far the cut between them may move


@dataclass(frozen=True)
class Twin:
    """`other` is what may stand where `seen` is read. `weights` on the features, `bias` and `share`
    (of people whose name has `other` among both) give its probability."""

    seen: str
    other: str
    weights: NDArray[np.float32]
    bias: float
    scale: float
    share: float

    def probability(self, features: NDArray[np.float32]) -> float:
        """That the ink is `other`."""
        score = self.scale * (float(features @ self.weights) + self.bias)
        odds = math.exp(min(30.0, max(-30.0, score))) * self.share / (1 - self.share)
        return odds / (1 + odds)


@cache
def twins() -> dict[str, tuple[Twin, ...]]:
    """By the character that is read."""
    with np.load(FILE) as stored:
        rows = [
            Twin(chr(seen), chr(other), weights.astype(np.float32), float(b), float(k), float(p))
            for seen, other, weights, b, k, p in zip(
                stored["seen"], stored["other"], stored["weights"],
                stored["bias"], stored["scale"], stored["share"], strict=True,
            )
        ]  # fmt: skip
    return {seen: tuple(r for r in rows if r.seen == seen) for seen in {r.seen for r in rows}}


@dataclass(frozen=True, slots=True)
class Suspect:
    """The character `at` of a line was read as `seen` and may be `other`."""

    at: int
    seen: str
    other: str
    probability: float


def suspects(line: Strokes, found: Sequence[Place], step: float) -> tuple[Suspect, ...]:
    """Every character of a line that may be its twin. `found` has one place a character."""
    listed = twins()
    if not any(place.symbol in listed for place in found):
        return ()
    out = []
    for at, (place, ink) in enumerate(zip(found, _cut(line, found, step), strict=True)):
        pairs = listed.get(place.symbol, ())
        if pairs and cv2.countNonZero(ink):
            seen = features_of(ink)
            shares = ((twin, twin.probability(seen)) for twin in pairs)
            out += [Suspect(at, t.seen, t.other, p) for t, p in shares if p >= SUSPECT]
    return tuple(out)


def features_of(ink: Mask) -> NDArray[np.float32]:
    """Directions of the strokes by place, a vector of length 1 (0 without ink). `ink`: one
    character, any size."""
    x, y, w, h = cv2.boundingRect(ink)
    if not w or not h:
        return np.zeros(FEATURES, np.float32)
    tight = ink[y : y + h, x : x + w]
    scale = (SIDE - 8) / max(w, h)
    size = (max(1, round(w * scale)), max(1, round(h * scale)))
    small = cv2.resize(tight, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    square = np.zeros((SIDE, SIDE), np.float32)
    top, left = (SIDE - size[1]) // 2, (SIDE - size[0]) // 2
    square[top : top + size[1], left : left + size[0]] = small
    soft = cv2.GaussianBlur(square, (0, 0), 1.2)
    dx, dy = (cv2.Sobel(soft, cv2.CV_32F, a, b) for a, b in ((1, 0), (0, 1)))
    strength, angle = np.hypot(dx, dy), np.mod(np.arctan2(dy, dx), np.pi) * DIRECTIONS / np.pi
    maps = np.stack(
        [
            strength * np.maximum(0.0, 1.0 - np.minimum(away, DIRECTIONS - away))
            for away in (np.abs(angle - direction) for direction in range(DIRECTIONS))
        ],
        axis=-1,
    ).astype(np.float32)
    cells = np.sqrt(cv2.resize(maps, (GRID, GRID), interpolation=cv2.INTER_AREA)).ravel()
    return np.asarray(cells / max(float(np.linalg.norm(cells)), 1e-6), np.float32)


def _cut(line: Strokes, found: Sequence[Place], step: float) -> list[Mask]:
    """The ink of each character: cut between two where there is least ink near the middle."""
    left, _, right, _ = line.bounds
    amount = (line.mask > 0).sum(axis=0)
    centres = [(p.start + p.end) / 2 * step - rim_of(line) + left for p in found]
    edges = [left]
    for a, b in pairwise(centres):
        reach = max(1, round(NEIGHBOUR * (b - a)))
        middle = round((a + b) / 2)
        start = min(max(edges[-1], middle - reach), max(edges[-1], right - 1))
        window = amount[start : max(start + 1, middle + reach + 1)]
        edges.append(start + _middle_of_least(window))
    edges.append(right)
    return [line.mask[:, a : max(b, a + 1)] for a, b in pairwise(edges)]


def _middle_of_least(amount: NDArray[np.int64]) -> int:
    """The column in the middle of the widest gap, or that with least ink."""
    least = np.flatnonzero(amount == amount.min())
    runs = np.split(least, np.flatnonzero(np.diff(least) > 1) + 1)
    widest = max(runs, key=len)
    return int(widest[len(widest) // 2])
