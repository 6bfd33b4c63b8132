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
from ocr.align.pieces import settled
from ocr.align.sight import Gathered, gathered, sighting
from ocr.ink.dark import Mask

ALIKE = 0.35  # of a blank's features that a lookalike has in the same places
LEAST_INK = 40  # px of half size (2.6 mm²): less is no difference, but the edge of a line
LEAST_SPECK = 6  # px of half size
PRESENT, ABSENT = 0.6, 0.3  # share in place of print that is there, and that is not
SEEN = 0.7  # share of some print that must be on the paper to speak for or against it
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
class Difference:
    """Print that a blank has and its lookalike `other` has not, and the reverse, in the blank's
    place; None where there is none."""

    other: int
    mine: Part | None
    theirs: Part | None

    def judge(self, page: Nearness, seen: Mask) -> Verdict:
        """Which of the two a page laid over the blank is; `seen` where it has paper at all (half
        size): what was cut off speaks for neither."""
        if self.mine is None and self.theirs is None:
            return Verdict.SAME
        mine, theirs = (
            each.share(page) if each is not None and each.is_on(seen) else None
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
        drawn, own = any_of_four(inked(lay.draw(theirs.image))), any_of_four(mine.ink)
        only_mine, only_theirs = own & ~_near(drawn), drawn & ~_near(own)
        parts = [Part.of(_without_specks(each)) for each in (only_mine, only_theirs)]
        return Difference(other, parts[0], parts[1])


def _near(mask: Mask) -> Mask:
    """A pixel more than counts as in place, so that two scans of one line do not differ."""
    return np.asarray(cv2.dilate(near_of(mask), np.ones((3, 3), np.uint8)), np.uint8)


def _without_specks(mask: Mask) -> Mask:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    keep = stats[:, cv2.CC_STAT_AREA] >= LEAST_SPECK
    keep[0] = False
    return np.where(keep[labels], 255, 0).astype(np.uint8)
