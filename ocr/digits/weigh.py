"""Two readers of the same ink → one ranking: a reading must seem likely to both."""

import math
from collections.abc import Mapping

import numpy as np

from ocr.decode.cells import SECOND

UNSEEN = -12.0  # natural log, added to a reader's least likely: a reading it did not think of


def weighed(first: Mapping[str, float], second: Mapping[str, float]) -> list[tuple[str, float]]:
    """Readings of both with natural logs that sum to one over them all, likeliest first. A reader
    without any reading has no say."""
    texts = list(dict.fromkeys([*first, *second]))
    if not texts:
        return []
    logs = np.array([_of(first, text) + SECOND * _of(second, text) for text in texts])
    logs -= np.logaddexp.reduce(logs)
    return sorted(zip(texts, logs.tolist(), strict=True), key=lambda each: -each[1])


def _of(logs: Mapping[str, float], text: str) -> float:
    if not logs:
        return 0.0
    return logs[text] if text in logs else min(logs.values()) + UNSEEN


def is_certain(ranked: list[tuple[str, float]], least: float) -> bool:
    """Whether the first has at least this share (0 to 1) of what all have together."""
    if not ranked:
        return False
    total = float(np.logaddexp.reduce([log for _, log in ranked]))
    return math.exp(ranked[0][1] - total) >= least
