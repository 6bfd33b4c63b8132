"""Small pieces in which two nearly equal blanks differ, both ways; and which of the two a page has.

Print that one has and the other has not is told by whether there is ink (`rivals.Part`). Where both
have print, one word for another, ink says nothing: there the pictures are compared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.engines.engine import Image
from ocr.ink.dark import Mask, above
from ocr.scale import whole_px

TILE_MM = 12.0  # of a piece, at most
RIM_MM = 0.5  # around what differs
JOIN_MM = 1.5  # what differs so near to each other is one word
SMOOTH = 0.8  # px, before pieces are compared
UNLIKE = 64  # of 255, from which a pixel differs
LEAST_PX = 20  # (0.3 mm²) that differ, for a piece to tell anything
MOST = 16  # pieces, those that differ most
REACH_MM = 1.2  # by which a piece of the page may be off
MOVED_MM = 4.0  # by which print may stand elsewhere and be taken for its like on bent paper
SAME = 0.85  # normalised correlation from which two pieces say the same
WRITTEN = 0.3  # contrast against the blank's, from which anything stands there at all
SEEN = 0.7  # share of a piece that must be on the paper


@dataclass(frozen=True, slots=True)
class Patch:
    """What both blanks have at one place (px); `alike`: how much the two are, -1 … 1;
    `weight`: pixels that differ; `is_moved`: one has, a little further off, what the other
    has here."""

    left: int
    top: int
    mine: Image
    theirs: Image
    alike: float
    weight: int
    is_moved: bool

    def lead(self, page: Image, seen: Mask) -> float | None:
        """1 where the page has mine there, -1 where it has theirs, 0 for neither; None where
        nothing is to be seen."""
        where = self.where
        if (seen[where] > 0).mean() < SEEN:
            return None
        if page[where].std() < WRITTEN * max(self.mine.std(), self.theirs.std()):
            return None
        mine, theirs = (
            likeness(page, each, self.left, self.top, whole_px(REACH_MM))
            for each in (self.mine, self.theirs)
        )
        return float(np.clip((mine - theirs) / (1 - self.alike), -1, 1))

    @property
    def half_where(self) -> tuple[slice, slice]:
        """The same at half size."""
        rows, columns = self.where
        halves = (slice(each.start // 2, each.stop // 2 + 1) for each in (rows, columns))
        return next(halves), next(halves)

    @property
    def where(self) -> tuple[slice, slice]:
        height, width = self.mine.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)


def lead_of(patches: Sequence[Patch], page: Image, seen: Mask) -> float | None:
    """Of all together, by what differs in each; None where there are none to be seen."""
    each = [(patch.lead(page, seen), patch.weight) for patch in patches]
    known = [(lead, weight) for lead, weight in each if lead is not None]
    if not known:
        return None
    return sum(lead * weight for lead, weight in known) / sum(weight for _, weight in known)


def finely(image: Image) -> Image:
    """As pieces are compared: a gray page at full size, softened so that a shift by a part of a
    pixel does not count."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), SMOOTH), np.uint8)


def likeness(page: Image, patch: Image, left: int, top: int, reach: int) -> float:
    """How much a page has the like of a piece within `reach` (px) of a place, -1 … 1."""
    return found(page, patch, left, top, reach)[0]


def found(
    page: Image, patch: Image, left: int, top: int, reach: int
) -> tuple[float, tuple[slice, slice]]:
    """The same, and the rows and columns where that is."""
    height, width = patch.shape
    y, x = max(top - reach, 0), max(left - reach, 0)
    window = page[y : top + height + reach, x : left + width + reach]
    if window.shape[0] < height or window.shape[1] < width:
        return 0.0, (slice(top, top + height), slice(left, left + width))
    _, best, _, (dx, dy) = cv2.minMaxLoc(cv2.matchTemplate(window, patch, cv2.TM_CCOEFF_NORMED))
    where = slice(y + dy, y + dy + height), slice(x + dx, x + dx + width)
    return (best if -1.0 <= best <= 1.01 else 0.0), where  # not a number: nothing stands there


def patches_of(mine: Image, theirs: Image) -> tuple[Patch, ...]:
    """Of both blanks in one place, each as `finely` gives it."""
    differing = above(np.asarray(cv2.absdiff(mine, theirs), np.uint8), UNLIKE)
    made = (_patch(mine, theirs, differing, *each) for each in _places(differing))
    telling = [each for each in made if each is not None]
    telling.sort(key=lambda each: -each.weight)
    return tuple(telling[:MOST])


def _places(differing: Mask) -> Iterator[tuple[int, int, int, int]]:
    """left, top, right, bottom of pieces that hold what differs."""
    join, tile, rim = (whole_px(mm) for mm in (JOIN_MM, TILE_MM, RIM_MM))
    joined = cv2.morphologyEx(differing, cv2.MORPH_CLOSE, np.ones((join, join), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    height, width = differing.shape
    for x, y, w, h, _ in stats[1:].tolist():
        for top in range(y, y + h, tile):
            for left in range(x, x + w, tile):
                right, bottom = min(left + tile, x + w), min(top + tile, y + h)
                yield (
                    max(left - rim, 0), max(top - rim, 0),
                    min(right + rim, width), min(bottom + rim, height),
                )  # fmt: skip


def _patch(
    mine: Image, theirs: Image, differing: Mask, left: int, top: int, right: int, bottom: int
) -> Patch | None:
    """None where it would tell nothing."""
    where = slice(top, bottom), slice(left, right)
    weight = int(cv2.countNonZero(differing[where]))
    one, other = mine[where].copy(), theirs[where].copy()
    if weight < LEAST_PX or min(one.std(), other.std()) < WRITTEN * max(one.std(), other.std()):
        return None
    alike = likeness(theirs, one, left, top, whole_px(REACH_MM))
    if alike >= SAME:
        return None
    wide = likeness(theirs, one, left, top, whole_px(MOVED_MM))
    return Patch(left, top, one, other, alike, weight, wide >= SAME)
