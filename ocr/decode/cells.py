"""Digits in boxes: each box's own probabilities, then the likeliest numbers they make."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.decode.alphabet import Frames

WIDTH = 200  # numbers kept while they are put together


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


def numbers(
    digits: Sequence[Digit], is_valid: Callable[[str], bool] | None = None, keep: int = 5
) -> list[Number]:
    """The likeliest numbers, best first, of those that are valid; `log` is normalised over all
    numbers when there is no rule, else over the valid ones that were found."""
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
    valid = [each for each in beams if is_valid(each.text)]
    if not valid:
        return []
    total = float(np.logaddexp.reduce([each.log for each in valid]))
    return [Number(each.text, each.log - total) for each in valid[:keep]]
