"""What is ruled on a blank: lines, whole or dashed, the cells between them, combs and squares."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.drafting.geometry import Rect
from ocr.drafting.strokes import LINE_MM, strokes_of
from ocr.ink.dark import Mask
from ocr.scale import px, whole_px

LEAST_MM = 2.4  # sides of the smallest cell
BOXY = 0.9  # share of its upright rectangle that a cell fills
SQUARE_MM = (2.0, 7.5)  # sides of a square to tick
DUST = 0.02  # share of an empty square's middle that may be inked
COMB_MM = (2.5, 14.0)  # width of one box of a comb
DASHED = 0.3  # of its height that a dashed divider covers with ink


Contour = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Cell:
    """A ruled rectangle; `boxes`: how many it is divided into where it is a comb (1: none);
    `outer`: place in `Ruling.cells` of the smallest cell around it."""

    rect: Rect
    boxes: int = 1
    outer: int | None = None

    @property
    def is_comb(self) -> bool:
        return self.boxes > 1


@dataclass(frozen=True, slots=True)
class Ruling:
    """`lines`: everything ruled, squares too; `rules`: level lines by themselves (underlines)."""

    lines: Mask
    cells: tuple[Cell, ...]
    squares: tuple[Rect, ...]
    rules: tuple[Rect, ...]


def ruling_of(ink: Mask) -> Ruling:
    """From the ink mask of an upright, flat page at about 200 dpi."""
    squares = _squares(ink)
    plain = _without(ink, squares)
    level, lines = strokes_of(plain)
    cells = _nested(_joined(_divided(_cells(lines), plain), plain))
    drawn = lines.copy()
    for square in squares:
        _paint(drawn, square.grown(2))
    return Ruling(drawn, tuple(cells), tuple(squares), tuple(_rules(level, cells)))


def _cells(lines: Mask) -> list[Cell]:
    """The holes between lines. Where one is not a rectangle, because boxes stand at its side, the
    rectangle around it and them; of any other the largest rectangle in it."""
    closed = cv2.morphologyEx(lines, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    contours, tree = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    found, odd = [], []
    for n, contour in enumerate(contours):
        x, y, w, h = cv2.boundingRect(contour)
        if tree[0][n][3] < 0 or min(w, h) < px(LEAST_MM):
            continue
        if cv2.contourArea(contour) >= BOXY * w * h:
            found.append(Cell(Rect(x + 1, y + 1, x + w - 1, y + h - 1)))
        else:
            odd.append(np.asarray(contour, np.int32))
    whole = [(_with_boxes(each, found), each) for each in odd]
    rects = [rect or _largest_in(each) for rect, each in whole]
    return found + [Cell(rect) for rect in rects if rect is not None]


def _with_boxes(contour: Contour, cells: Sequence[Cell]) -> Rect | None:
    """The rectangle around a hole and the boxes that stand at one of its sides; None where they do
    not fill it."""
    x, y, w, h = cv2.boundingRect(contour)
    rect = Rect(x + 1, y + 1, x + w - 1, y + h - 1)
    boxes = [c.rect for c in cells if rect.holds(c.rect, 3) and _sides_at(c.rect, rect) <= 1]
    line = whole_px(0.6)  # that a box's own sides take
    area = sum((box.width + line) * (box.height + line) for box in boxes)
    return rect if boxes and cv2.contourArea(contour) + area >= BOXY * w * h else None


def _sides_at(box: Rect, rect: Rect) -> int:
    """How many of its sides lie at a side of the rectangle."""
    near = px(0.8)
    gaps = (
        box.left - rect.left,
        box.top - rect.top,
        rect.right - box.right,
        rect.bottom - box.bottom,
    )
    return sum(gap <= near for gap in gaps)


def _largest_in(contour: Contour) -> Rect | None:
    """The largest upright rectangle in a shape of right angles, at the steps of its corners."""
    x, y, w, h = cv2.boundingRect(contour)
    flat = cv2.approxPolyDP(contour, px(0.5), closed=True).reshape(-1, 2)
    if not 5 <= len(flat) <= 16:
        return None
    room = np.zeros((h, w), np.uint8)
    cv2.drawContours(room, [contour - (x, y)], -1, (1,), cv2.FILLED)
    area = cv2.integral(room)
    xs, ys = sorted({int(v) - x for v in flat[:, 0]}), sorted({int(v) - y for v in flat[:, 1]})
    best: tuple[int, Rect] | None = None
    for left in xs:
        for right in (v for v in xs if v > left):
            for top in ys:
                for bottom in (v for v in ys if v > top):
                    a, b = min(right + 1, w), min(bottom + 1, h)
                    inked = area[b, a] - area[top, a] - area[b, left] + area[top, left]
                    size = (a - left) * (b - top)
                    if inked >= 0.98 * size and (best is None or size > best[0]):
                        best = size, Rect(x + left + 1, y + top + 1, x + right - 1, y + bottom - 1)
    return best[1] if best and min(best[1].width, best[1].height) >= px(LEAST_MM) else None


def _divided(cells: Sequence[Cell], ink: Mask) -> list[Cell]:
    """Boxes with dashed dividers know how many they are."""
    return [replace(cell, boxes=_boxes(cell.rect, ink)) for cell in cells]


def _boxes(rect: Rect, ink: Mask) -> int:
    low, high = px(COMB_MM[0]), px(COMB_MM[1])
    if not low <= rect.height <= px(16) or rect.width < 2 * low:
        return 1
    inset = 2
    part = ink[
        int(rect.top) + inset : int(rect.bottom) - inset,
        int(rect.left) + inset : int(rect.right) - inset,
    ]
    inked = (part > 0).mean(axis=0) if part.size else np.zeros(0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (inked >= DASHED).astype(int), [0]])))
    runs = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    if not runs or any(b - a > whole_px(0.8) for a, b in runs):
        return 1
    bounds = [0.0, *((a + b) / 2 + inset for a, b in runs), rect.width]
    steps = np.diff(bounds)
    even = float(np.median(steps))
    rest = float((part > 0).sum() - sum((part[:, a:b] > 0).sum() for a, b in runs))
    is_even = bool((np.abs(steps - even) <= 0.15 * even + 1).all()) and low <= even <= high
    return len(steps) if is_even and rest <= 0.01 * part.size else 1


def _joined(cells: Sequence[Cell], ink: Mask) -> list[Cell]:
    """Empty boxes of one size in a row become one comb: three or more, or two in a cell."""
    left = sorted(cells, key=lambda c: (round(c.rect.top / px(1)), c.rect.left))
    empty = {id(cell) for cell in cells if cell.is_comb or _is_empty(cell.rect, ink)}
    out: list[Cell] = []
    while left:
        run = [left.pop(0)]
        while (following := _next(run[-1], left, empty)) is not None:
            left.remove(following)
            run.append(following)
        count, first, last = sum(cell.boxes for cell in run), run[0].rect, run[-1].rect
        if len(run) > 1 and (count >= 3 or _lies_in_one(first, cells)):
            out.append(Cell(Rect(first.left, first.top, last.right, first.bottom), count))
        else:
            out.append(run[0])
            left = sorted([*run[1:], *left], key=lambda c: (round(c.rect.top / px(1)), c.rect.left))
    return out


def _is_empty(rect: Rect, ink: Mask) -> bool:
    part = ink[int(rect.top) + 2 : int(rect.bottom) - 2, int(rect.left) + 2 : int(rect.right) - 2]
    return bool((part > 0).mean() <= 0.01) if part.size else True


def _lies_in_one(rect: Rect, cells: Sequence[Cell]) -> bool:
    return any(c.rect.holds(rect, 3) and c.rect.area > 3 * rect.area for c in cells)


def _next(cell: Cell, others: Sequence[Cell], empty: set[int]) -> Cell | None:
    unit, rect = cell.rect.width / cell.boxes, cell.rect
    if id(cell) not in empty or unit > 1.35 * rect.height:
        return None
    if not px(COMB_MM[0]) <= unit <= px(COMB_MM[1]):
        return None
    for other in others:
        if (
            id(other) in empty
            and 0 <= other.rect.left - rect.right <= px(0.9)
            and abs(other.rect.top - rect.top) <= px(0.6)
            and abs(other.rect.bottom - rect.bottom) <= px(0.6)
            and abs(other.rect.width / other.boxes - unit) <= 0.12 * unit + 2
        ):
            return other
    return None


def _nested(cells: Sequence[Cell]) -> list[Cell]:
    """Each cell with the smallest one around it, from top to bottom."""
    order = sorted(cells, key=lambda c: (c.rect.top, c.rect.left))
    out = []
    for cell in order:
        around = [
            (other.rect.area, n)
            for n, other in enumerate(order)
            if other is not cell
            and other.rect.area > 1.05 * cell.rect.area
            and other.rect.holds(cell.rect, 3)
        ]
        out.append(replace(cell, outer=min(around)[1] if around else None))
    return out


def _squares(ink: Mask) -> list[Rect]:
    """Hollow squares that stand alone, with dust on them too."""
    found = _hollow(ink)
    dusted = _hollow(np.asarray(cv2.medianBlur(ink, 3), np.uint8))
    return found + [s for s in dusted if not any(s.shared(other) for other in found)]


def _hollow(ink: Mask) -> list[Rect]:
    contours, tree = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    low, high = px(SQUARE_MM[0]), px(SQUARE_MM[1])
    found = []
    for n, contour in enumerate(contours):
        x, y, w, h = cv2.boundingRect(contour)
        hole = tree[0][n][2]
        if tree[0][n][3] >= 0 or hole < 0 or not (low <= min(w, h) and max(w, h) <= high):
            continue
        is_square = abs(w - h) <= 0.12 * max(w, h) + 1
        is_full = cv2.contourArea(contour) >= 0.93 * (w - 1) * (h - 1)
        inner = cv2.boundingRect(contours[hole])
        is_hollow = min(inner[2:]) >= 0.65 * min(w, h) and tree[0][hole][0] < 0
        if is_square and is_full and is_hollow:
            inside = ink[y : y + h, x : x + w]
            margin = max(2, round(0.25 * w))
            is_empty = (inside[margin:-margin, margin:-margin] > 0).mean() <= DUST
            if is_empty:
                found.append(Rect(x, y, x + w, y + h))
    return found


def _without(ink: Mask, squares: Sequence[Rect]) -> Mask:
    out = ink.copy()
    for square in squares:
        _paint(out, square.grown(1), 0)
    return out


def _paint(mask: Mask, rect: Rect, value: int = 255) -> None:
    top, left = max(0, int(rect.top)), max(0, int(rect.left))
    mask[top : int(rect.bottom) + 1, left : int(rect.right) + 1] = value


def _rules(level: Mask, cells: Sequence[Cell]) -> list[Rect]:
    """Level lines that bound no cell: to write on."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(level, connectivity=8)
    found = []
    for n in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[n])
        line = Rect(x, y, x + w, y + h)
        bounds = any(
            cell.rect.across(line) > px(2)
            and min(abs(cell.rect.top - line.bottom), abs(line.top - cell.rect.bottom)) < px(1)
            for cell in cells
        )
        if w >= px(LINE_MM) and h <= px(2) and not bounds:
            found.append(line)
    return found
