"""Ink of a text field → lines of text, and the spaces in them."""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.decode.places import Place
from ocr.engines.engine import Image
from ocr.ink.written import Strokes
from ocr.scale import px, whole_px

LEAST_LINE_MM = 1.8  # lower bands are parts of the line beside them
RIM = 0.22  # white rim of a line's picture, as a share of its height
SPACE = 0.5  # a gap is a space from this share of the line's height …
CLEARLY = 1.8  # … when it is this much wider than the next one
LEAST_RIM = 3  # px
BESIDE = 0.8  # frames: an engine may see a character that much off its place
REACH = 0.85  # of a line's height: no character's ink is further from where it is seen
UNREAD = 0.12  # of a line's height, the width of ink beyond that which is a character
STRIKE = 2.2  # of a line's height, and this many mm, is longer than any stroke of a character
STRIKE_MM = 9.0


def lines_of(strokes: Strokes) -> list[Strokes]:
    """The ink cut into lines from top to bottom; one line as long as no white band parts it."""
    if not strokes.amount:
        return []
    bands = _bands(np.asarray(strokes.mask.any(axis=1)))
    merged = _merged(bands, px(LEAST_LINE_MM))
    width = strokes.mask.shape[1]
    return [strokes.part(0, top, width, bottom) for top, bottom in merged]


def ink_by_frame(line: Strokes, count: int, step: float) -> NDArray[np.bool_]:
    """Whether there is ink in or right beside each of `count` frames, `step` pixels wide."""
    left, _, right, _ = line.bounds
    columns = np.pad(np.asarray(line.mask[:, left:right].any(axis=0)), rim_of(line))
    edges = np.concatenate([[0], np.cumsum(columns)])
    starts = np.clip((np.arange(count) - BESIDE) * step, 0, len(columns)).astype(int)
    ends = np.clip((np.arange(count) + 1 + BESIDE) * step, 0, len(columns)).astype(int)
    return np.asarray(edges[ends] > edges[starts])


def has_unread_ink(line: Strokes, found: Sequence[Place], step: float) -> bool:
    """Whether ink as wide as a good part of a character stands away from every symbol read: an
    engine passes over what it does not know."""
    left, top, right, bottom = line.bounds
    height = bottom - top
    inked = np.flatnonzero(line.mask[:, left:right].any(axis=0))
    if not len(inked) or not found:
        return bool(len(inked))
    centres = np.array([((p.start + p.end) / 2) * step - rim_of(line) for p in found])
    away = np.abs(inked[:, None] - centres[None, :]).min(axis=1)
    return bool((away > REACH * height).sum() > UNREAD * height)


def is_struck(line: Strokes) -> bool:
    """Whether a line goes through the writing, much longer than any stroke of a character."""
    left, top, right, bottom = line.bounds
    length = max(round(STRIKE * (bottom - top)), whole_px(STRIKE_MM))
    if right - left < length:
        return False
    thick = cv2.dilate(line.mask[top:bottom, left:right], np.ones((3, 1), np.uint8))
    return bool(cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)).any())


def _bands(rows: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of true, as (start, end past the last)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], rows.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _merged(bands: list[tuple[int, int]], least: float) -> list[tuple[int, int]]:
    """Low bands (dots, an upper stroke, 一) joined to the nearest band."""
    bands = list(bands)
    while len(bands) > 1:
        low = min(range(len(bands)), key=lambda i: bands[i][1] - bands[i][0])
        if bands[low][1] - bands[low][0] >= least and not _is_tight(bands):
            break
        gaps = [
            (abs(bands[low][0] - bands[i][1]) if i < low else abs(bands[i][0] - bands[low][1]), i)
            for i in (low - 1, low + 1)
            if 0 <= i < len(bands)
        ]
        _, other = min(gaps)
        first, second = sorted((low, other))
        bands[first : second + 1] = [(bands[first][0], bands[second][1])]
    return bands


def _is_tight(bands: Sequence[tuple[int, int]]) -> bool:
    """Two bands closer than half a millimetre are one line (二 has a white band inside)."""
    return any(b[0] - a[1] < px(0.4) for a, b in pairwise(bands))


def picture_of(line: Strokes) -> Image:
    """The line for an engine, with a rim in proportion to its height."""
    _, top, _, bottom = line.bounds
    return line.picture(max(LEAST_RIM, round(RIM * (bottom - top))))


def rim_of(line: Strokes) -> int:
    _, top, _, bottom = line.bounds
    return max(LEAST_RIM, round(RIM * (bottom - top)))


def split_by_gap(line: Strokes, found: Sequence[Place], step: float) -> int | None:
    """Where a space stands: the number of symbols before the one clear gap, or None.

    `step`: pixels of the picture a frame is wide.
    """
    if len(found) < 2:
        return None
    left, top, right, bottom = line.bounds
    columns = np.asarray(line.mask[:, left:right].any(axis=0))
    gaps = [(b, a, b - a) for a, b in _bands(~columns)]
    height = bottom - top
    centres = [((p.start + p.end) / 2) * step - rim_of(line) for p in found]
    widths = sorted((width for _, _, width in gaps), reverse=True)
    if not widths or widths[0] < max(SPACE * height, whole_px(1.5)):
        return None
    if len(widths) > 1 and widths[0] < CLEARLY * widths[1]:
        return None
    end, start, _ = max(gaps, key=lambda gap: gap[2])
    middle = (start + end) / 2
    before = sum(1 for centre in centres if centre < middle)
    return before if 0 < before < len(found) else None
