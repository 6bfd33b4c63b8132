"""A blank seen on a page: from features that look alike to where the page lies."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.align.bend import bend_through
from ocr.align.index import Ints, Pairs
from ocr.align.lay import Lay
from ocr.align.points import Features
from ocr.scale import px

TIGHT_MM = 0.9  # from its place, for a feature on flat paper
LOOSE_MM = 8.0  # from where flat paper would have it, for a feature on bent paper
FLAT_SHARE = 0.8  # of the loosely agreeing pairs that agree tightly where the paper is flat
MIDDLE_SHARE = 0.17  # of the page's height by which pairs may disagree about its middle
LEAST_PAIRS = 8
TURN, OCTAVES = 25.0, 0.75  # degrees, and steps of scale, by which pairs may disagree
UNLIKE = 72  # differing bits up to which the most alike two features may be the same
ITERATIONS = 1500
# stiffness of the paper and reach (mm) from it, from coarse to fine
BENDING = ((10.0, 12.0), (3.0, 8.0), (1.0, 5.0), (0.3, 3.0), (0.3, 1.5), (0.3, 1.0))
MOST_POINTS = 300  # for a bend

Places = NDArray[np.float64]
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Places on the blank and on the page (px) that may be the same; `mates` numbers the blank's
    features. A millimetre of the blank is `mm` pixels of the page."""

    blank: Places
    page: Places
    mates: Ints
    mm: float

    def off(self, lay: Lay) -> Places:
        """How far (mm of the blank) each pair is from agreeing."""
        return np.asarray(np.linalg.norm(lay.to_page(self.blank) - self.page, axis=1) / self.mm)

    def count(self, chosen: Chosen) -> int:
        """Each feature of the blank once: a lay that folds all onto one spot has none for it."""
        return len(np.unique(self.mates[chosen]))

    def of(self, chosen: Chosen) -> "_Pairs":
        return replace(
            self, blank=self.blank[chosen], page=self.page[chosen], mates=self.mates[chosen]
        )


@dataclass(frozen=True, slots=True)
class Sighting:
    """`agreeing` features of the blank, laid so, are where the page has the like. `bent_pairs` are
    there where the paper seems to be bent."""

    owner: int
    lay: Lay
    agreeing: int
    bent_pairs: _Pairs | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """Pairs of one blank that put the page's middle in about the same place; `once` those of them
    that are the most alike for both features."""

    owner: int
    size: tuple[int, int]
    all: _Pairs
    once: _Pairs

    @property
    def count(self) -> int:
        return len(self.once.blank)


def gathered(
    pairs: Pairs, blank: Features, page: Features, size: tuple[int, int]
) -> Gathered | None:
    """`size` of the blank (width, height in px). None where there are too few."""
    if len(pairs.blank) < LEAST_PAIRS:
        return None
    scale = float(np.median(page.sizes[pairs.page] / blank.sizes[pairs.blank]))
    keep = _about_one_middle(pairs, blank, page, size, scale)
    if keep.sum() < LEAST_PAIRS:
        return None
    places = _Pairs(
        blank.points[pairs.blank[keep]].astype(np.float64),
        page.points[pairs.page[keep]].astype(np.float64),
        pairs.blank[keep], px(1) * scale,
    )  # fmt: skip
    return Gathered(pairs.owner, size, places, places.of(_each_once(pairs, keep)))


def each_with_each(pairs: Pairs, blank: Features, page: Features) -> Pairs:
    """Better pairs of a blank that some speak for: every feature with every other (about 40 ms),
    those that agree with the given ones on turn and scale."""
    matches = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(
        blank.descriptors, page.descriptors
    )
    rows = np.array([(m.queryIdx, m.trainIdx, m.distance) for m in matches], np.int64)
    here, there, unlike = rows.reshape(-1, 3).T
    turn, scale = _moves(pairs.blank, pairs.page, blank, page)
    turns, scales = _moves(here, there, blank, page)
    about = np.angle(np.exp(1j * turn).mean())
    off = np.abs(np.angle(np.exp(1j * (turns - about))))
    larger = np.abs(scales - np.median(scale))
    keep = (off < np.deg2rad(TURN)) & (larger < OCTAVES) & (unlike <= UNLIKE)
    return replace(pairs, blank=here[keep], page=there[keep], unlike=unlike[keep])


def _moves(here: Ints, there: Ints, blank: Features, page: Features) -> tuple[Places, Places]:
    """By how much each pair has the page turned (radians) and scaled (octaves)."""
    turn = np.deg2rad(page.angles[there] - blank.angles[here])
    octaves = np.log2(page.sizes[there] / blank.sizes[here])
    return np.asarray(turn, np.float64), np.asarray(octaves, np.float64)


def sighting(found: Gathered) -> Sighting | None:
    """None where no sheet of paper could lie so."""
    lay = _flat(found.once, found.all, found.size)
    if lay is None:
        return None
    off = found.once.off(lay)
    exact, near = found.once.count(off < TIGHT_MM), found.once.count(off < LOOSE_MM)
    agreeing = found.all.count(found.all.off(lay) < TIGHT_MM)
    return Sighting(found.owner, lay, agreeing, None if exact >= FLAT_SHARE * near else found.all)


def _about_one_middle(
    pairs: Pairs, blank: Features, page: Features, size: tuple[int, int], scale: float
) -> Chosen:
    """Pairs that put the page's middle in about the same place."""
    here, there = blank.points[pairs.blank], page.points[pairs.page]
    turn = np.deg2rad(page.angles[pairs.page] - blank.angles[pairs.blank])
    angle = float(np.angle(np.exp(1j * turn).mean()))
    c, s = np.cos(angle) * scale, np.sin(angle) * scale
    across, down = (np.array(size, np.float64) / 2 - here).T
    middles = there + np.stack([c * across - s * down, s * across + c * down], axis=1)
    return _crowd(middles, MIDDLE_SHARE * scale * size[1])


def _crowd(points: Places, reach: float) -> Chosen:
    """Points within `reach` of where most of them are."""
    cells = np.floor((points - points.min(axis=0)) / (reach / 2)).astype(np.int64) + 1
    cells = np.minimum(cells, 400)
    counts = np.zeros(cells.max(axis=0) + 2, np.float32)
    np.add.at(counts, (cells[:, 0], cells[:, 1]), 1)
    sums = cv2.boxFilter(counts, -1, (3, 3), normalize=False, borderType=cv2.BORDER_CONSTANT)
    most = np.array(np.unravel_index(sums.argmax(), sums.shape))
    about = np.median(points[(np.abs(cells - most) <= 1).all(axis=1)], axis=0)
    return np.asarray(np.linalg.norm(points - about, axis=1) < reach, np.bool_)


def _each_once(pairs: Pairs, keep: Chosen) -> Chosen:
    """Of the kept pairs, those that are the most alike for both features."""
    unlike, blank, page = pairs.unlike[keep], pairs.blank[keep], pairs.page[keep]
    least = np.full((2, int(max(blank.max(), page.max())) + 1), 999, np.int64)
    np.minimum.at(least[0], blank, unlike)
    np.minimum.at(least[1], page, unlike)
    return np.asarray((unlike == least[0][blank]) & (unlike == least[1][page]), np.bool_)


def _flat(first: _Pairs, pairs: _Pairs, size: tuple[int, int]) -> Lay | None:
    """The lay of a flat sheet that most pairs agree with: an exact one, where the paper is flat;
    else one that is nearly right everywhere rather than exact at one end."""
    best, most = None, 0.0
    for found in _guesses(first):
        lay = Lay(found, None, *size)
        if not lay.is_sane():
            continue
        off = pairs.off(lay)
        agreeing = pairs.count(off < LOOSE_MM) + pairs.count(off < TIGHT_MM) / 4
        if agreeing > most:
            best, most = lay, agreeing
    return best


def _guesses(pairs: _Pairs) -> "list[Places]":
    if len(pairs.blank) < 4:
        return []
    here, there = pairs.blank.astype(np.float32), pairs.page.astype(np.float32)
    exact, _ = cv2.findHomography(
        here, there, cv2.USAC_MAGSAC, TIGHT_MM * pairs.mm, maxIters=ITERATIONS, confidence=0.999
    )
    rough, _ = cv2.findHomography(
        here, there, cv2.USAC_FAST, 4 * pairs.mm, maxIters=ITERATIONS, confidence=0.99
    )
    slanted, _ = cv2.estimateAffine2D(
        here, there, method=cv2.RANSAC, ransacReprojThreshold=6 * pairs.mm, maxIters=300
    )
    affine = None if slanted is None else np.vstack([slanted, [0, 0, 1]])
    return [np.asarray(each, np.float64) for each in (exact, rough, affine) if each is not None]


def bent(seen: Sighting) -> Sighting:
    """The same with a bend, where the pairs ask for one."""
    pairs = seen.bent_pairs
    if pairs is None:
        return seen
    off = pairs.off(seen.lay)
    near = off < BENDING[0][1]
    if near.sum() > MOST_POINTS:
        near &= off <= np.partition(off, MOST_POINTS)[MOST_POINTS]
    chosen = pairs.of(near)
    back = cv2.perspectiveTransform(chosen.page[None], np.linalg.inv(seen.lay.homography))[0]
    size = seen.lay.width, seen.lay.height
    bend, _ = bend_through(chosen.blank, back - chosen.blank, *size, BENDING)
    lay = replace(seen.lay, bend=bend)
    if not lay.is_sane():
        return seen
    more = pairs.count(pairs.off(lay) < TIGHT_MM)
    return Sighting(seen.owner, lay, more) if more > seen.agreeing else seen
