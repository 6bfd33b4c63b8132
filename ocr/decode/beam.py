"""Prefix beam search over CTC frames (Graves 2012; Hannun 2014)."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr.decode.alphabet import Frames

WIDTH = 16
KEPT = 8  # symbols tried a frame
SMALLEST = 1e-5  # of what a frame holds: a symbol with less is not tried in it
LOST = 1e-7  # of the likeliest beginning: a beginning with less is given up


@dataclass(frozen=True, slots=True)
class Text:
    """A reading. `log`: natural logarithm of its probability."""

    symbols: tuple[str, ...]
    log: float

    @property
    def text(self) -> str:
        return "".join(self.symbols)


Prefix = tuple[int, ...]


def search(frames: Frames, longest: int | None = None, width: int = WIDTH) -> list[Text]:
    """The best readings, likeliest first; their probabilities are over all ways to align them.

    `longest` bounds the number of symbols.
    """
    frames = frames.condensed()
    beams: dict[Prefix, tuple[float, float]] = {(): (1.0, 0.0)}  # ends in blank, in a symbol
    shift = 0.0
    for blank, row in zip(frames.blank, frames.symbols, strict=True):
        beams = _step(beams, float(blank), row, longest, width)
        top = max(b + s for b, s in beams.values())
        if top <= 0.0:
            return []
        shift += math.log(top)
        beams = {prefix: (b / top, s / top) for prefix, (b, s) in beams.items()}
    ranked = sorted(beams.items(), key=lambda item: -sum(item[1]))
    return [
        Text(tuple(frames.names[i] for i in prefix), math.log(b + s) + shift)
        for prefix, (b, s) in ranked
        if b + s > 0
    ]


def _step(
    beams: dict[Prefix, tuple[float, float]],
    blank: float,
    row: NDArray[Any],
    longest: int | None,
    width: int,
) -> dict[Prefix, tuple[float, float]]:
    out: dict[Prefix, list[float]] = {}
    tried = [(int(i), float(row[i])) for i in _likely(row, blank)]
    for prefix, (b, s) in beams.items():
        _add(out, prefix, (b + s) * blank, 0.0)
        last = prefix[-1] if prefix else -1
        for symbol, p in tried:
            if symbol == last:
                _add(out, prefix, 0.0, s * p)
                grown = b * p
            else:
                grown = (b + s) * p
            if grown > 0.0 and (longest is None or len(prefix) < longest):
                _add(out, (*prefix, symbol), 0.0, grown)
    best = [(both[0] + both[1], prefix, both) for prefix, both in out.items()]
    best.sort(key=_worth, reverse=True)
    least = LOST * best[0][0]
    return {prefix: (both[0], both[1]) for p, prefix, both in best[:width] if p > least}


def _worth(item: tuple[float, Prefix, list[float]]) -> float:
    return item[0]


def _likely(row: NDArray[Any], blank: float) -> NDArray[Any]:
    likely = np.flatnonzero(row > SMALLEST * (blank + float(row.sum())))
    return likely if len(likely) <= KEPT else likely[np.argsort(-row[likely])[:KEPT]]


def _add(out: dict[Prefix, list[float]], prefix: Prefix, blank: float, symbol: float) -> None:
    both = out.setdefault(prefix, [0.0, 0.0])
    both[0] += blank
    both[1] += symbol
