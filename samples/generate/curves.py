"""Lines as a hand draws them: curves through points, arcs that drift, strokes that tremble.

Lengths are pixels of the page; angles degrees, clockwise from the right as the page shows them.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from random import Random

Point = tuple[float, float]
Points = list[Point]
_STEPS = 8  # points between two that a curve goes through


def smooth(through: Sequence[Point]) -> Points:
    """A curve through all the points (Catmull-Rom)."""
    ends = [through[0], *through, through[-1]]
    out: Points = []
    for n in range(len(through) - 1):
        a, b, c, d = ends[n : n + 4]
        for step in range(_STEPS):
            t = step / _STEPS
            out.append((_between(a[0], b[0], c[0], d[0], t), _between(a[1], b[1], c[1], d[1], t)))
    return [*out, through[-1]]


def arc(
    centre: Point,
    radii: tuple[float, float],
    rng: Random,
    *,
    start: float = -90.0,
    sweep: float = 360.0,
    slant: float = 0.0,
    drift: float = 0.0,
    wobble: float = 0.015,
) -> Points:
    """Part of an ellipse. `drift`: how much wider (share) it has become at its end; `wobble`: how
    much (share) its radius comes and goes."""
    count = max(8, round(abs(sweep) / 5))
    turn, phase, waves = math.radians(slant), rng.uniform(0, math.tau), rng.randint(2, 5)
    out: Points = []
    for n in range(count + 1):
        part = n / count
        angle = math.radians(start + sweep * part)
        grow = 1 + drift * part + wobble * math.sin(waves * angle + phase)
        x, y = radii[0] * grow * math.cos(angle), radii[1] * grow * math.sin(angle)
        out.append(
            (
                centre[0] + x * math.cos(turn) - y * math.sin(turn),
                centre[1] + x * math.sin(turn) + y * math.cos(turn),
            )
        )
    return out


def blob(centre: Point, radii: tuple[float, float], rng: Random, uneven: float = 0.16) -> Points:
    """A closed curve through unevenly placed points: no ellipse, and it overlaps at its end."""
    count, first = rng.randint(6, 9), rng.uniform(-140, -40)
    through: Points = []
    for n in range(count + 1):
        angle = math.radians(first + 360 * n / count + rng.uniform(-10, 10))
        grow = 1 + rng.uniform(-uneven, uneven)
        through.append(
            (
                centre[0] + radii[0] * grow * math.cos(angle),
                centre[1] + radii[1] * grow * math.sin(angle),
            )
        )
    return smooth(through)


def straight(a: Point, b: Point, rng: Random, bow: float = 0.03) -> Points:
    """A line by hand: bowed by up to `bow` of its length."""
    length = math.dist(a, b)
    middle = (
        (a[0] + b[0]) / 2 + rng.uniform(-bow, bow) * length,
        (a[1] + b[1]) / 2 + rng.uniform(-bow, bow) * length,
    )
    return smooth([a, middle, b])


def wave(a: Point, b: Point, rng: Random, height: float) -> Points:
    """A wavy line from a to b."""
    count = max(3, round(math.dist(a, b) / (2.5 * height)))
    points = []
    for n in range(count + 1):
        part = n / count
        up = height * (1 if n % 2 else -1) * rng.uniform(0.5, 1.1)
        points.append((a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part + up))
    return smooth(points)


def length_of(points: Sequence[Point]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(points))


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b
        + (c - a) * t
        + (2 * a - 5 * b + 4 * c - d) * t * t
        + (3 * b - a - 3 * c + d) * t * t * t
    )
