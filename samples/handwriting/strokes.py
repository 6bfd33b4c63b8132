"""How each character is written: its strokes in order, from KanjiVG and from `shapes`."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from samples.handwriting.bend import Copy
from samples.handwriting.shapes import DRAWN, WRITTEN_AS

Path2 = NDArray[np.float32]
"""One stroke: n × 2, x to the right and y down, in units of a square of 109."""

FILE = Path(__file__).parent / "strokes.npz"
UNITS = 109.0
_GRAIN = UNITS / 255  # units of one step in the file


def save(table: Mapping[str, Sequence[Path2]], file: Path) -> None:
    """Write strokes as bytes: points relative to the one before compress best."""
    codes = sorted(table)
    strokes = [stroke for ch in codes for stroke in table[ch]]
    steps = [np.rint(s / _GRAIN).astype(np.uint8) for s in strokes]
    np.savez_compressed(
        file,
        codes=np.array([ord(ch) for ch in codes], np.uint32),
        strokes=np.array([len(table[ch]) for ch in codes], np.uint8),
        points=np.array([len(s) for s in steps], np.uint8),
        xy=np.diff(np.concatenate(steps), axis=0, prepend=np.zeros((1, 2), np.uint8)),
    )


@cache
def _loaded() -> dict[str, tuple[Path2, ...]]:
    with np.load(FILE) as stored:
        xy = np.cumsum(stored["xy"], axis=0, dtype=np.uint8).astype(np.float32) * _GRAIN
        cuts = np.cumsum(stored["points"].astype(int))[:-1]
        strokes = np.split(xy, cuts)
        counts = stored["strokes"].astype(int)
        ends = np.cumsum(counts)
        return {
            chr(code): tuple(strokes[end - count : end])
            for code, count, end in zip(stored["codes"], counts, ends, strict=True)
        }


@cache
def known() -> frozenset[str]:
    """Every character that can be written, white space apart."""
    return frozenset(_loaded()) | frozenset(DRAWN) | frozenset(WRITTEN_AS)


def can_write(text: str) -> bool:
    """Whether there are strokes for every character but white space."""
    return all(ch.isspace() or ch in known() for ch in text)


@cache
def ways(ch: str) -> tuple[tuple[Path2, ...], ...]:
    """The ways in which people write a character. Raises KeyError where there is none."""
    ch = WRITTEN_AS.get(ch, ch)
    own = tuple(tuple(np.array(s, np.float32) for s in way) for way in DRAWN.get(ch, ()))
    return (_loaded()[ch], *own) if ch in _loaded() else own or _raise(ch)


def choose(ch: str, rng: Random) -> int:
    """The number of one of the ways."""
    return rng.randrange(len(ways(ch)))


@cache
def copybook(ch: str, way: int, turned: bool = False) -> Copy:
    """A way of writing, ready to be bent; `turned` by 90°, as a dash in a line downwards."""
    strokes = [(s - UNITS / 2) / UNITS for s in ways(ch)[way]]
    if turned:
        strokes = [np.stack([-s[:, 1], s[:, 0]], axis=1) for s in strokes]
    return Copy.of(strokes)


def _raise(ch: str) -> tuple[tuple[Path2, ...], ...]:
    raise KeyError(ch)
