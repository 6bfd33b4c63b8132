"""Comb boxes by geometry: one character a box."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from forms.geometry import Box
from ocr.engines.engine import Image
from ocr.glue import Glued, glue
from ocr.scale import px
from ocr.written import Strokes, Written

LEAST_INK = 22  # px; less is dust in a box
LEAST_SIDE_MM = 1.1  # a digit is at least this tall


@dataclass(frozen=True, slots=True)
class Filled:
    """The boxes with ink, drawn as one line; `cells`: their numbers, from 0; `ink` in pixels."""

    line: Glued
    cells: tuple[int, ...]
    ink: int


def filled(written: Written, box: Box, count: int) -> Filled | None:
    """The digits of a comb of `count` boxes; None where every box is empty."""
    parts = _parts(written.of_box(box), written, box, count)
    kept = [(n, part) for n, part in enumerate(parts) if _is_filled(part)]
    if not kept:
        return None
    line = glue([part for _, part in kept])
    return Filled(line, tuple(n for n, _ in kept), sum(part.amount for _, part in kept))


def _parts(strokes: Strokes, written: Written, box: Box, count: int) -> list[Strokes]:
    """The ink by box. A piece belongs to the box in which most of it lies; one that lies in two
    (digits run together) is cut between them."""
    width = written.mask.shape[1]
    edges = [box.x * width + box.w * width * n / count - strokes.left for n in range(count + 1)]
    number, pieces = cv2.connectedComponents(strokes.mask, connectivity=8)
    owner = np.zeros((count, *strokes.mask.shape), np.uint8)
    for piece in range(1, number):
        xs = np.nonzero(pieces == piece)[1]
        cells = np.clip(np.searchsorted(edges, xs, side="right") - 1, 0, count - 1)
        shares = np.bincount(cells, minlength=count) / len(xs)
        best = int(shares.argmax())
        mask = pieces == piece
        if shares[best] > 0.75 or len(xs) < LEAST_INK:
            owner[best][mask] = 255
        else:
            _cut(owner, mask, edges, count)
    return [Strokes(strokes.left, strokes.top, owner[n], strokes.darkness) for n in range(count)]


def _cut(
    owner: Image,
    mask: NDArray[np.bool_],
    edges: Sequence[float],
    count: int,
) -> None:
    for n in range(count):
        left = 0 if n == 0 else max(0, round(edges[n]))
        right = mask.shape[1] if n == count - 1 else max(0, round(edges[n + 1]))
        owner[n][:, left:right][mask[:, left:right]] = 255


def _is_filled(part: Strokes) -> bool:
    left, top, right, bottom = part.bounds
    return part.amount >= LEAST_INK and max(bottom - top, right - left) >= px(LEAST_SIDE_MM)
