"""Where the printed words and squares are, in pixels of the page."""

from dataclasses import dataclass

import cv2

from forms.geometry import Box
from ocr.ink.dark import Mask
from ocr.ink.written import Written
from ocr.scale import px

LEAST_WORD_MM = (0.5, 1.2)  # shorter and longer side; smaller print is no word: the box holds


@dataclass(frozen=True, slots=True)
class Rect:
    """Pixels; `right` and `bottom` are past the last one."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, by: float) -> "Rect":
        """Wider by `by` pixels on every side, but not over the map's left and upper edge."""
        rim = round(by)
        return Rect(
            max(0, self.left - rim), max(0, self.top - rim), self.right + rim, self.bottom + rim
        )

    def of(self, mask: Mask) -> Mask:
        """The rectangle cut out of a map of the page."""
        return mask[self.top : self.bottom, self.left : self.right]

    def moved(self, x: int, y: int) -> "Rect":
        return Rect(self.left + x, self.top + y, self.right + x, self.bottom + y)


def rect_of(written: Written, box: Box, margin_mm: float = 0.0) -> Rect:
    return Rect(*written.rectangle(box, margin_mm))


def word_of(written: Written, box: Box) -> Rect:
    """The printed word in a declared box, which may be drawn wider; the box where none is seen."""
    rect = rect_of(written, box)
    part = written.printed[rect.top : rect.bottom, rect.left : rect.right]
    # Ruled lines along the rim are no part of a word.
    count, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    x, y, w, h = (stats[:, n] for n in range(4))
    is_rule = (w >= 0.95 * rect.width) | (h >= 0.95 * rect.height)
    is_rule[0] = True
    if count < 2 or is_rule.all():
        return rect
    kept = ~is_rule
    left, top = int(x[kept].min()), int(y[kept].min())
    right, bottom = int((x + w)[kept].max()), int((y + h)[kept].max())
    low, high = sorted((right - left, bottom - top))
    if low < px(LEAST_WORD_MM[0]) or high < px(LEAST_WORD_MM[1]):
        return rect
    return Rect(left, top, right, bottom).moved(rect.left, rect.top)


def around(rects: list[Rect]) -> Rect:
    return Rect(
        min(r.left for r in rects), min(r.top for r in rects),
        max(r.right for r in rects), max(r.bottom for r in rects),
    )  # fmt: skip
