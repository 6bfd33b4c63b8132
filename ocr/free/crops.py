"""Pieces of a page as lines for the recogniser, vertical ones too."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engines.engine import Image, TextBox
from ocr.ink.dark import Mask, darkness_of, gray_of, ink_threshold

TALL = 1.5  # a box so much higher than wide is written from top to bottom (as in PaddleOCR)
REACHES = (0.9, 0.45, 0.2)  # of a line's thickness by which a box is drawn out, so far as no
# other box is met: detectors often cut full stops off
COLUMN_RIM = 0.1  # of its width that a column gets on either side, where full stops stand
SQUARE = 0.85  # height of an ordinary character as a share of its column's width
GAP = 0.25  # white between characters put side by side, as a share of their height


def is_tall(box: TextBox) -> bool:
    across, down = sides(box)
    return down >= TALL * across


def sides(box: TextBox) -> tuple[float, float]:
    """(width, height) in pixels."""
    a, b, _, d = box.corners
    return float(np.linalg.norm(b - a)), float(np.linalg.norm(d - a))


def drawn_out(box: TextBox, others: Sequence[TextBox]) -> TextBox:
    """The box made longer in the direction of writing, as far as no other stands there."""
    for reach in REACHES:
        longer = _longer(box, reach)
        if not any(_meet(longer, other) for other in others if other is not box):
            return longer
    return box


def _longer(box: TextBox, reach: float) -> TextBox:
    across, down = sides(box)
    a, b, c, d = box.corners.astype(np.float32)
    if is_tall(box):
        step = (d - a) / max(down, 1.0) * reach * across
        side = (b - a) * COLUMN_RIM
        corners = np.stack(
            [a - step / 4 - side, b - step / 4 + side, c + step + side, d + step - side]
        )
    else:
        step = (b - a) / max(across, 1.0) * reach * down
        corners = np.stack([a - step / 4, b + step, c + step, d - step / 4])
    return TextBox(corners, box.score)


def _meet(one: TextBox, other: TextBox) -> bool:
    """Whether their upright rectangles overlap by more than a rim."""
    low, high = one.corners.min(axis=0), one.corners.max(axis=0)
    other_low, other_high = other.corners.min(axis=0), other.corners.max(axis=0)
    shared = np.minimum(high, other_high) - np.maximum(low, other_low)
    return bool((shared > 0.2 * np.minimum(high - low, other_high - other_low)).all())


def crop_of(image: Image, box: TextBox) -> Image:
    """The box as an upright rectangle."""
    across, down = sides(box)
    corners = box.corners
    width, height = max(4, round(across)), max(4, round(down))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    out = cv2.warpPerspective(image, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(out, np.uint8)


def laid_down(column: Image) -> Image:
    """A column of writing on its side, as PP-OCR recognisers learnt to read it."""
    return np.ascontiguousarray(np.rot90(column))


def side_by_side(column: Image) -> Image | None:
    """The characters of a column one beside the other; None where it cannot be cut."""
    gray = gray_of(column)
    darkness = darkness_of(gray)
    ink = np.where(darkness > ink_threshold(darkness), 255, 0).astype(np.uint8)
    spans = _characters(ink)
    if len(spans) < 2:
        return None
    paper = int(np.median(gray))
    height = round(1.1 * max(bottom - top for top, bottom in spans))
    white = np.full((height, max(1, round(GAP * height))), paper, np.uint8)
    row: list[Image] = [white]
    for top, bottom in spans:
        xs = np.flatnonzero(ink[top:bottom].any(axis=0))
        piece = gray[top:bottom, max(0, int(xs[0]) - 1) : int(xs[-1]) + 2]
        above = (height - piece.shape[0]) // 2
        below = height - piece.shape[0] - above
        row += [np.pad(piece, ((above, below), (0, 0)), constant_values=paper), white]
    return np.asarray(np.concatenate(row, axis=1), np.uint8)


def _characters(ink: Mask) -> list[tuple[int, int]]:
    """(top, bottom) of each character: cuts through white rows, so that the characters come out
    about as high as the column is wide."""
    rows = np.asarray(ink.any(axis=1), np.bool_)
    filled = np.flatnonzero(rows)
    if not len(filled):
        return []
    cuts = _white_middles(rows, int(filled[0]), int(filled[-1]) + 1)
    size = SQUARE * max(1.0, float(np.flatnonzero(ink.any(axis=0)).size))
    costs, back = [0.0], [0]
    for j in range(1, len(cuts)):
        ways = [costs[i] + _badness((cuts[j] - cuts[i]) / size) for i in range(j)]
        best = int(np.argmin(ways))
        costs.append(ways[best])
        back.append(best)
    spans, j = [], len(cuts) - 1
    while j > 0:
        spans.append((cuts[back[j]], cuts[j]))
        j = back[j]
    return [(t, b) for t, b in reversed(spans) if rows[t:b].any()]


def _white_middles(rows: NDArray[np.bool_], top: int, bottom: int) -> list[int]:
    cuts, start = [top], None
    for y in range(top, bottom):
        if not rows[y] and start is None:
            start = y
        elif rows[y] and start is not None:
            cuts.append((start + y) // 2)
            start = None
    return [*cuts, bottom]


def _badness(length: float) -> float:
    """How unlike one character a piece of this length (1: square) is. Small ones are full stops
    and small kana."""
    if length < 0.4:
        return 0.35
    return (length - 1.0) ** 2 if length <= 1.5 else 0.25 + 8 * (length - 1.5)
