"""All blanks' features in one place: which blanks a page's features speak for.

Locality-sensitive hashing over the binary descriptors, so that a page is compared with a few
candidates a feature, however many forms are declared. A pair of features also says by how much
the page is turned and scaled: pairs of one blank that agree on it count, the others do not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.align.points import Features

Ints = NDArray[np.int64]

TABLES = 10
KEY_BITS = 18  # a true match differs in about one bit of eight: it shares 1 key of 11
BITS = 256  # of an ORB descriptor
CROWD, CROWD_EACH = 40, 2  # features in one bucket beyond which they say nothing (crossings of
# lines): so many, or so many a blank, where many blanks are made of the same pieces
NEAR = 56  # differing bits up to which two features may be the same
TURN_BINS = 24  # of 15°
SCALE_BINS = 16  # of half an octave
CELLS = 7  # over the page's print, for its middle
_SEED = 20240501  # of the choice of key bits; any would do


@dataclass(frozen=True, slots=True)
class Pairs:
    """Features of one blank and of a page that look alike and agree on turn and scale: `blank` and
    `page` are their numbers, `unlike` the bits they differ in; `votes` how many features of the
    page take part."""

    owner: int
    votes: float
    blank: Ints
    page: Ints
    unlike: Ints


class Index:
    """Over the features of blanks, numbered as given."""

    def __init__(self, blanks: Sequence[Features]) -> None:
        self._starts = np.cumsum([0, *(len(each.points) for each in blanks)])
        self._owner = np.repeat(np.arange(len(blanks)), np.diff(self._starts))
        descriptors = _stacked([each.descriptors for each in blanks])
        self._words = _words(descriptors)
        self._angles = np.concatenate([np.zeros(0, np.float32), *(b.angles for b in blanks)])
        self._sizes = np.concatenate([np.zeros(0, np.float32), *(b.sizes for b in blanks)])
        self._inward = np.concatenate([np.zeros((0, 2), np.float32), *map(_inward, blanks)])
        self._tables = [_table(keys) for keys in _keys(descriptors)]
        self._crowd = max(CROWD, CROWD_EACH * len(blanks))

    def ask(self, page: Features, most: int) -> list[Pairs]:
        """The blanks that most of the page's features speak for, at most `most` of them."""
        asked, found, unlike = self._alike(page)
        if not asked.size:
            return []
        owner = self._owner[found]
        bins = self._bins(page, asked, found)
        agreed = _votes(owner, bins, asked, int(self._owner[-1]) + 1).argmax(axis=1)
        mine = _are_near(bins, agreed[owner])
        asked, found, unlike, owner = asked[mine], found[mine], unlike[mine], owner[mine]
        votes = _crowds(owner, asked, self._middles(page, asked, found), len(agreed))
        out = []
        for blank in np.argsort(-votes, kind="stable")[:most]:
            own = owner == blank
            pairs = (found[own] - self._starts[blank], asked[own], unlike[own])
            out.append(Pairs(int(blank), float(votes[blank]), *pairs))
        return out

    def _middles(self, page: Features, asked: Ints, found: Ints) -> Ints:
        """Where on the page each pair puts the blank's middle: the cell of a coarse grid."""
        turn = np.deg2rad(page.angles[asked] - self._angles[found])
        scale = page.sizes[asked] / self._sizes[found]
        c, s = np.cos(turn) * scale, np.sin(turn) * scale
        across, down = self._inward[found].T
        middles = np.stack([c * across - s * down, s * across + c * down], axis=1)
        middles += page.points[asked]
        first, size = page.points.min(axis=0), np.ptp(page.points, axis=0).max() / CELLS
        cells = np.floor((middles - first) / max(float(size), 1.0)).astype(np.int64) + CELLS // 2
        cells = np.clip(cells, 0, 2 * CELLS - 1)
        return np.asarray(cells[:, 0] * 2 * CELLS + cells[:, 1], np.int64)

    def _alike(self, page: Features) -> tuple[Ints, Ints, Ints]:
        """(page feature, indexed feature, bits they differ in) of every near pair, each once."""
        looked = [
            _looked_up(table, keys, self._crowd)
            for table, keys in zip(self._tables, _keys(page.descriptors), strict=True)
        ]
        asked = np.concatenate([each for each, _ in looked])
        found = np.concatenate([each for _, each in looked])
        unlike = _distance(_words(page.descriptors)[asked], self._words[found])
        near = unlike <= NEAR
        asked, found, unlike = asked[near], found[near], unlike[near]
        _, once = np.unique(asked * max(len(self._owner), 1) + found, return_index=True)
        return asked[once], found[once], unlike[once]

    def _bins(self, page: Features, asked: Ints, found: Ints) -> Ints:
        """Turn and scale of the page that each pair stands for, as one number."""
        turn = (page.angles[asked] - self._angles[found]) % 360
        octave = np.log2(page.sizes[asked] / self._sizes[found])
        turn_bin = (turn * (TURN_BINS / 360)).astype(np.int64) % TURN_BINS
        scale_bin = np.clip(octave * 2 + SCALE_BINS / 2, 0, SCALE_BINS - 1).astype(np.int64)
        return np.asarray(turn_bin * SCALE_BINS + scale_bin, np.int64)


def _stacked(descriptors: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    return np.concatenate([np.zeros((0, BITS // 8), np.uint8), *descriptors])


Table = tuple[NDArray[np.int32], Ints]
"""Where each key's features start in the order, and the order."""


def _keys(descriptors: NDArray[np.uint8]) -> list[Ints]:
    """One key a table for each descriptor."""
    bits = np.unpackbits(descriptors, axis=1)
    chosen = np.random.default_rng(_SEED).permutation(BITS)[: TABLES * KEY_BITS]
    weights = 1 << np.arange(KEY_BITS, dtype=np.int64)
    return [bits[:, part] @ weights for part in chosen.reshape(TABLES, KEY_BITS)]


def _table(keys: Ints) -> Table:
    starts = np.zeros((1 << KEY_BITS) + 1, np.int32)
    np.cumsum(np.bincount(keys, minlength=1 << KEY_BITS), out=starts[1:])
    return starts, np.argsort(keys, kind="stable")


def _looked_up(table: Table, keys: Ints, crowd: int) -> tuple[Ints, Ints]:
    """(asking feature, found feature) for all that share a key."""
    starts, order = table
    first = starts[keys].astype(np.int64)
    count = starts[keys + 1] - first
    count = np.where(count > crowd, 0, count)
    asked = np.repeat(np.arange(len(keys)), count)
    ends = np.cumsum(count)
    inside = np.arange(len(asked)) - np.repeat(ends - count, count)
    return asked, order[np.repeat(first, count) + inside]


def _words(descriptors: NDArray[np.uint8]) -> NDArray[np.uint64]:
    return np.ascontiguousarray(descriptors).view(np.uint64)


def _distance(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> Ints:
    """Differing bits, row by row."""
    return np.asarray(np.bitwise_count(one ^ other).sum(axis=1, dtype=np.int64))


def _votes(owner: Ints, bins: Ints, asked: Ints, blanks: int) -> NDArray[np.float64]:
    """By blank and bin, neighbours in turn and scale taken along. A feature of the page has one
    vote, which it shares among the blanks that have the like: print common to all says little."""
    size = TURN_BINS * SCALE_BINS
    own = np.unique((asked * blanks + owner) * size + bins)  # repeated print votes once
    who, what = own // (size * blanks), own % (size * blanks)
    by_blank = np.unique(own // size)
    shared = np.bincount(by_blank // blanks, minlength=int(asked.max()) + 1)
    flat = np.bincount(what, weights=1.0 / shared[who], minlength=blanks * size)
    grid = flat.reshape(blanks, TURN_BINS, SCALE_BINS)
    grid = grid + np.roll(grid, 1, axis=1) + np.roll(grid, -1, axis=1)
    wide = grid.copy()
    wide[:, :, 1:] += grid[:, :, :-1]
    wide[:, :, :-1] += grid[:, :, 1:]
    return np.asarray(wide.reshape(blanks, size), np.float64)


def _crowds(owner: Ints, asked: Ints, cells: Ints, blanks: int) -> NDArray[np.float64]:
    """By blank: the features of the page that put its middle in about the same place. Each has
    one vote, shared among the blanks that have the like there."""
    side = 2 * CELLS
    own = np.unique((asked * blanks + owner) * side * side + cells)
    what, who = own % (blanks * side * side), own // (blanks * side * side)
    shared = np.bincount(who)
    flat = np.bincount(what, weights=1.0 / np.sqrt(shared[who]), minlength=blanks * side * side)
    grid = np.pad(flat.reshape(blanks, side, side), ((0, 0), (0, 1), (0, 1)))
    sums = grid[:, :-1, :-1] + grid[:, 1:, :-1] + grid[:, :-1, 1:] + grid[:, 1:, 1:]
    return np.asarray(sums.max(axis=(1, 2)), np.float64)


def _inward(blank: Features) -> NDArray[np.float32]:
    """From each point to the middle of the print."""
    if not len(blank.points):
        return np.zeros((0, 2), np.float32)
    middle = (blank.points.min(axis=0) + blank.points.max(axis=0)) / 2
    return np.asarray(middle - blank.points, np.float32)


def _are_near(bins: Ints, middle: Ints) -> NDArray[np.bool_]:
    """Bins that are the middle or its neighbour in turn and scale."""
    turn = (bins // SCALE_BINS - middle // SCALE_BINS + 1) % TURN_BINS
    scale = np.abs(bins % SCALE_BINS - middle % SCALE_BINS)
    return np.asarray((turn <= 2) & (scale <= 1), np.bool_)
