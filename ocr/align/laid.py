"""One try: a page laid over a blank, and how well it fits."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ocr.align.blank import BlankPage, Blanks, smoothed
from ocr.align.fit import Fit, Nearness, measure
from ocr.align.lay import Lay
from ocr.align.look import Look
from ocr.align.patches import finely
from ocr.align.pieces import settled
from ocr.align.rivals import Seen
from ocr.align.title import is_other
from ocr.engines.engine import Image
from ocr.ink.dark import Mask, darkness_of, ink_threshold

FITS = 0.62  # from here on a page is read
MOST_WEAK = 0.2  # share of the page that may be out of place or cut away


@dataclass(frozen=True)
class Laid:
    """One try: a blank (by number), how the page lies over it, the page drawn there at half size,
    where its ink is near, and how well it fits."""

    owner: int
    blank: BlankPage
    lay: Lay
    half: Image
    near: Nearness
    fit: Fit
    look: Look

    @property
    def fits(self) -> bool:
        """Well enough to be read."""
        return self.fit.score >= FITS and self.fit.weak_share <= MOST_WEAK

    @cached_property
    def seen(self) -> Seen:
        gray = self.look.gray
        paper = self.lay.seen(gray.shape[1], gray.shape[0])
        return Seen(finely(self.lay.draw(gray)), self.near, paper)

    @property
    def has_other_title(self) -> bool:
        blank, title = self.blank, self.blank.title
        if title is None:
            return False
        letters = title.doubtful(blank.half_smooth, smoothed(self.half))
        return bool(letters) and is_other(letters, finely(blank.image), self.seen.fine)


def laid_over(blanks: Blanks, owner: int, look: Look, start: Lay) -> Laid:
    """Settled and measured on a picture just large enough. `owner`: the blank by number; `start`:
    a nearly right lay."""
    blank = blanks.page(owner)
    small, shrunk = look.at(min(1.0, 0.55 / start.scale))
    there = settled(blank, small, start.onto(shrunk))
    near = Nearness.of(_half_ink(there.laid))
    fit = measure(blank.half_parts, near)
    lay = there.lay.onto(np.asarray(np.linalg.inv(shrunk), np.float64))
    return Laid(owner, blank, lay, there.laid, near, fit, look)


def _half_ink(laid: Image) -> Mask:
    darkness = darkness_of(laid)
    return np.where(darkness > ink_threshold(darkness), 255, 0).astype(np.uint8)
