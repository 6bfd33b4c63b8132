"""Digits in boxes: each box's own probabilities, then the likeliest numbers they make."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ocr.decode.alphabet import Frames

WIDTH = 200  # numbers kept while they are put together
SECOND = 0.5  # weight of a second reader's logs: its errors are not independent of the first's
FLOOR = -12.0  # natural log; no second reader rules a digit out altogether
WRITTEN_WRONG = 0.01  # share of numbers that people write with a check digit that does not hold


@dataclass(frozen=True, slots=True)
class Digit:
    """One box. `log`: 10 natural logs, normalised over the digits. `support`: how much of the
    engine's belief is in the box holding exactly one digit (0 to 1)."""

    log: NDArray[np.float64]
    support: float


def digit_of(frames: Frames) -> Digit:
    """The digit of one box: all ways in which its frames say that digit or nothing, but not
    nothing alone."""
    blank = np.maximum(frames.blank, 1e-9)
    nothing = float(np.log(blank).sum())
    logs = np.full(10, -40.0)
    for place, name in enumerate(frames.names):
        if name.isdigit():
            one = float(np.log(blank + frames.symbols[:, place]).sum())
            logs[int(name)] = one + math.log(max(-math.expm1(nothing - one), 1e-12))
    total = float(np.logaddexp.reduce(logs))
    return Digit(logs - total, min(1.0, math.exp(total)))


@dataclass(frozen=True, slots=True)
class Number:
    text: str
    log: float


def both(first: Digit, second: Digit) -> Digit:
    """Two readers' word on one box: a product of experts, the second with less weight. Its word on
    whether the box holds a digit at all can go only so far."""
    logs = first.log + SECOND * np.maximum(second.log, FLOOR)
    odds = _logit(first.support) + SECOND * float(np.clip(_logit(second.support), -4.0, 4.0))
    return Digit(logs - float(np.logaddexp.reduce(logs)), 1 / (1 + math.exp(-odds)))


def _logit(probability: float) -> float:
    inside = min(1 - 1e-6, max(1e-6, probability))
    return math.log(inside / (1 - inside))


def numbers(
    digits: Sequence[Digit], is_valid: Callable[[str], bool] | None = None, keep: int = 5
) -> list[Number]:
    """The likeliest numbers, best first; `log` is normalised over all numbers.

    A number that `is_valid` (its check digit holds) is likelier by what the rule tells: nine of
    ten numbers break it, and people write such ones seldom.
    """
    logs, texts = np.zeros(1), np.zeros((1, 0), np.int64)
    for digit in digits:
        grown = (logs[:, None] + digit.log[None, :]).ravel()
        best = np.argsort(-grown, kind="stable")[:WIDTH]
        logs = grown[best]
        texts = np.concatenate([texts[best // 10], (best % 10)[:, None]], axis=1)
    beams = [
        Number("".join(map(str, row)), float(log)) for row, log in zip(texts, logs, strict=True)
    ]
    if is_valid is None:
        return beams[:keep]
    lead = math.log(9 * (1 - WRITTEN_WRONG) / WRITTEN_WRONG)
    weighed = [replace(n, log=n.log + lead * is_valid(n.text)) for n in beams]
    total = float(np.logaddexp.reduce([n.log for n in weighed]))
    ranked = sorted(weighed, key=lambda n: -n.log)[:keep]
    return [replace(n, log=n.log - total) for n in ranked]
