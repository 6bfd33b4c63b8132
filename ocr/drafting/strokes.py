"""Ruled lines of a blank, whole ones and dashed or dotted ones, told from strokes of print."""

import cv2
import numpy as np

from ocr.ink.dark import Mask
from ocr.scale import px, whole_px

LINE_MM = 9.0  # a ruled line is at least this long; strokes of print are shorter
SIDE_MM = 4.0  # the side of a low box, where it joins two level lines
GAP_MM = 0.5  # breaks in a line that are closed
WHOLE = 0.86  # of a line's length that is inked before they are; strokes in a row cover less
THICK_MM = 1.2  # the thickest line
DASH_MM = (0.15, 4.0)  # length of a dash or dot …
DASH_GAP_MM = 2.2  # … and the white between two
SHORT_MM = 25.0  # a shorter line is looked at on both sides: strokes of print have print there
BUSY = 0.35  # of its length that has print beside it on both sides
SPUR_MM = 2.4  # dashed lines are drawn out to reach the line that they end at


def strokes_of(ink: Mask) -> tuple[Mask, Mask]:
    """(level lines, all lines) of an upright, flat page's ink at about 200 dpi."""
    whole_level, whole_upright = _lines(ink, level=True), _lines(ink, level=False)
    level = whole_level | _dashed(ink, whole_upright)
    upright = whole_upright | _dashed(ink.T, whole_level.T).T
    sides = _sides(_opened(ink, level=False, mm=SIDE_MM), level)
    return level, level | upright | sides


def _opened(ink: Mask, *, level: bool, mm: float) -> Mask:
    """Only what is at least `mm` long, with small breaks closed."""
    gap, long = whole_px(GAP_MM), whole_px(mm)
    close, keep = ((1, gap), (1, long)) if level else ((gap, 1), (long, 1))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(close, np.uint8))
    return np.asarray(cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones(keep, np.uint8)), np.uint8)


def _lines(ink: Mask, *, level: bool) -> Mask:
    """Long and thin: what is long but thick is a picture or a shade."""
    long = _opened(ink, level=level, mm=LINE_MM)
    thick = whole_px(THICK_MM)
    fat = cv2.morphologyEx(long, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    thin = np.asarray(cv2.subtract(long, cv2.dilate(fat, np.ones((3, 3), np.uint8))), np.uint8)
    return thin if not thin.any() else _whole(thin, ink, axis=1 if level else 0)


def _whole(lines: Mask, ink: Mask, axis: int) -> Mask:
    """Those that are inked nearly everywhere along `axis` (1: level) and stand free: no strokes
    that were closed up."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    keep = np.zeros(count, np.uint8)
    for n in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[n])
        own = labels[y : y + h, x : x + w] == n
        inked = (own & (ink[y : y + h, x : x + w] > 0)).any(axis=1 - axis)
        keep[n] = 255 * bool(inked.mean() >= WHOLE and _is_free(ink, (x, y, w, h), axis))
    return np.asarray(keep[labels], np.uint8)


def _is_free(ink: Mask, box: tuple[int, int, int, int], axis: int) -> bool:
    """Whether a line has hardly any print right beside it, on one side at least."""
    x, y, w, h = box if axis else (box[1], box[0], box[3], box[2])
    if w >= px(SHORT_MM):
        return True
    page = ink if axis else ink.T
    near, far = whole_px(0.25), whole_px(1.0)
    above = page[max(0, y - far) : max(0, y - near), x : x + w]
    below = page[y + h + near : y + h + far, x : x + w]
    return any(not side.size or side.any(axis=0).mean() <= BUSY for side in (above, below))


def _dashed(ink: Mask, across: Mask) -> Mask:
    """Level lines of dashes or dots: small thin pieces in a row that stand free, drawn out to the
    next line `across` them at most."""
    page = np.ascontiguousarray(ink)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(page, connectivity=8)
    low, high = px(DASH_MM[0]), px(DASH_MM[1])
    wide, tall = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    is_dash = (wide >= low) & (wide <= high) & (tall <= whole_px(0.7)) & (wide >= 0.7 * tall)
    is_dash[0] = False
    dashes = np.where(is_dash[labels], 255, 0).astype(np.uint8)
    gap = np.ones((1, whole_px(DASH_GAP_MM)), np.uint8)
    joined = cv2.morphologyEx(dashes, cv2.MORPH_CLOSE, gap)
    long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, whole_px(LINE_MM)), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    keep = np.zeros(count, np.uint8)
    for n in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[n])
        keep[n] = 255 * _is_free(page, (x, y, w, h), 1)
    return _drawn_out(np.asarray(keep[labels], np.uint8), across)


def _drawn_out(lines: Mask, across: Mask) -> Mask:
    spur = np.ones((1, 2 * whole_px(SPUR_MM) + 1), np.uint8)
    room = np.asarray(cv2.subtract(cv2.dilate(lines, spur), np.ascontiguousarray(across)), np.uint8)
    count, labels = cv2.connectedComponents(room, connectivity=8)
    own = np.bincount(labels[lines > 0], minlength=count) > 0
    own[0] = False
    return np.where(own[labels], 255, 0).astype(np.uint8) | lines


def _sides(short: Mask, level: Mask) -> Mask:
    """Of short upright lines those that end on a level line above and below: print does not."""
    near = cv2.dilate(level, np.ones((whole_px(1.2), 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(short, connectivity=8)
    keep = np.zeros(count, np.uint8)
    for n in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[n])
        is_thin = w <= whole_px(THICK_MM)
        ends = near[y, x : x + w].any() and near[y + h - 1, x : x + w].any()
        keep[n] = 255 * bool(is_thin and ends)
    return np.asarray(keep[labels], np.uint8)
