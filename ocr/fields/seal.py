"""Whether a seal is stamped where the form asks for one."""

import cv2
import numpy as np

from forms.form import Field
from forms.geometry import Box
from ocr.fields.plan import Known, Plan, Sheet
from ocr.guess import Guess
from ocr.ink import Mask
from ocr.scale import px
from ocr.written import Written

SOURCE = "mark"
MARGIN_MM = 3.0  # people stamp beside the printed ㊞
LEAST_MM = 5.0  # the smallest seals are 6 mm across
ABSENT_MM = 2.5  # ink no larger than this is no seal
PRESENT, ABSENT = "あり", "なし"


def plan(field: Field, sheet: Sheet) -> Plan:
    """あり, なし, or なし in doubt where something is there that is too small for a seal."""
    red = _extent(_red_near(sheet.written, field.box))
    dark = _extent(_dark_near(sheet.written, field.box))
    extent = max(red, dark)
    low, high = px(ABSENT_MM), px(LEAST_MM)
    share = float(np.clip((extent - low) / (high - low), 0.0, 1.0))
    is_there = share >= 0.5
    sure = 0.5 + abs(share - 0.5) * 0.99
    return Known(Guess(PRESENT if is_there else ABSENT, sure, SOURCE, ink=round(extent)))


def _red_near(written: Written, box: Box) -> Mask:
    left, top, right, bottom = written.rectangle(box, MARGIN_MM)
    part = written.red[top:bottom, left:right]
    return np.asarray(cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), np.uint8)


def _dark_near(written: Written, box: Box) -> Mask:
    """Dark ink in the seal's place itself: names are written close beside it."""
    return written.of_box(box, 1.0).mask


def _extent(mask: Mask) -> float:
    """Side (px) of the largest cluster, the smaller of its width and height, with enough ink to
    be a stamp and not a stray stroke."""
    joined = cv2.dilate(mask, np.ones((7, 7), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    best = 0.0
    for n in range(1, count):
        side = float(min(stats[n, cv2.CC_STAT_WIDTH], stats[n, cv2.CC_STAT_HEIGHT])) - 6
        ink = int(cv2.countNonZero(mask[labels == n]))
        if side > 0 and ink >= 2.0 * side:
            best = max(best, side)
    return best
