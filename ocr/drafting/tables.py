"""Cells beside each other: which table they make, and what is left of and above each."""

from collections.abc import Sequence

from ocr.drafting.found import Place
from ocr.drafting.geometry import Rect, around
from ocr.scale import px

TOUCH_MM = 1.6  # between two cells with one line between them
SAME_MM = 1.6  # sides of one column


class Tables:
    """Neighbours among the ruled places of a page."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = tuple(places)
        self._table = _grouped(self.places)

    def table_of(self, place: Place) -> tuple[Place, ...]:
        """Every place of the same table, itself too."""
        own = self._table[id(place)]
        return tuple(p for p in self.places if self._table[id(p)] == own)

    def groups(self) -> list[tuple[Place, ...]]:
        order = dict.fromkeys(self._table[id(p)] for p in self.places)
        return [tuple(p for p in self.places if self._table[id(p)] == n) for n in order]

    def left_of(self, place: Place) -> Place | None:
        """The place that touches the left side and stands in the same row."""
        found = [
            (-other.rect.down(place.rect), n, other)
            for n, other in enumerate(self.places)
            if abs(place.rect.left - other.rect.right) <= px(TOUCH_MM)
            and other.rect.down(place.rect) >= 0.5 * min(place.rect.height, other.rect.height)
        ]
        return min(found)[2] if found else None

    def above(self, place: Place) -> Place | None:
        """The place that touches the upper side and is as wide."""
        for other in self.places:
            is_column = abs(other.rect.left - place.rect.left) <= px(SAME_MM) and abs(
                other.rect.right - place.rect.right
            ) <= px(SAME_MM)
            if is_column and abs(place.rect.top - other.rect.bottom) <= px(TOUCH_MM):
                return other
        return None

    def roof(self, place: Place) -> Place | None:
        """The place that touches the upper side and reaches over all of it, wider or not."""
        for other in self.places:
            reaches = other.rect.left <= place.rect.left + px(
                SAME_MM
            ) and other.rect.right >= place.rect.right - px(SAME_MM)
            if reaches and abs(place.rect.top - other.rect.bottom) <= px(TOUCH_MM):
                return other
        return None


def frame_of(places: Sequence[Place]) -> Rect:
    return around(place.rect for place in places)


def _grouped(places: Sequence[Place]) -> dict[int, int]:
    """Number of the table by identity of the place."""
    group = list(range(len(places)))

    def root(n: int) -> int:
        while group[n] != n:
            n = group[n]
        return n

    near = px(TOUCH_MM)
    for n, one in enumerate(places):
        for m in range(n + 1, len(places)):
            across, down = one.rect.across(places[m].rect), one.rect.down(places[m].rect)
            touches = (across > px(1) and -near <= down <= 1) or (
                down > px(1) and -near <= across <= 1
            )
            if touches:
                group[root(n)] = root(m)
    return {id(place): root(n) for n, place in enumerate(places)}
