"""What was added to the blank: the page's ink without the printed lines and words.

Print is taken out with a tolerance, and a stroke that crosses a printed line is joined again
where ink goes on on both sides of it.
"""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from forms.geometry import Box
from ocr.align.page import AlignedPage
from ocr.engines.engine import Image
from ocr.ink.dark import Mask
from ocr.scale import px, whole_px

REACHES = (2, 3, 4)  # px that print may be out of place or fattened by scanner or fax
CROWDED = 0.12  # share of ink just outside the print from which the print counts as fattened
RIM = 2  # px
LEAST_SPECK = 6  # px; smaller specks are dust
LONE_SPECK_MM = 0.8  # a speck this small is dust when no writing is near
NEAR_MM = 2.2
MUCH_DUST = 60  # px; so much of it in one field may be faint or broken writing
MUCH_FOREIGN = 200  # px of a neighbour's ink, less than a character has: the box may be written in
LINE_SHARE = 0.5  # of a box's width, longer than any stroke of a character in it
MANY_SPECKS = 4  # more of them and nothing else: faint writing rather than dust
OWN_SHARE = 0.5  # of a piece of ink that must lie in a box for it to be the box's


@dataclass(frozen=True)
class Written:
    """Pieces of added ink of one page. `pieces`: 0 nothing, else the number of the piece;
    `sizes`: its pixels by number; `reach`: px around print where ink was taken out; `rest`: all ink
    off the print, with the specks that count as dust; `ink`: the page's ink with its print;
    `printed`: where the blank is printed, as `blank` (gray) shows it; `threshold`: the darkness
    from which a pixel is ink."""

    darkness: Image
    mask: Mask
    red: Mask
    pieces: NDArray[np.int32]
    sizes: NDArray[np.int32]
    reach: int
    rest: Mask
    ink: Mask
    printed: Mask
    blank: Image
    threshold: int
    _of_boxes: dict[tuple[Box, float], "Strokes"] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def rectangle(self, box: Box, margin_mm: float) -> tuple[int, int, int, int]:
        """(left, top, right, bottom) in pixels of a box grown by `margin_mm`, kept on the page."""
        height, width = self.mask.shape
        left, top, right, bottom = box.to_px(width, height)
        grow = round(px(margin_mm))
        return (
            max(0, left - grow), max(0, top - grow),
            min(width, right + grow), min(height, bottom + grow),
        )  # fmt: skip

    def of_box(self, box: Box, margin_mm: float = 1.6) -> "Strokes":
        """Ink that belongs to a box, with what of it reaches over the rim by `margin_mm`.

        A piece that lies mostly outside is a neighbour's and left out.
        """
        found = self._of_boxes.get((box, margin_mm))
        if found is None:
            found = self._of_boxes[box, margin_mm] = self._cut_out(box, margin_mm)
        return found

    def _cut_out(self, box: Box, margin_mm: float) -> "Strokes":
        left, top, right, bottom = self.rectangle(box, margin_mm)
        pieces = self.pieces[top:bottom, left:right]
        inner = self.rectangle(box, 0.4)
        inside = self.pieces[inner[1] : inner[3], inner[0] : inner[2]]
        count = len(self.sizes)
        own = np.bincount(inside[inside > 0], minlength=count)
        keep = (own >= OWN_SHARE * self.sizes) & (self.sizes > 0)
        # A piece much longer than the box (a ring through it, joined letters) is cut to it.
        keep |= (own > 0.25 * self.sizes) & (self.sizes > 6 * whole_px(5))
        keep[0] = False
        kept = _chosen(pieces, keep)
        mask = _without_lone_specks(kept)
        rest = self.rest[inner[1] : inner[3], inner[0] : inner[2]]
        dust = int(cv2.countNonZero(rest & ~self.mask[inner[1] : inner[3], inner[0] : inner[2]]))
        lone = int(cv2.countNonZero(kept)) - int(cv2.countNonZero(mask))
        if not cv2.countNonZero(mask):
            others = ~keep
            others[0] = False
            dust += _foreign(_chosen(inside, others))
        return Strokes(left, top, mask, self.darkness[top:bottom, left:right], dust + lone)


def _foreign(ink: Mask) -> int:
    """Pixels of a neighbour's ink in a box that has none of its own, straight lines across it
    aside. 0 for what merely reaches over; writing that a line has joined to a neighbour counts."""
    bar = np.ones((1, max(3, round(LINE_SHARE * ink.shape[1]))), np.uint8)
    lines = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, bar), np.uint8)
    near = np.asarray(cv2.dilate(lines, np.ones((5, 1), np.uint8)), np.uint8)
    left = int(cv2.countNonZero(ink & ~near))
    return left if left >= MUCH_FOREIGN else 0


@dataclass(frozen=True)
class Strokes:
    """Ink of one place. `left`, `top`: where its maps start on the page (px);
    `dust`: pixels that were left out as specks."""

    left: int
    top: int
    mask: Mask
    darkness: Image
    dust: int = 0

    @property
    def blank_sure(self) -> float:
        """How sure it is that nothing is written, where there is no ink but dust."""
        return 1.0 if self.dust < MUCH_DUST else 0.9

    @property
    def amount(self) -> int:
        """Pixels of ink."""
        return int(cv2.countNonZero(self.mask))

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """(left, top, right, bottom) of the ink within the maps; all 0 without ink."""
        if not self.amount:
            return 0, 0, 0, 0
        x, y, w, h = cv2.boundingRect(self.mask)
        return x, y, x + w, y + h

    def part(self, left: int, top: int, right: int, bottom: int) -> "Strokes":
        """A rectangle of the maps."""
        return Strokes(
            self.left + left, self.top + top,
            self.mask[top:bottom, left:right], self.darkness[top:bottom, left:right],
        )  # fmt: skip

    def picture(self, pad: int) -> Image:
        """Dark on white, for an engine: the ink alone, its contrast drawn out, with a rim."""
        left, top, right, bottom = self.bounds
        mask, dark = self.mask[top:bottom, left:right], self.darkness[top:bottom, left:right]
        values = dark[mask > 0]
        full = _percentile(values, 0.8) if values.size else 255.0
        gain = np.float32(np.clip(225.0 / max(full, 1.0), 1.0, 4.0))
        shades = 255 - np.minimum(np.arange(256, dtype=np.float32) * gain, 255).astype(np.uint8)
        near = cv2.dilate(mask, np.ones((3, 3), np.uint8)) if values.size else mask
        tight = np.where(near > 0, shades[dark], np.uint8(255))
        return np.asarray(np.pad(tight, pad, constant_values=255), np.uint8)


def _percentile(values: Image, share: float) -> float:
    """The value that `share` of them are below, between two neighbours in proportion."""
    up_to = np.cumsum(np.bincount(values, minlength=256))
    at = (values.size - 1) * share
    low, high = np.searchsorted(up_to, [int(at), min(int(at) + 1, values.size - 1)], side="right")
    return float(low + (high - low) * (at - int(at)))


def written_on(page: AlignedPage) -> Written:
    """Take the blank's print out of the page."""
    ink, printed = page.inks.ink, page.blank.printed
    reach = _reach(ink, page.blank.ink)
    size = 2 * reach + 1
    near = np.asarray(cv2.dilate(printed, np.ones((size, size), np.uint8)), np.uint8)
    rest = ink & ~near
    joined = rest | _crossings(rest, ink, near, reach)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    pieces = np.asarray(labels, np.int32)
    sizes = stats[:, cv2.CC_STAT_AREA].astype(np.int32)
    sizes[0] = 0
    beside = cv2.dilate(printed, np.ones((size + 2 * RIM, size + 2 * RIM), np.uint8))
    inked = np.flatnonzero(joined > 0)  # little of a page is ink: look only there
    owners = pieces.ravel()[inked]
    is_away = beside.ravel()[inked] == 0
    away = np.bincount(owners[is_away], minlength=len(sizes))
    # What nowhere leaves the rim of print is the print's own blur.
    dust = (sizes < LEAST_SPECK) | (away == 0)
    dust[0] = False
    sizes[dust] = 0
    is_dust = dust[owners]
    mask = joined
    mask.ravel()[inked[is_dust]] = 0
    pieces.ravel()[inked[is_dust]] = 0
    return Written(
        page.inks.darkness, mask, page.inks.red, pieces, sizes, reach, rest, ink, printed,
        page.blank.image, page.inks.threshold,
    )  # fmt: skip


def _without_lone_specks(mask: Mask) -> Mask:
    """The ink without specks that stand away from all writing; dots beside strokes stay."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    sides = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    is_speck = sides < px(LONE_SPECK_MM)
    is_speck[0] = True
    if not is_speck[1:].any() or (is_speck.all() and count > MANY_SPECKS):
        return mask
    writing = _chosen(np.asarray(labels, np.int32), ~is_speck)
    size = 2 * whole_px(NEAR_MM) + 1
    near = cv2.dilate(writing, np.ones((size, size), np.uint8))
    keep = np.bincount(labels[near > 0], minlength=count) > 0
    keep[0] = False
    return _chosen(np.asarray(labels, np.int32), keep)


def _chosen(pieces: NDArray[np.int32], keep: NDArray[np.bool_]) -> Mask:
    """255 where a piece is kept, by its number."""
    return np.where(keep, np.uint8(255), np.uint8(0))[pieces]


def _reach(ink: Mask, printed: Mask) -> int:
    """How far print spreads on this page: the first distance at which ink becomes rare."""
    before = cv2.dilate(printed, np.ones((2 * REACHES[0] + 1,) * 2, np.uint8))
    for reach in REACHES[:-1]:
        after = cv2.dilate(printed, np.ones((2 * reach + 3, 2 * reach + 3), np.uint8))
        ring = cv2.subtract(after, before)
        total = max(cv2.countNonZero(ring), 1)
        if cv2.countNonZero(cv2.bitwise_and(ring, ink)) / total < CROWDED:
            return reach
        before = after
    return REACHES[-1]


def _crossings(rest: Mask, ink: Mask, near: Mask, reach: int) -> Mask:
    """Ink over print that joins two ends of a stroke across a line."""
    span = 2 * reach + whole_px(0.5) + 3
    lost = ink & near
    out = np.zeros_like(rest)
    for kernel in _bars(span | 1):
        cv2.bitwise_or(out, cv2.morphologyEx(rest, cv2.MORPH_CLOSE, kernel), out)
    return np.asarray(cv2.bitwise_and(out, lost), np.uint8)


def _bars(length: int) -> list[Mask]:
    """Straight bars in four directions."""
    flat = np.zeros((length, length), np.uint8)
    flat[length // 2, :] = 1
    diagonal = np.eye(length, dtype=np.uint8)
    return [flat, flat.T.copy(), diagonal, np.fliplr(diagonal).copy()]
