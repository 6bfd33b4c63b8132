"""Writing that was struck out, blackened or corrected, in fields of text, digits and dates.

Such a field always goes to a person: what was struck out must never be read as if it stood. Long
vowels, 一 二 三 and level strokes of kanji are no strikes: a strike is longer than a character, or
two lines close together that go through several strokes. What is left of printed lines is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from forms.form import Field, FieldType
from forms.geometry import Box
from forms.record import Doubt
from ocr.ink.dark import Mask
from ocr.ink.lines import lines_of
from ocr.ink.struck_digit import has_struck_digit
from ocr.ink.written import Strokes, Written
from ocr.scale import px, whole_px

LEAST_TALL_MM = 4.5  # lower writing is taken to be as tall as this: 一 alone has no height
LONG, LONG_MM = 2.2, 9.0  # of the line's height, and at least: longer than any stroke
DOUBLE, DOUBLE_MM = 1.2, 6.0  # the same for each of two lines close together
APART_MM = (0.5, 2.4)  # between the two lines of a 二重線
CROSSED = 3  # strokes that must go through two lines
SLOPES = np.linspace(-0.15, 0.15, 13)  # of a strike, rise by run
TOLERANCE = 2  # px that a line's ink may be off a straight one
BLOT_MM = 2.1  # solid ink this large across, and so many times as wide as the pen …
BLOT = 3.0  # … was blackened
STREAK_MM = 25.0  # a person's strike ends within a field as wide as this
RED_MM = 4.5  # a correction seal is 6 mm across
RULED = 0.5  # of a line runs along a printed one: it is what is left of that
RULE_MM = 0.8  # that near
OF_DIGITS = frozenset(
    {FieldType.DATE, FieldType.PHONE, FieldType.POSTAL_CODE, FieldType.NUMBER, FieldType.MY_NUMBER}
)
READ_AS_TEXT = frozenset(FieldType) - {FieldType.CHOICE, FieldType.SEAL, FieldType.QR}


@dataclass(frozen=True, slots=True)
class _Line:
    """A straight level line: px of the field's map."""

    left: int
    right: int
    middle: float

    @property
    def length(self) -> int:
        return self.right - self.left


def doubts(field: Field, written: Written) -> tuple[Doubt, ...]:
    """Why the field's ink must be looked at, in words; nothing for marks and seals."""
    if field.type not in READ_AS_TEXT:
        return ()
    for box in _boxes(field):
        strokes = written.of_box(box)
        if not strokes.amount:
            continue
        if is_struck(strokes, _part(written.printed, strokes)):
            return (Doubt("struck", f"{field.label}に線で消した跡があるようです。"),)
        if field.type in OF_DIGITS and has_struck_digit(strokes.mask):
            return (Doubt("struck", f"{field.label}に線で消した数字があるようです。"),)
        if is_blotted(strokes.mask):
            return (Doubt("struck", f"{field.label}に塗りつぶした跡があるようです。"),)
    if field.type is not FieldType.NAME and _has_seal(field, written):
        return (Doubt("struck", f"{field.label}に訂正印のようなものがあります。"),)
    return ()


def is_struck(strokes: Strokes, printed: Mask) -> bool:
    """Whether a line, or two close together, goes through the writing. `printed`: where the blank
    is printed, as large as the strokes' map."""
    wide = whole_px(DOUBLE_MM)
    left, _, right, _ = strokes.bounds
    if right - left < wide or not _may_have_line(strokes.mask, wide):
        return False
    heights = [line.bounds[3] - line.bounds[1] for line in lines_of(strokes)]
    tall = max(px(LEAST_TALL_MM), float(np.median(heights)))
    found = [line for line in _level_lines(strokes.mask, wide) if not _is_ruled(line, printed)]
    lines = [line for line in found if not _is_streak(line, found, strokes.mask.shape[1])]
    longest = max((line.length for line in lines), default=0)
    if longest >= max(LONG * tall, px(LONG_MM)):
        return True
    least = max(DOUBLE * tall, px(DOUBLE_MM))
    doubles = [line for line in lines if line.length >= least]
    return any(
        _are_double(a, b) and _crossings(strokes.mask, a) >= CROSSED
        for n, a in enumerate(doubles)
        for b in doubles[n + 1 :]
    )


def is_blotted(mask: Mask) -> bool:
    """Whether there is a patch of solid ink that no pen's stroke makes."""
    size = whole_px(BLOT_MM)
    if not cv2.erode(mask, np.ones((size // 2, size // 2), np.uint8)).any():
        return False
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    # The middle of the depths within a stroke is half of its half width.
    usual = 2 * float(np.median(depth[mask > 0]))
    return float(depth.max()) >= max(px(BLOT_MM / 2), min(BLOT * usual, 0.75 * px(BLOT_MM)))


def _boxes(field: Field) -> tuple[Box, ...]:
    """Where a field is written: the parts of a date, without the words between them."""
    if field.date is None:
        return (field.box,)
    return (field.date.year, field.date.month, field.date.day)


def _part(mask: Mask, strokes: Strokes) -> Mask:
    height, width = strokes.mask.shape
    return mask[strokes.top : strokes.top + height, strokes.left : strokes.left + width]


def _may_have_line(mask: Mask, wide: int) -> bool:
    """A quick look, at which nearly every field is done with."""
    thick = cv2.dilate(mask, np.ones((7, 1), np.uint8))
    return bool(cv2.erode(thick, np.ones((1, wide), np.uint8)).any())


def _level_lines(mask: Mask, wide: int) -> list[_Line]:
    """Straight lines of at least `wide` pixels, at the slope at which they are longest."""
    best: list[_Line] = []
    for slope in SLOPES:
        found = list(_lines_at(mask, float(slope), wide))
        if _longest(found) > _longest(best):
            best = found
    return best


def _longest(lines: Sequence[_Line]) -> int:
    """Length of the two longest."""
    return sum(sorted((line.length for line in lines), reverse=True)[:2])


def _lines_at(mask: Mask, slope: float, wide: int) -> Iterator[_Line]:
    height, width = mask.shape
    level = np.array([[1.0, 0.0, 0.0], [-slope, 1.0, slope * width / 2]])
    sheared = cv2.warpAffine(mask, level, (width, height), flags=cv2.INTER_NEAREST)
    thick = cv2.dilate(sheared, np.ones((TOLERANCE + 1, 1), np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, wide), np.uint8))
    count, _, stats, centres = cv2.connectedComponentsWithStats(opened, connectivity=8)
    for n in range(1, count):
        left, reach = int(stats[n, cv2.CC_STAT_LEFT]), int(stats[n, cv2.CC_STAT_WIDTH])
        if stats[n, cv2.CC_STAT_HEIGHT] <= px(BLOT_MM):  # else a blackened patch
            middle = float(centres[n][1]) + slope * (left + reach / 2 - width / 2)
            yield _Line(left, left + reach, middle)


def _is_ruled(line: _Line, printed: Mask) -> bool:
    """Whether it runs along a printed line: then it is what the scan left of that."""
    near, middle = whole_px(RULE_MM), round(line.middle)
    band = printed[max(0, middle - near) : middle + near + 1, line.left : line.right]
    if not band.size:
        return False
    bar = np.ones((1, max(3, line.length // 3)), np.uint8)
    rules = cv2.morphologyEx(np.ascontiguousarray(band), cv2.MORPH_OPEN, bar)
    return float((rules > 0).any(axis=0).mean()) >= RULED


def _is_streak(line: _Line, lines: Sequence[_Line], width: int) -> bool:
    """Whether it comes in on one side and goes out on the other, whole or in pieces: a fold, or
    dirt on the glass."""
    same = [each for each in lines if abs(each.middle - line.middle) < px(1.0)]
    left, right = min(each.left for each in same), max(each.right for each in same)
    return width > px(STREAK_MM) and left <= 2 and right >= width - 2


def _are_double(one: _Line, other: _Line) -> bool:
    """Two lines as of a 二重線: as far apart, and side by side for most of their length."""
    apart = abs(one.middle - other.middle)
    shared = min(one.right, other.right) - max(one.left, other.left)
    low, high = (px(mm) for mm in APART_MM)
    return low <= apart <= high and shared >= 0.7 * min(one.length, other.length)


def _crossings(mask: Mask, line: _Line) -> int:
    """Strokes that go on both above and below a line."""
    near, middle = whole_px(0.6), round(line.middle)
    if middle - near < 0 or middle + near >= mask.shape[0]:
        return 0
    above, below = (
        cv2.dilate(
            mask[row : row + 1, line.left : line.right], np.ones((1, 2 * near + 1), np.uint8)
        )
        for row in (middle - near, middle + near)
    )
    both = np.asarray((above > 0) & (below > 0)).ravel().astype(np.int8)
    return int((np.diff(np.concatenate([[0], both])) == 1).sum())


def _has_seal(field: Field, written: Written) -> bool:
    """Red ink as large as a seal in the field."""
    left, top, right, bottom = written.rectangle(field.box, 0.0)
    part = cv2.dilate(written.red[top:bottom, left:right], np.ones((7, 7), np.uint8))
    if not part.any():
        return False
    count, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    sides = np.minimum(stats[1:count, cv2.CC_STAT_WIDTH], stats[1:count, cv2.CC_STAT_HEIGHT])
    return bool((sides - 6 >= px(RED_MM)).any())
