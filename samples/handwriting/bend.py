"""From the strokes of a copybook to those of one writer, this time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samples.handwriting.habits import Habits

Points = NDArray[np.float32]
Numbers = NDArray[np.float64]
STEP = 0.028  # em between the points of a path
_OWN, _NOW = 0.8, 0.6  # of a spread: what a writer always does with a character, and what by chance
_HAIR = 0.55  # pressure of a pen that travels between two strokes
_END = 0.3  # of a stroke, at each end, that stretches when the end shoots over
_HALF = 7  # points on either side that a blur of the largest reach looks at


@dataclass(frozen=True, slots=True)
class Trace:
    """One path of the pen: n × 2 points, and n pressures (1 is ordinary)."""

    points: Points
    pressure: Points


@dataclass(frozen=True, slots=True)
class Copy:
    """A character as taught, ready to be bent. Of all points: `points` n × 2 in em around 0,
    `stroke` the number of their stroke, `t` 0 to 1 along it. Of strokes: `starts` the first point,
    `centre`, `long` the length, `first` and `last` the ways in which its ends point."""

    points: Numbers
    stroke: NDArray[np.int_]
    t: Numbers
    starts: NDArray[np.int_]
    centre: Numbers
    long: Numbers
    first: Numbers
    last: Numbers

    @classmethod
    def of(cls, strokes: Sequence[Points]) -> "Copy":
        """From strokes in em, as few points as their curves need."""
        even = [_even(stroke) for stroke in strokes]
        counts = np.array([len(path) for path in even])
        return cls(
            np.concatenate(even),
            np.repeat(np.arange(len(even)), counts),
            np.concatenate([np.linspace(0, 1, n) for n in counts]),
            np.concatenate([[0], np.cumsum(counts)[:-1]]),
            np.stack([path.mean(axis=0) for path in even]),
            np.array([np.hypot(*np.diff(path, axis=0).T).sum() for path in even]),
            np.stack([_unit(path[1] - path[0]) for path in even]),
            np.stack([_unit(path[-1] - path[-2]) for path in even]),
        )


def _even(path: Points) -> Numbers:
    """The path in equal steps."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    at = np.linspace(0, along[-1], max(4, round(along[-1] / STEP) + 1))
    return np.stack([np.interp(at, along, path[:, k]) for k in (0, 1)], axis=1)


def _unit(vector: Numbers) -> Numbers:
    return vector / max(float(np.hypot(*vector)), 1e-6)


def bend(
    copy: Copy, habits: Habits, own: np.random.Generator, now: np.random.Generator
) -> list[Trace]:
    """A character as written, in em around 0. `own` must start the same each time this writer
    writes this character."""
    points = _strayed(copy, habits, own, now)
    pressure = _pressure(copy, habits, now)
    cuts = copy.starts[1:]
    paths = list(zip(np.split(points, cuts), np.split(pressure, cuts), strict=True))
    paths = _joined(paths, habits, own, now)
    ends = np.cumsum([len(path) for path, _ in paths])[:-1]
    whole = _warped(_rounded([path for path, _ in paths], habits.round), habits, own, now)
    return [
        Trace(path, press.astype(np.float32))
        for path, (_, press) in zip(np.split(whole, ends), paths, strict=True)
    ]


def _strayed(
    copy: Copy, habits: Habits, own: np.random.Generator, now: np.random.Generator
) -> Numbers:
    """Each stroke a little off its place, its angle, its length and its bend."""
    count = len(copy.long)
    chance = _OWN * own.normal(size=(6, count)) + _NOW * now.normal(size=(6, count))
    dx, dy, turn, begin, end, bow = chance
    # A dot has little length to lose, and a long stroke must not run out of its square.
    over = habits.over * np.minimum(copy.long, 0.35)
    angle = turn * habits.turn * np.minimum(1.0, 0.3 / np.maximum(copy.long, 0.15))
    curve = bow * habits.turn * 0.35 * np.minimum(copy.long, 0.8)
    which, t = copy.stroke, copy.t
    out = copy.points.copy()
    stretch = np.clip((t - 1 + _END) / _END, 0, 1) * (end * over)[which]
    out += stretch[:, None] * copy.last[which]
    stretch = np.clip((_END - t) / _END, 0, 1) * (begin * over)[which]
    out -= stretch[:, None] * copy.first[which]
    x, y = (out - copy.centre[which]).T
    cos, sin = np.cos(angle)[which], np.sin(angle)[which]
    out = np.stack([x * cos - y * sin, x * sin + y * cos], axis=1) + copy.centre[which]
    lift = (np.sin(np.pi * t) - 0.5) * curve[which]
    across = np.stack([copy.last[:, 1], -copy.last[:, 0]], axis=1)
    out += lift[:, None] * across[which]
    return np.asarray(out + (np.stack([dx, dy], axis=1) * habits.shift)[which])


def _pressure(copy: Copy, habits: Habits, now: np.random.Generator) -> Numbers:
    count, which, t = len(copy.long), copy.stroke, copy.t
    speed, phase, base = now.uniform(0.4, 1.2, count), now.random(count), now.normal(size=count)
    wave = np.sin(2 * np.pi * (speed[which] * t + phase[which]))
    out = 1 + habits.press * (0.5 * wave + 0.3 * base[which])
    thins = np.where(now.random(count) < habits.tail, now.uniform(0.5, 1.8, count), 0)
    out *= 1 - habits.press * np.clip((t - 0.6) / 0.4, 0, 1) * thins[which]
    return np.asarray(np.clip(out, 0.35, 1.8))


def _joined(
    paths: list[tuple[Numbers, Numbers]],
    habits: Habits,
    own: np.random.Generator,
    now: np.random.Generator,
) -> list[tuple[Numbers, Numbers]]:
    """Some strokes run into the next one, where the pen has not far to travel."""
    out = paths[:1]
    wishes = 0.6 * own.random(len(paths)) + 0.4 * now.random(len(paths))
    for (points, pressure), wish in zip(paths[1:], wishes[1:], strict=True):
        before, pressed = out[-1]
        far = float(np.hypot(*(points[0] - before[-1])))
        if far > habits.reach or wish > habits.join * (1.2 - far / habits.reach):
            out.append((points, pressure))
            continue
        steps = np.linspace(0, 1, max(2, round(far / STEP)) + 1)[1:-1, None]
        between = before[-1] * (1 - steps) + points[0] * steps
        hair = np.full(len(between), _HAIR * now.uniform(0.7, 1.5))
        joined = np.concatenate([before, between, points])
        out[-1] = (joined, np.concatenate([pressed, hair, pressure]))
    return out


def _rounded(paths: list[Numbers], reach: float) -> Numbers:
    """Corners cut by a blur of `reach` em along each path; the ends stay where they are."""
    sigma = max(reach / STEP, 0.2)
    kernel = np.exp(-0.5 * (np.arange(-_HALF, _HALF + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    pieces, keep = [], []
    for path in paths:
        back = 2 * path[0] - path[min(_HALF, len(path) - 1) : 0 : -1]
        ahead = 2 * path[-1] - path[-2 : -min(_HALF, len(path) - 1) - 2 : -1]
        pieces += [back[:1].repeat(_HALF - len(back), 0), back, path]
        pieces += [ahead, ahead[-1:].repeat(_HALF - len(ahead), 0)]
        keep += [False] * _HALF + [True] * len(path) + [False] * _HALF
    whole = np.concatenate(pieces)
    blurred = np.stack([np.convolve(whole[:, k], kernel, "same") for k in (0, 1)], axis=1)
    return np.asarray(blurred[np.array(keep)])


def _warped(
    points: Numbers, habits: Habits, own: np.random.Generator, now: np.random.Generator
) -> Points:
    """The whole character through a slow wave in space, then slant, climb and width."""
    moved = points + _field(points, own, habits.warp * _OWN)
    moved += _field(points, now, habits.warp * _NOW)
    moved += now.normal(0, habits.tremble, points.shape)
    x, y = moved.T
    slant = habits.slant + now.normal(0, 0.03 * habits.loose)
    climb = habits.climb + now.normal(0, 0.02 * habits.loose)
    return np.stack([x * habits.wide - y * slant, y - x * climb], axis=1).astype(np.float32)


def _field(points: Numbers, chance: np.random.Generator, amount: float) -> Numbers:
    """A shift for each point, about `amount` em, that changes slowly from place to place."""
    waves = chance.normal(0, 4.5, (3, 2))
    phases = chance.uniform(0, 2 * np.pi, 3)
    ways = chance.normal(0, amount, (3, 2))
    return np.asarray(np.sin(points @ waves.T + phases) @ ways)
