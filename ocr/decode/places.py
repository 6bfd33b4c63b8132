"""Where on the line each symbol of a reading stands, and how sure the engine is of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr.decode.alphabet import Frames

_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Place:
    """One symbol: its frames (`end` is past the last) and how probably it is seen there."""

    symbol: str
    start: int
    end: int
    peak: float


def places(frames: Frames, symbols: Sequence[str]) -> list[Place]:
    """The likeliest alignment of `symbols` to the frames (Viterbi). Empty when there is none."""
    if not symbols or len(frames.blank) < len(symbols):
        return []
    starts_at = frames.starts()
    if len(starts_at) < len(symbols):
        return []
    path = _viterbi(_rows(frames.condensed(), symbols), symbols)
    owns = [starts_at[path == 2 * n + 1] for n in range(len(symbols))]
    if not all(len(own) for own in owns):
        return []
    rows = _rows(frames, symbols)
    starts = [0, *(int(own[-1]) + 1 for own in owns)]
    ends = [*(int(own[0]) for own in owns[1:]), len(rows)]
    return [
        Place(symbol, int(own[0]), int(own[-1]) + 1, _seen(rows[start:end, 2 * n + 1]))
        for n, (symbol, own, start, end) in enumerate(
            zip(symbols, owns, starts, ends, strict=False)
        )
    ]


def _seen(logs: NDArray[Any]) -> float:
    """Probability that the symbol is seen in any of the frames between its neighbours."""
    return float(-np.expm1(np.log1p(-np.minimum(np.exp(logs), 1 - 1e-9)).sum()))


def _rows(frames: Frames, symbols: Sequence[str]) -> NDArray[Any]:
    """Log probabilities, frames × (blank, s1, blank, s2, …, blank), each among what the alphabet
    has (so that a rare character's weight does not make it look unsure)."""
    whole = np.maximum(frames.blank + frames.symbols.sum(axis=1), 1e-12)
    columns = {name: place for place, name in enumerate(frames.names)}
    rows = np.empty((len(frames.blank), 2 * len(symbols) + 1))
    rows[:, 0::2] = (frames.blank / whole)[:, None]
    for n, symbol in enumerate(symbols):
        rows[:, 2 * n + 1] = frames.symbols[:, columns[symbol]] / whole
    logs: NDArray[Any] = np.log(np.maximum(rows, 1e-12))
    return logs


def _viterbi(rows: NDArray[Any], symbols: Sequence[str]) -> NDArray[Any]:
    count, states = rows.shape
    may_skip = np.zeros(states, bool)
    for n in range(1, len(symbols)):
        may_skip[2 * n + 1] = symbols[n] != symbols[n - 1]
    barred = np.where(may_skip, 0.0, _NEVER)
    score = np.full(states, _NEVER)
    score[:2] = rows[0, :2]
    back = np.zeros((count, states), np.int64)
    step, skip = np.full(states, _NEVER), np.full(states, _NEVER)
    for t in range(1, count):
        step[1:] = score[:-1]
        skip[2:] = score[:-2] + barred[2:]
        best = np.maximum(np.maximum(score, step), skip)
        back[t] = np.where(best == score, 0, np.where(best == step, 1, 2))
        score = best + rows[t]
    path = np.zeros(count, np.int64)
    path[-1] = states - 1 if score[-1] >= score[-2] else states - 2
    for t in range(count - 1, 0, -1):
        path[t - 1] = path[t] - back[t, path[t]]
    return path
