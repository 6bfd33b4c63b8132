"""Rectangles on a page, in pixels of about 200 dpi."""

from collections.abc import Iterable
from dataclasses import dataclass

from ocr.scale import PX_PER_MM


@dataclass(frozen=True, slots=True)
class Rect:
    """`right` and `bottom` are past the last pixel."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def shared(self, other: "Rect") -> float:
        """Area that both have (px²)."""
        return max(0.0, self.across(other)) * max(0.0, self.down(other))

    def across(self, other: "Rect") -> float:
        """How far both reach over the same columns; below 0: how far apart they are."""
        return min(self.right, other.right) - max(self.left, other.left)

    def down(self, other: "Rect") -> float:
        """How far both reach over the same rows; below 0: how far apart they are."""
        return min(self.bottom, other.bottom) - max(self.top, other.top)

    def holds(self, other: "Rect", slack: float = 0.0) -> bool:
        return (
            self.left - slack <= other.left
            and self.top - slack <= other.top
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def has_middle_of(self, other: "Rect") -> bool:
        x, y = other.middle
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def grown(self, by: float) -> "Rect":
        return Rect(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def mm(self) -> tuple[float, float, float, float]:
        """(x, y, width, height) in mm, to a tenth."""
        x, y = round(self.left / PX_PER_MM, 1), round(self.top / PX_PER_MM, 1)
        right, bottom = self.right / PX_PER_MM, self.bottom / PX_PER_MM
        return x, y, round(right - x, 1), round(bottom - y, 1)


def around(rects: Iterable[Rect]) -> Rect:
    """The smallest rectangle around all. Raises ValueError without any."""
    all_ = list(rects)
    return Rect(
        min(r.left for r in all_), min(r.top for r in all_),
        max(r.right for r in all_), max(r.bottom for r in all_),
    )  # fmt: skip


def widest_gap(
    room: Rect, taken: Iterable[Rect], least: tuple[float, float], enough: float = 1e9
) -> Rect | None:
    """The largest rectangle in `room` that meets none of `taken` and has at least the sides
    `least` (px); None where there is none. More height than `enough` does not count."""
    others = [t for t in taken if room.shared(t) > 0]
    tops = sorted({room.top, *(t.bottom for t in others if room.top < t.bottom < room.bottom)})
    feet = sorted({room.bottom, *(t.top for t in others if room.top < t.top < room.bottom)})
    best: Rect | None = None
    most = 0.0
    for top in tops:
        for bottom in feet:
            if bottom - top < least[1]:
                continue
            for gap in _gaps(Rect(room.left, top, room.right, bottom), others):
                size = gap.width * min(gap.height, enough)
                if gap.width >= least[0] and size > most:
                    best, most = gap, size
    return best


def _gaps(band: Rect, others: list[Rect]) -> Iterable[Rect]:
    at = band.left
    for each in sorted((o for o in others if band.down(o) > 0), key=lambda o: o.left):
        if each.left > at:
            yield Rect(at, band.top, min(each.left, band.right), band.bottom)
        at = max(at, each.right)
    if at < band.right:
        yield Rect(at, band.top, band.right, band.bottom)
