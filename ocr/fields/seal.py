"""Whether a seal is stamped where the form asks for one.

Red ink there is a seal. In black and white a seal is known by its rim: a ring, round or square, of
the size of a seal. A name written in the place has none.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from forms.form import Field
from forms.geometry import Box
from forms.record import Doubt
from ocr.engines.engine import Image
from ocr.fields.plan import Known, Plan, Sheet
from ocr.guess import Guess
from ocr.ink.dark import Mask
from ocr.ink.written import Written
from ocr.marks.places import Rect
from ocr.marks.traced import Trace, trace
from ocr.scale import px, whole_px

SOURCE = "mark"
MARGIN_MM = 3.0  # people stamp beside the printed ㊞
SIDES_MM = (2.5, 5.0)  # ink no larger than the first is no seal; the smallest seals are 6 mm across
RED_LEAD = 9  # how far red is above green and blue (0–255), for the faintest seal …
RED_NOISE = 6.0  # … and in deviations of the paper's own
RIM = (0.72, 0.92)  # of the way round: running writing may come to the first … a whole rim
RADII_MM = (2.6, 11.0)  # of seals' rims
UNBROKEN = 0.25  # of a rim is whole in one part, however worn: a zigzag has short parts only
EVEN = 0.6  # of a rim's longer radius is the shorter one
OFF_SHAPE = 0.07  # of its size: how far a rim's ink is from an ellipse or a rectangle
SQUARE_MM = 3.8  # half the side of the smallest square seal
OUTER_MM: NDArray[np.float64] = np.arange(0.4, 10.5, 0.45, dtype=np.float64)  # beyond the core
CORE_MM = 3.4  # rims are looked for outside a core of this size
STEP_MM = 1.5  # between the middles that are tried
WRITING = 150  # px of ink without a rim: a name, or a seal of an unknown kind
PRESENT, ABSENT = "あり", "なし"


@dataclass(frozen=True, slots=True)
class _Looks:
    """`red` and `rim`: how surely there is a seal by each (0 to 1); `ink`: dark ink (px)."""

    red: float
    rim: float
    ink: int


def plan(field: Field, sheet: Sheet) -> Plan:
    """あり or なし; なし in doubt where something else is written there."""
    looks = _look(field.box, sheet)
    share = max(looks.red, looks.rim)
    is_there = share >= 0.5
    sure = 0.5 + abs(share - 0.5) * 0.99
    doubts: tuple[Doubt, ...] = ()
    if not is_there and looks.ink > WRITING:
        doubts = (Doubt("uncertain", f"{field.label}に、印ではないものが書かれています。"),)
    return Known(Guess(PRESENT if is_there else ABSENT, sure, SOURCE, ink=looks.ink, doubts=doubts))


def _look(box: Box, sheet: Sheet) -> _Looks:
    written = sheet.written
    dark = written.of_box(box, 1.0).mask
    ink = int(cv2.countNonZero(dark))
    red = _extent(_red_near(sheet.page.image, written, box))
    rim = 0.0
    if red < 1.0 and ink >= whole_px(SIDES_MM[1]):
        rim = _rim(written, box)
    return _Looks(red, rim, ink)


def _red_near(image: Image, written: Written, box: Box) -> Mask:
    """Red ink in and around the place, however faint; none on a gray page."""
    left, top, right, bottom = written.rectangle(box, MARGIN_MM)
    if image.ndim == 2:
        return np.zeros((bottom - top, right - left), np.uint8)
    part = cv2.blur(image[top:bottom, left:right], (3, 3)).astype(np.int16)
    lead = part[:, :, 2] - np.maximum(part[:, :, 0], part[:, :, 1])
    paper = float(np.median(lead))
    spread = 1.4826 * float(np.median(np.abs(lead - paper)))
    least = paper + max(RED_LEAD, RED_NOISE * spread)
    return np.where(lead > least, 255, 0).astype(np.uint8)


def _extent(mask: Mask) -> float:
    """0 to 1 by the side of the largest cluster, the smaller of its width and height, that has
    enough ink to be a stamp and not a stray stroke."""
    joined = cv2.dilate(mask, np.ones((9, 9), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    best = 0.0
    for n in range(1, count):
        side = float(min(stats[n, cv2.CC_STAT_WIDTH], stats[n, cv2.CC_STAT_HEIGHT])) - 8
        if side > best and cv2.countNonZero(mask[labels == n]) >= 2.0 * side:
            best = side
    low, high = (px(mm) for mm in SIDES_MM)
    return float(np.clip((best - low) / (high - low), 0.0, 1.0))


def _rim(written: Written, box: Box) -> float:
    """How surely there is a rim of a seal's size around some middle near the place."""
    left, top, right, bottom = written.rectangle(box, RADII_MM[1] - SIDES_MM[1])
    mask, printed = (each[top:bottom, left:right] for each in (written.mask, written.printed))
    x, y = (right - left) / 2, (bottom - top) / 2
    steps = np.arange(-2, 3) * px(STEP_MM)
    size, half = whole_px(CORE_MM), px(CORE_MM) / 2
    corners = [(round(x + dx - half), round(y + dy - half)) for dx in steps for dy in steps]
    cores = [Rect(left, top, left + size, top + size) for left, top in corners]
    found = trace(mask, printed, cores, OUTER_MM)
    low, high = RIM
    best = max((each.share for each in found if _is_seal(each)), default=0.0)
    return float(np.clip((best - low) / (high - low), 0.0, 1.0))


def _is_seal(found: Trace) -> bool:
    """The path is as large as a seal's rim, about as high as wide, and round or square. A written
    田 or 国 is square too, but smaller than any square seal."""
    least, most = (px(mm) for mm in RADII_MM)
    short, long = sorted(found.radii)
    is_even = least <= short and long <= most and short >= EVEN * long
    if not is_even or found.unbroken < UNBROKEN:
        return False
    points = found.points.astype(np.float32)
    if _off_ellipse(points) <= OFF_SHAPE:
        return True
    return short >= px(SQUARE_MM) and _off_square(points) <= OFF_SHAPE


def _off_ellipse(points: NDArray[np.float32]) -> float:
    """How far the points are from the ellipse through them, in the mean, as a share of its size."""
    middle, (wide, high), turn = cv2.fitEllipse(points)
    along = _turned(points, middle, turn) / np.maximum([wide / 2, high / 2], 1.0)
    return float(np.abs(np.hypot(along[:, 0], along[:, 1]) - 1).mean())


def _off_square(points: NDArray[np.float32]) -> float:
    """The same for the rectangle around them."""
    middle, (wide, high), turn = cv2.minAreaRect(points)
    along = np.abs(_turned(points, middle, turn)) / np.maximum([wide / 2, high / 2], 1.0)
    return float(np.abs(along.max(axis=1) - 1).mean())


def _turned(
    points: NDArray[np.float32], middle: Sequence[float], degrees: float
) -> NDArray[np.float64]:
    """Points as seen from the middle of a figure that is turned by `degrees`."""
    turn = math.radians(degrees)
    away = points - np.asarray(middle)
    back = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    return np.asarray(away @ back, np.float64)
