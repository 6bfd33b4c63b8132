"""Blanks that look nearly alike: revisions of one form, or forms that differ in little but their
title. What decides between them is the print that only one of them has."""

from dataclasses import dataclass, replace
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.align.blank import Blanks, any_of_four, inked
from ocr.align.fit import Nearness, near_of
from ocr.align.index import Pairs
from ocr.align.look import Look
from ocr.align.patches import Patch, finely, lead_of, patches_of
from ocr.align.pieces import settled
from ocr.align.sight import Gathered, gathered, sighting
from ocr.engines.engine import Image
from ocr.ink.dark import Mask

ALIKE = 0.35  # of a blank's features that a lookalike has in the same places
LEAST_INK = 40  # px of half size (2.6 mm²): less is no difference, but the edge of a line
LEAST_SPECK = 6  # px of half size
PRESENT, ABSENT = 0.6, 0.3  # share in place of print that is there, and that is not
SEEN = 0.7  # share of some print that must be on the paper to speak for or against it
WORD_LEAD = 0.4  # 0 … 1, by which the pieces must be more like one's own
LEAD = 0.3  # by which one's own print must be in place more than the other's


class Verdict(Enum):
    MINE = "mine"
    THEIRS = "theirs"
    SAME = "same"  # their print does not differ
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Part:
    """Some print at half size: its rows and columns, and there its pixels, eight in a byte. A form
    with a dozen of the same kind has as many of them as pairs."""

    where: tuple[slice, slice]
    shape: tuple[int, int]
    bits: NDArray[np.uint8]

    @classmethod
    def of(cls, mask: Mask) -> "Part | None":
        """None where there is too little of it to tell anything."""
        if cv2.countNonZero(mask) < LEAST_INK:
            return None
        left, top, width, height = cv2.boundingRect(mask)
        where = slice(top, top + height), slice(left, left + width)
        return cls(where, (height, width), np.packbits(mask[where] > 0))

    @property
    def pixels(self) -> Mask:
        height, width = self.shape
        bits = np.unpackbits(self.bits, count=height * width).reshape(self.shape)
        return np.asarray(bits * np.uint8(255), np.uint8)

    def share(self, page: Nearness) -> float:
        """How much of it is in place on a page laid over the blank; 0 … 1."""
        return page.share(self.pixels, self.where)

    def is_on(self, seen: Mask) -> bool:
        """Whether most of it would be on the paper that is to be seen."""
        pixels = self.pixels
        return cv2.countNonZero(pixels & seen[self.where]) > SEEN * cv2.countNonZero(pixels)


@dataclass(frozen=True, slots=True)
class Seen:
    """A page laid over a blank: `fine` the whole of it (`patches.finely`), `paper` where it has
    paper at all; `near` where its ink is near, at half size."""

    fine: Image
    near: Nearness
    paper: Mask

    @property
    def half_paper(self) -> Mask:
        height, width = self.near.near.shape
        return self.paper[::2, ::2][:height, :width]


@dataclass(frozen=True, slots=True)
class Difference:
    """Print that a blank has and its lookalike `other` has not, and the reverse, in the blank's
    place, None where there is none; and where both have print, but not the same."""

    other: int
    mine: Part | None
    theirs: Part | None
    patches: tuple[Patch, ...] = ()

    @property
    def is_firm(self) -> bool:
        """Whether bent paper could not make one of the other: other words, not other places."""
        return any(not each.is_moved for each in self.patches)

    def judge(self, page: Seen) -> Verdict:
        """Which of the two a page is. What was cut off speaks for neither."""
        if self.mine is None and self.theirs is None and not self.patches:
            return Verdict.SAME
        said = {self._by_words(page), self._by_ink(page)} - {Verdict.UNSURE}
        return said.pop() if len(said) == 1 else Verdict.UNSURE

    def _by_words(self, page: Seen) -> Verdict:
        lead = lead_of(self.patches, page.fine, page.paper)
        if lead is None or abs(lead) < WORD_LEAD:
            return Verdict.UNSURE
        return Verdict.MINE if lead > 0 else Verdict.THEIRS

    def _by_ink(self, page: Seen) -> Verdict:
        mine, theirs = (
            each.share(page.near) if each is not None and each.is_on(page.half_paper) else None
            for each in (self.mine, self.theirs)
        )
        return _verdict(mine, theirs)


def _verdict(mine: float | None, theirs: float | None) -> Verdict:
    """By the shares in place; None where there is no such print."""
    if mine is None or theirs is None:
        share = theirs if mine is None else mine
        if share is None or ABSENT < share < PRESENT:  # none: neither's is to be seen
            return Verdict.UNSURE
        return Verdict.MINE if (share >= PRESENT) == (theirs is None) else Verdict.THEIRS
    if abs(mine - theirs) < LEAD:
        return Verdict.UNSURE
    return Verdict.MINE if mine > theirs else Verdict.THEIRS


class Lookalikes:
    """Of every blank, found when first asked for. Not thread-safe."""

    def __init__(self, blanks: Blanks) -> None:
        self._blanks = blanks
        self._known: dict[int, tuple[Difference, ...]] = {}

    def of(self, owner: int) -> tuple[Difference, ...]:
        if owner not in self._known:
            found = (self._difference(owner, other) for other in self._others(owner))
            self._known[owner] = tuple(each for each in found if each is not None)
        return self._known[owner]

    def _others(self, owner: int) -> list[int]:
        """Blanks of the same size with much of the same print in the same order."""
        marking = self._blanks.marking
        return [
            each.owner
            for each in marking.index.ask(marking.features[owner], len(marking.owners))
            if each.owner != owner
            and marking.sizes[each.owner] == marking.sizes[owner]
            and self._gathered(each, owner) is not None
        ]

    def _gathered(self, pairs: Pairs, page: int) -> Gathered | None:
        """One blank's features on another; None where too few agree for a lookalike."""
        marking = self._blanks.marking
        features, size = marking.features[pairs.owner], marking.sizes[pairs.owner]
        found = gathered(pairs, features, marking.features[page], size)
        is_alike = found is not None and found.count >= ALIKE * len(features.points)
        return found if is_alike else None

    def _difference(self, owner: int, other: int) -> Difference | None:
        """None where the other's print lies otherwise: the fit as a whole tells them apart."""
        marking = self._blanks.marking
        asked = marking.index.ask(marking.features[other], len(marking.owners))
        pairs = next((each for each in asked if each.owner == owner), None)
        near = pairs and self._gathered(pairs, other)
        seen = near and sighting(near)
        if not seen or seen.agreeing < ALIKE * len(marking.features[owner].points):
            return None
        mine, theirs = self._blanks.page(owner), self._blanks.page(other)
        small, shrunk = Look(theirs.image).at(0.5)
        start = replace(seen.lay, bend=None).onto(shrunk)
        back = np.asarray(np.linalg.inv(shrunk), np.float64)
        lay = replace(settled(mine, small, start).lay, bend=None).onto(back)
        image = lay.draw(theirs.image)
        drawn, own = any_of_four(inked(image)), any_of_four(mine.ink)
        patches = patches_of(finely(mine.image), finely(image))
        alone = []
        for only in (own & ~_near(drawn), drawn & ~_near(own)):
            for each in patches:  # where both have print, its words tell more than its ink
                only[each.half_where] = 0
            alone.append(Part.of(_without_specks(only)))
        return Difference(other, alone[0], alone[1], patches)


def _near(mask: Mask) -> Mask:
    """A pixel more than counts as in place, so that two scans of one line do not differ."""
    return np.asarray(cv2.dilate(near_of(mask), np.ones((3, 3), np.uint8)), np.uint8)


def _without_specks(mask: Mask) -> Mask:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    keep = stats[:, cv2.CC_STAT_AREA] >= LEAST_SPECK
    keep[0] = False
    return np.where(keep[labels], 255, 0).astype(np.uint8)
