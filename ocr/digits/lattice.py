"""Digits written freely in a line → every way to part the ink into digits, and what each says.

The ink is cut into atoms: touching digits at every place where a person might have gone from one
to the next. A run of atoms is a digit as far as the small net takes it for one; two digits, or
half a digit, it knows as none. Low, level strokes between digits (hyphens) may be passed over.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.decode.cells import Digit
from ocr.engines.engine import Image
from ocr.ink.written import Strokes
from ocr.scale import px

MOST_ATOMS = 6  # in one digit
WIDEST = 1.35  # of the line's height: no digit is wider
JOINED = 0.5  # of the narrower piece's width: pieces above each other that far are one digit
WIDE = 0.62  # of the line's height: a piece as wide may be two digits
ATOM = 0.2  # of the line's height, the least width of what a wide piece is cut into
LOW = 0.4  # of the line's height: lower pieces may be hyphens, dots, or a digit's parts
ONE = 0.95  # of belief that a wide piece is one digit: it is not cut
LEAST_INK = 10  # px
PASS = math.log(0.7)  # for passing over what looks like a hyphen
NEVER = -1e9
WAYS = 40  # beginnings kept
FAR = 25.0  # natural log; what is so much less likely than another way to the same place is none

Read = Callable[[Sequence[Image]], list[Digit]]


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of ink that is not parted any further; `left`, `right`, `top`, `bottom` in px."""

    mask: NDArray[np.bool_]
    left: int
    right: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """`arcs[i]`: for each digit that begins with atom i, the atom after it, and the digit;
    `passed[i]`: log of how likely atom i is no part of any digit."""

    arcs: tuple[tuple[tuple[int, Digit], ...], ...]
    passed: tuple[float, ...]

    def best(self, is_valid: Callable[[str], bool], longest: int) -> list[tuple[str, float]]:
        """The likeliest valid texts with the natural log of their weight, best first."""
        found = [(text, log) for text, log in self._ends(longest).items() if is_valid(text)]
        return sorted(found, key=lambda item: -item[1])

    def support(self, text: str) -> float:
        """How sure the net is of a text on its likeliest way, an atom (0 to 1)."""
        return math.exp(self._way(text)[0] / max(1, len(self.arcs)))

    def weakest(self, text: str) -> float:
        """How sure the net is of the least sure digit on that way (0 to 1)."""
        return math.exp(self._way(text)[1])

    def _way(self, text: str) -> tuple[float, float]:
        """Natural logs of the likeliest way to a text: its weight, its least sure digit."""
        at: list[dict[int, tuple[float, float]]] = [{} for _ in range(len(self.arcs) + 1)]
        at[0][0] = (0.0, 0.0)
        for n, arcs in enumerate(self.arcs):
            for count, (log, least) in at[n].items():
                if self.passed[n] > NEVER:
                    passed = (log + self.passed[n], least)
                    at[n + 1][count] = max(passed, at[n + 1].get(count, passed))
                for after, digit in arcs if count < len(text) else ():
                    sure = _log(digit.support) + float(digit.log[int(text[count])])
                    grown = (log + sure * (after - n), min(least, sure))
                    at[after][count + 1] = max(grown, at[after].get(count + 1, grown))
        return at[-1].get(len(text), (NEVER, NEVER))

    def _ends(self, longest: int) -> dict[str, float]:
        """Texts that take in all atoms, with their logs."""
        at: list[dict[str, float]] = [{} for _ in range(len(self.arcs) + 1)]
        at[0][""] = 0.0
        tops = [NEVER] * len(at)
        for n, arcs in enumerate(self.arcs):
            kept = sorted(at[n].items(), key=lambda item: -item[1])[:WAYS]
            weights = [(after, _weights(digit, after - n)) for after, digit in arcs]
            for text, log in kept:
                if self.passed[n] > NEVER:
                    _raise(at[n + 1], text, log + self.passed[n])
                for after, each in weights if len(text) < longest else ():
                    for d, weight in each:
                        grown = log + weight
                        if grown > tops[after] - FAR:
                            tops[after] = max(tops[after], grown)
                            _raise(at[after], text + d, grown)
        return at[-1]

    @property
    def foreign(self) -> float:
        """Natural log of how likely the ink as a whole is no digit."""
        whole = [digit for after, digit in self.arcs[0] if after == len(self.arcs)]
        support = whole[0].support if whole else 0.0
        return math.log(max(1 - support, 1e-6)) * len(self.arcs)


def joined(parts: Sequence[Lattice]) -> Lattice:
    """Lines one after the other, as one line."""
    arcs: list[tuple[tuple[int, Digit], ...]] = []
    for part in parts:
        start = len(arcs)
        arcs += [tuple((start + after, digit) for after, digit in each) for each in part.arcs]
    return Lattice(tuple(arcs), tuple(log for part in parts for log in part.passed))


def lattice(line: Strokes, read: Read) -> Lattice:
    """The line's atoms, and what `read` makes of each run of them."""
    atoms = _atoms(line, read)
    height = max(a.bottom for a in atoms) - min(a.top for a in atoms) if atoms else 0
    spans = [
        (i, j)
        for i in range(len(atoms))
        for j in range(i + 1, min(i + MOST_ATOMS, len(atoms)) + 1)
        if atoms[j - 1].right - atoms[i].left <= WIDEST * height
    ]
    digits = read([_picture(line, atoms[i:j]) for i, j in spans])
    arcs: list[list[tuple[int, Digit]]] = [[] for _ in atoms]
    for (i, j), digit in zip(spans, digits, strict=True):
        arcs[i].append((j, digit))
    passed = tuple(PASS if _is_hyphen(atom, height) else NEVER for atom in atoms)
    return Lattice(tuple(map(tuple, arcs)), passed)


def _log(support: float) -> float:
    return math.log(max(support, 1e-6))


def _weights(digit: Digit, atoms: int) -> list[tuple[str, float]]:
    """What a text gains by each digit. Every atom has a say, whether in one digit or in several."""
    support = _log(digit.support)
    return [(str(d), (support + float(digit.log[d])) * atoms) for d in range(10)]


def _raise(table: dict[str, float], text: str, log: float) -> None:
    table[text] = max(log, table.get(text, NEVER))


def _atoms(line: Strokes, read: Read) -> list[Atom]:
    """From left to right. A wide piece that is surely one digit is not cut."""
    pieces = _pieces(line)
    height = max((p.bottom for p in pieces), default=0) - min((p.top for p in pieces), default=0)
    wide = [p for p in pieces if p.right - p.left >= WIDE * height]
    atoms = [p for p in pieces if p.right - p.left < WIDE * height]
    for piece, digit in zip(wide, read([_picture(line, [p]) for p in wide]), strict=True):
        is_one = digit.support >= ONE and float(digit.log.max()) >= math.log(ONE)
        atoms += [piece] if is_one else _parted(piece, height)
    return sorted(atoms, key=lambda atom: atom.left + atom.right)


def _pieces(line: Strokes) -> list[Atom]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(line.mask, connectivity=8)
    spans = [
        (n, int(stats[n, cv2.CC_STAT_LEFT]),
         int(stats[n, cv2.CC_STAT_LEFT] + stats[n, cv2.CC_STAT_WIDTH]))
        for n in range(1, count)
        if stats[n, cv2.CC_STAT_AREA] >= LEAST_INK
    ]  # fmt: skip
    return [_atom(np.isin(labels, group), 0, labels.shape[1]) for group in _stacked(spans)]


def _stacked(pieces: list[tuple[int, int, int]]) -> list[list[int]]:
    """Pieces above each other together: the bar of a five and its body."""
    groups: list[tuple[list[int], int, int]] = []
    for number, left, right in sorted(pieces, key=lambda each: each[1]):
        for n, (members, x0, x1) in enumerate(groups):
            shared = min(right, x1) - max(left, x0)
            if shared >= JOINED * min(right - left, x1 - x0):
                groups[n] = ([*members, number], min(x0, left), max(x1, right))
                break
        else:
            groups.append(([number], left, right))
    return [members for members, _, _ in groups]


def _parted(piece: Atom, height: int) -> list[Atom]:
    """A wide piece cut at its thin places."""
    mask, left, right = piece.mask, piece.left, piece.right
    profile = np.convolve(mask.sum(axis=0), np.ones(3) / 3, mode="same")
    room = max(4, round(ATOM * height))
    cuts = [left]
    for at in sorted(range(left + room, right - room), key=lambda column: profile[column]):
        if all(abs(at - cut) >= room for cut in cuts):
            cuts.append(at)
    cuts = [*sorted(cuts), right]
    return [_atom(mask, a, b) for a, b in pairwise(cuts) if mask[:, a:b].any()]


def _atom(mask: NDArray[np.bool_], left: int, right: int) -> Atom:
    own = np.zeros_like(mask)
    own[:, left:right] = mask[:, left:right]
    rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
    return Atom(own, int(columns[0]), int(columns[-1]) + 1, int(rows[0]), int(rows[-1]) + 1)


def _picture(line: Strokes, atoms: Sequence[Atom]) -> Image:
    left, right = min(a.left for a in atoms), max(a.right for a in atoms)
    top, bottom = min(a.top for a in atoms), max(a.bottom for a in atoms)
    mask = np.zeros((bottom - top, right - left), np.uint8)
    for atom in atoms:
        mask[atom.mask[top:bottom, left:right]] = 255
    darkness = line.darkness[top:bottom, left:right]
    return Strokes(line.left + left, line.top + top, mask, darkness).picture(0)


def _is_hyphen(atom: Atom, height: int) -> bool:
    """Low, and not at the line's foot or head alone: a stroke or a dot between digits."""
    high = atom.bottom - atom.top
    return high < LOW * height and atom.right - atom.left < max(1.2 * height, px(4))
