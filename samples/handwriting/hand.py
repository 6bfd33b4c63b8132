"""One writer: gives text back as ink, each time a little differently, always in the same hand."""

import zlib
from dataclasses import dataclass
from random import Random

import numpy as np

from samples.handwriting.bend import Trace, bend
from samples.handwriting.habits import Habits, habits
from samples.handwriting.pen import Ink, draw, shade
from samples.handwriting.strokes import choose, copybook

Box = tuple[int, int, int, int]  # left, top, right, bottom; px
_RIM = 2  # px around the ink
_SPACE = {" ": 0.35, "\t": 0.35, "\u3000": 0.6}  # em
_LOW = "、。，．,."
_TURNED = "ー-~()「」－―～〜（）‐–—−"  # lie along a line from top to bottom
_SMALL = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"


@dataclass(frozen=True, slots=True)
class HandLine:
    """Written text. `ink`: coverage, 0 paper to 255 full ink, cut close around it; `boxes`: one for
    each character of the text, in px of `ink` (an empty one, of no width, for white space)."""

    ink: Ink
    boxes: tuple[Box, ...]

    @property
    def picture(self) -> Ink:
        """Dark on white."""
        return np.asarray(255 - self.ink, np.uint8)


class StrokeHand:
    """A writer. The same seed has the same habits; calls in the same order give the same ink."""

    def __init__(self, seed: int, loose: float | None = None) -> None:
        """`loose`: 0 neat to 1 careless; by chance where none is given."""
        self.seed = seed
        self.habits: Habits = habits(np.random.default_rng((seed, 1)), loose)
        self._now = np.random.default_rng((seed, 2))

    def line(self, text: str, size: float, *, vertical: bool = False) -> HandLine:
        """A line of text; `size` is the side of a kanji in px. Raises KeyError for a character
        that has no strokes (see `can_write`)."""
        now, traces = self._now, list[Trace]()
        spans: list[tuple[int, int]] = []
        at, drift = 0.0, 0.0
        rise = float(now.normal(0, self.habits.drift * 0.25))
        for ch in text:
            if ch.isspace():
                spans.append((len(traces), len(traces)))
                at += _SPACE.get(ch, 0.5) * float(now.uniform(0.7, 1.3))
                continue
            own = self._character(ch, vertical)
            drift = 0.6 * drift + float(now.normal(0, self.habits.drift))
            step, placed = self._placed(own, ch, at, drift + rise * at, vertical)
            spans.append((len(traces), len(traces) + len(placed)))
            traces += placed
            at += step
        return self._drawn(traces, spans, size)

    def character(self, ch: str, size: float) -> HandLine:
        """One character alone, as in a box of its own."""
        return self.line(ch, size)

    def _character(self, ch: str, vertical: bool) -> list[Trace]:
        """Strokes around 0, in em of a kanji."""
        own = np.random.default_rng((self.seed, 3, zlib.crc32(ch.encode())))
        # A second shape of a character is a habit, broken now and then.
        way = own if self._now.random() < 0.9 else self._now
        number = choose(ch, Random(int(way.integers(1 << 30))))
        copy = copybook(ch, number, vertical and ch in _TURNED)
        traces = bend(copy, self.habits, own, self._now)
        scale = self._scale(ch) * float(np.exp(self._now.normal(0, self.habits.swing)))
        return [Trace(t.points * scale, t.pressure) for t in traces]

    def _scale(self, ch: str) -> float:
        if ch.isascii() or "\uff01" <= ch <= "\uff5e":
            return self.habits.digit
        return self.habits.kana if "\u3041" <= ch <= "\u30ff" else 1.0

    def _placed(
        self, own: list[Trace], ch: str, at: float, drift: float, vertical: bool
    ) -> tuple[float, list[Trace]]:
        """(advance, strokes in em from the line's start): squares or widths, as `even` says."""
        axis = 1 if vertical else 0
        along = np.concatenate([t.points[:, axis] for t in own])
        first, last = float(along.min()), float(along.max())
        even, gap = self.habits.even, self.habits.gap
        near = 0.10 + max(gap, -0.04)
        square = max(1.0 + gap, last - first + near / 2)
        step = even * square + (1 - even) * (last - first + near)
        # Small kana and stops keep their place in the square; others are put by their ink.
        start = even * 0.5 * square + (1 - even) * (near / 2 - first)
        shift = np.zeros(2, np.float32)
        shift[axis], shift[1 - axis] = at + start, drift
        if vertical and ch in _LOW + _SMALL:
            right = 0.5 if ch in _LOW else 0.12
            shift += (right, -right * even)
        step *= float(np.exp(self._now.normal(0, self.habits.swing)))
        return step, [Trace(t.points + shift, t.pressure) for t in own]

    def _drawn(self, traces: list[Trace], spans: list[tuple[int, int]], size: float) -> HandLine:
        if not traces:
            return HandLine(np.zeros((2 * _RIM, 2 * _RIM), np.uint8), ((0, 0, 0, 0),) * len(spans))
        width = max(self.habits.pen * size, 0.8)
        points = np.concatenate([t.points for t in traces]) * size
        edge = width * 0.9 + _RIM
        low, high = points.min(axis=0) - edge, points.max(axis=0) + edge
        moved = [Trace((t.points * size - low).astype(np.float32), t.pressure) for t in traces]
        across, height = (int(v) for v in np.ceil(high - low))
        ink = draw(moved, (height, across), width)
        inked = shade(ink, self.habits.ink, self.habits.grain, self._now)
        boxes = tuple(_box(moved[a:b], width / 2, (across, height)) for a, b in spans)
        return HandLine(inked, boxes)


def _box(traces: list[Trace], edge: float, limit: tuple[int, int]) -> Box:
    if not traces:
        return 0, 0, 0, 0
    points = np.concatenate([t.points for t in traces])
    left, top = np.floor(points.min(axis=0) - edge).clip(0)
    right, bottom = np.minimum(np.ceil(points.max(axis=0) + edge), limit)
    return int(left), int(top), int(right), int(bottom)
