"""Print of a scanned blank, read: lines cut by their ink, the white in them drawn together so that
letter-spaced words are read as words, and each character given its place back."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from ocr.drafting.geometry import Rect, around
from ocr.drafting.printed import Char
from ocr.drafting.ruling import Ruling
from ocr.engines import Emissions, Engine
from ocr.engines.engine import Image
from ocr.ink.dark import Mask, gray_of
from ocr.scale import px, whole_px

JOIN_MM = (0.7, 0.5)  # white across and down that does not part two pieces of one blob
LEAST_INK = 7  # px of a blob; less is dust
LARGEST_MM = 14.0  # height of print; more is a picture
GAP = 0.45  # of a line's height that the white between two pieces is drawn together to
RIM = 0.2  # of a line's height, white around it
TWICE = 0.45  # of a line's height: nearer together no two characters stand
SURE = 0.35  # belief in a character from which it is there
SEAL_MM = (3.0, 7.5)  # across a printed ㊞
RIM_PARTS = 32  # directions in which the ring around a ㊞ must be met
DOT_MM = 1.1  # sides of a middle dot
FULL = 0.17  # of its area that is ink; a counted ① has less


@dataclass(frozen=True, slots=True)
class _Piece:
    """Ink that hangs together."""

    rect: Rect


@dataclass(frozen=True, slots=True)
class _Strip:
    """A picture for the recogniser; `starts`: where each piece begins on it (px); `band`: top and
    bottom of the line on the page, None for a column."""

    picture: Image
    pieces: tuple[_Piece, ...]
    starts: tuple[float, ...]
    band: tuple[float, float] | None


def chars_read(image: Image, ink: Mask, ruling: Ruling, engine: Engine) -> tuple[Char, ...]:
    """Every printed character of an upright, flat page."""
    lines = cv2.dilate(ruling.lines, np.ones((3, 3), np.uint8))
    printed = np.asarray(cv2.subtract(ink, lines), np.uint8)
    for cell in ruling.cells:
        if cell.is_comb:
            _clear(printed, cell.rect)
    gray = gray_of(image).copy()
    gray[lines > 0] = int(np.median(gray))
    pieces = _pieces(printed)
    seals = [p for p in pieces if _is_seal(p.rect, printed)]
    pieces = [p for p in pieces if p not in seals]
    strips = [_strip(line, gray) for group in _by_cell(pieces, ruling) for line in _lines(group)]
    read = engine.recognise([strip.picture for strip in strips])
    found = [c for s, e in zip(strips, read, strict=True) for c in _placed(s, e, printed)]
    return (*found, *(Char("㊞", seal.rect) for seal in seals))


def _clear(mask: Mask, rect: Rect) -> None:
    mask[int(rect.top) : int(rect.bottom) + 1, int(rect.left) : int(rect.right) + 1] = 0


def _pieces(printed: Mask) -> list[_Piece]:
    across, down = whole_px(JOIN_MM[0]), whole_px(JOIN_MM[1])
    joined = cv2.morphologyEx(printed, cv2.MORPH_CLOSE, np.ones((down, across), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    inked = np.bincount(labels[printed > 0], minlength=count)
    found = []
    for n in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[n])
        if inked[n] >= LEAST_INK and h <= px(LARGEST_MM) and max(w, h) >= 3:
            found.append(_Piece(Rect(x, y, x + w, y + h)))
    return found


def _is_seal(rect: Rect, printed: Mask) -> bool:
    """Whether it is a printed ㊞: a round ring with a character in it."""
    low, high = px(SEAL_MM[0]), px(SEAL_MM[1])
    if not (low <= min(rect.width, rect.height) and max(rect.width, rect.height) <= high):
        return False
    part = printed[int(rect.top) : int(rect.bottom), int(rect.left) : int(rect.right)]
    x, y, w, h = cv2.boundingRect(cv2.medianBlur(part, 3))  # without dust
    part = part[y : y + h, x : x + w]
    if min(w, h) < low or abs(w - h) > 0.15 * w:
        return False
    return bool((part > 0).mean() >= FULL and _is_even_ring(part))


def _is_even_ring(part: Mask) -> bool:
    """Whether the outermost ink is a circle all the way round, with something in its middle."""
    height, width = part.shape
    ys, xs = np.nonzero(part)
    across, down = (xs + 0.5) / width - 0.5, (ys + 0.5) / height - 0.5
    far = np.hypot(across, down)
    turns = ((np.arctan2(down, across) + np.pi) * RIM_PARTS / (2 * np.pi)).astype(int) % RIM_PARTS
    outermost = np.zeros(RIM_PARTS)
    np.maximum.at(outermost, turns, far)
    low, high = np.quantile(outermost, [0.1, 0.95])
    return bool(low >= 0.43 and high <= 0.56 and (far < 0.3).any())


def _by_cell(pieces: Sequence[_Piece], ruling: Ruling) -> list[list[_Piece]]:
    """Pieces of each ruled cell; those outside together."""
    held: dict[int, list[_Piece]] = {}
    for piece in pieces:
        inside = [
            (c.rect.area, n) for n, c in enumerate(ruling.cells) if c.rect.has_middle_of(piece.rect)
        ]
        held.setdefault(min(inside)[1] if inside else -1, []).append(piece)
    return list(held.values())


def _lines(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """By line, from left to right; pieces one below the other as one column."""
    lines: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda p: -p.rect.height):
        fitting = [line for line in lines if _fits(piece, line)]
        if fitting:
            best = max(fitting, key=lambda ln: around(p.rect for p in ln).down(piece.rect))
            best.append(piece)
        else:
            lines.append([piece])
    lines.sort(key=lambda line: around(p.rect for p in line).top)
    if _is_column(lines):
        return [[line[0] for line in lines]]
    return [_grown_together(line) for line in lines]


def _grown_together(line: Sequence[_Piece]) -> list[_Piece]:
    """A line from left to right; pieces above each other (ン, 二) are one."""
    out: list[_Piece] = []
    for piece in sorted(line, key=lambda p: p.rect.left):
        if out and piece.rect.left < out[-1].rect.right - 1:
            out[-1] = _Piece(around((out[-1].rect, piece.rect)))
        else:
            out.append(piece)
    return out


def _fits(piece: _Piece, line: Sequence[_Piece]) -> bool:
    """Whether most of a piece stands within the height of a line."""
    box = line[0].rect
    shared = box.down(piece.rect)
    return shared >= 0.5 * min(piece.rect.height, box.height)


def _is_column(lines: Sequence[Sequence[_Piece]]) -> bool:
    if len(lines) < 2 or any(len(line) != 1 for line in lines):
        return False
    rects = [line[0].rect for line in lines]
    box = around(rects)
    widest = max(r.width for r in rects)
    is_narrow = box.width <= 1.35 * widest and widest <= px(9)
    return is_narrow and all(r.width <= 1.6 * max(r.height, px(2)) for r in rects)


def _strip(line: Sequence[_Piece], gray: Image) -> _Strip:
    """The pieces side by side with a little white between them."""
    box = around(p.rect for p in line)
    is_column = len(line) > 1 and box.height > 1.5 * box.width and box.width <= px(9)
    band = None if is_column else (box.top, box.bottom)
    height = max(p.rect.height for p in line) if is_column else box.height
    rim = max(3, round(RIM * height))
    paper = int(np.median(gray))
    full = round(height) + 2 * rim
    row: list[Image] = [np.full((full, rim), paper, np.uint8)]
    starts, at = [], rim
    for n, piece in enumerate(line):
        part = _cut(piece.rect, box, gray, is_column)
        if n:
            white = GAP * height if is_column else piece.rect.left - line[n - 1].rect.right
            gap = max(1, round(min(white, GAP * height)))
            row.append(np.full((full, gap), paper, np.uint8))
            at += gap
        above = max(0, (full - part.shape[0]) // 2)
        below = max(0, full - part.shape[0] - above)
        padded = np.pad(part, ((above, below), (0, 0)), constant_values=paper)[:full]
        row.append(padded)
        starts.append(float(at))
        at += part.shape[1]
    row.append(np.full((full, rim), paper, np.uint8))
    return _Strip(np.concatenate(row, axis=1), tuple(line), tuple(starts), band)


def _cut(rect: Rect, box: Rect, gray: Image, is_column: bool) -> Image:
    """A piece as high as its line, so that it keeps its place above or below."""
    top, bottom = (rect.top, rect.bottom) if is_column else (box.top, box.bottom)
    return gray[int(top) : int(bottom), int(rect.left) : int(rect.right)]


def _placed(strip: _Strip, read: Emissions, printed: Mask) -> list[Char]:
    """The characters of a strip where they stand on the page."""
    middles: list[tuple[str, float]] = []
    best = read.probabilities.argmax(axis=1)
    start = 0
    for n in range(1, len(best) + 1):
        if n < len(best) and best[n] == best[start]:
            continue
        column = int(best[start])
        text = read.vocabulary.characters[column]
        if column and text.strip() and read.probabilities[start:n, column].max() >= SURE:
            middles.append((text, (start + n) / 2 * read.step))
        start = n
    held: list[list[tuple[str, float]]] = [[] for _ in strip.pieces]
    for text, middle in _once(middles, strip.picture.shape[0] / (1 + 2 * RIM)):
        at = min(range(len(strip.pieces)), key=lambda k: _away(strip, k, middle))
        held[at].append((text, middle - strip.starts[at]))
    return [
        char
        for piece, own in zip(strip.pieces, held, strict=True)
        for char in _chars_of(piece.rect, own, printed, strip.band)
    ]


def _once(middles: Sequence[tuple[str, float]], height: float) -> list[tuple[str, float]]:
    """Without a character that is seen twice in the place of one."""
    kept: list[tuple[str, float]] = []
    for text, middle in middles:
        if not kept or kept[-1][0] != text or middle - kept[-1][1] >= TWICE * height:
            kept.append((text, middle))
    return kept


def _away(strip: _Strip, n: int, middle: float) -> float:
    """How far outside of a piece a place on the strip is."""
    start, width = strip.starts[n], strip.pieces[n].rect.width
    return max(start - middle, middle - start - width, 0.0) + 0.001 * abs(
        middle - start - width / 2
    )


def _chars_of(
    rect: Rect,
    own: Sequence[tuple[str, float]],
    printed: Mask,
    band: tuple[float, float] | None,
) -> list[Char]:
    """A piece's characters, parted half way between their middles, each as wide as its ink and as
    high as its line."""
    top, bottom = band or (rect.top, rect.bottom)
    if _is_dot(rect, top, bottom):
        return [Char("・", Rect(rect.left, top, rect.right, bottom))]
    if not own:
        return []
    middles = [min(max(middle, 0.0), rect.width) for _, middle in own]
    edges = [0.0, *((a + b) / 2 for a, b in pairwise(middles)), rect.width]
    part = printed[int(rect.top) : int(rect.bottom), int(rect.left) : int(rect.right)] > 0
    out = []
    for (text, _), (left, right) in zip(own, pairwise(edges), strict=True):
        columns = np.flatnonzero(part[:, int(left) : max(int(left) + 1, int(right))].any(axis=0))
        low = left + (float(columns[0]) if len(columns) else 0.0)
        high = left + (float(columns[-1]) + 1 if len(columns) else right - left)
        box = Rect(rect.left + low, top, rect.left + high, bottom)
        out += [Char(ch, box) for ch in text if ch.strip()]
    return out


def _is_dot(rect: Rect, top: float, bottom: float) -> bool:
    """Whether a piece is the ・ between choices: small, at half the height of its line."""
    is_small = max(rect.width, rect.height) <= px(DOT_MM) and bottom - top >= px(1.8)
    return is_small and abs(rect.middle[1] - (top + bottom) / 2) <= 0.2 * (bottom - top)
