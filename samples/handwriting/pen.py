"""Draws paths of the pen: four times too large without smoothing, then reduced."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.handwriting.bend import Trace

Ink = NDArray[np.uint8]
_FINE = 4  # times: 16 levels at an edge
_SHIFT = 2  # bits of a fine pixel that cv2 still tells apart


def draw(traces: Sequence[Trace], size: tuple[int, int], width: float) -> Ink:
    """Coverage 0 to 255 of a height × width picture. Points in px; `width` of the pen in px."""
    height, across = size
    canvas = np.zeros((height * _FINE, across * _FINE), np.uint8)
    for trace in traces:
        points = np.rint((trace.points * _FINE - 0.5) * (1 << _SHIFT)).astype(np.int32)
        thick = np.maximum(np.rint(trace.pressure * width * _FINE), 1).astype(int)
        for start, end in _same(thick):
            piece = points[start : end + 1].reshape(-1, 1, 2)
            cv2.polylines(canvas, [piece], False, (255,), int(thick[start]), cv2.LINE_8, _SHIFT)
    return np.asarray(cv2.resize(canvas, (across, height), interpolation=cv2.INTER_AREA), np.uint8)


def _same(thick: NDArray[np.int_]) -> list[tuple[int, int]]:
    """(first, last point) of the runs of segments with one width."""
    starts = [0, *(np.flatnonzero(np.diff(thick[:-1])) + 1).tolist()]
    return list(zip(starts, [*starts[1:], len(thick) - 1], strict=True))


def shade(ink: Ink, dark: float, grain: float, chance: np.random.Generator) -> Ink:
    """Ink as dark as `dark` (0 to 1), uneven as pens are, with `grain` of the paper in it."""
    height, width = ink.shape
    coarse = chance.normal(1, 0.06, (height // 24 + 2, width // 24 + 2)).astype(np.float32)
    out = ink * (dark * cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC))
    if grain > 0.02:
        rough = cv2.GaussianBlur(chance.normal(0, 1, ink.shape).astype(np.float32), (0, 0), 0.7)
        out *= np.clip(1 - grain * np.abs(rough) * 2, 0, 1)
    return np.clip(out, 0, 255).astype(np.uint8)
