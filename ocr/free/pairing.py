"""Which value belongs to which label: by ruled cells where there are any, else by place."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from forms.form import FieldType
from forms.geometry import Box
from ocr.free import labels
from ocr.free.cells import Cell
from ocr.free.found import FreePair, FreeText
from ocr.free.reading import Piece
from ocr.scale import px

LABEL = 0.45  # likeness from which the text of a cell may be a label
HEADING = 0.6  # and from which it may head a column
SURE_LABEL = 0.9  # and from which text without a cell is one
NEAR_MM = 4.0  # between two cells
FILLED = 0.25  # of a cell's width that a heading takes; less is a small label in a wide field
COLUMN_MM = 3.0  # that a heading may be wider or narrower than its column on either side
FAR_MM = 60.0  # between a label and its value on one line without rules
UNDER = 1.6  # line heights
SAME_LINE = 0.5  # of the lower height that must overlap
_SEAL = re.compile(r"[\s\u3000]*[印㊞]$")  # printed beside a name


@dataclass(frozen=True, slots=True)
class Spot:
    """Text in one place: a ruled cell with all its lines, or a line by itself."""

    left: float
    top: float
    right: float
    bottom: float
    lines: tuple[tuple[Piece, ...], ...]
    in_cell: bool

    def is_beside(self, other: "Spot") -> bool:
        """Whether `other` stands in the same row."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared >= SAME_LINE * min(self.bottom - self.top, other.bottom - other.top)

    def is_over(self, other: "Spot") -> bool:
        shared = min(self.right, other.right) - max(self.left, other.left)
        return shared >= SAME_LINE * min(self.right - self.left, other.right - other.left)

    @property
    def is_filled(self) -> bool:
        """Whether its text takes a fair part of the cell, as a heading's does."""
        pieces = [piece for line in self.lines for piece in line]
        if not pieces:
            return False
        across = max(p.right for p in pieces) - min(p.left for p in pieces)
        return across >= FILLED * (self.right - self.left)

    def is_column_of(self, other: "Spot") -> bool:
        """Whether both sides of `other` stand under this one's: a heading and its column."""
        slack = px(COLUMN_MM)
        return abs(self.left - other.left) <= slack and abs(self.right - other.right) <= slack


class Pairing:
    """Labels and values of one upright page of `width` × `height` pixels."""

    def __init__(self, pieces: Sequence[Piece], cells: Sequence[Cell], size: tuple[int, int]):
        self._width, self._height = size
        self._read: dict[tuple[int, FieldType], FreeText] = {}
        self._spots = tuple(part for spot in spots_of(pieces, cells) for part in self._split(spot))
        self._texts = {id(spot): self._text(spot, FieldType.TEXT) for spot in self._spots}
        self._likeness = {
            id(spot): labels.likeness(text.text) if (text := self._texts[id(spot)]) else 0.0
            for spot in self._spots
        }

    def texts(self) -> tuple[FreeText, ...]:
        """All text, from top to bottom, each cell or line as one."""
        return tuple(text for spot in self._spots if (text := self._texts[id(spot)]) is not None)

    def pairs(self) -> tuple[FreePair, ...]:
        found = [pair for spot in self._spots for pair in self._of_label(spot)]
        taken = {(pair.place.x, pair.place.y) for pair in found}
        for spot in self._spots:
            place = self._box(spot)
            if (place.x, place.y) not in taken and (inside := self._of_both(spot)) is not None:
                found.append(inside)
        return tuple(sorted(found, key=lambda p: (round(p.label.box.y, 2), p.label.box.x)))

    def _of_label(self, spot: Spot) -> Iterator[FreePair]:
        text = self._texts[id(spot)]
        if text is not None and self._is_label(spot):
            for value, how in self._values(spot):
                yield self._pair(text, value, how, self._likeness[id(spot)])

    def _of_both(self, spot: Spot) -> FreePair | None:
        is_text = self._texts[id(spot)] is not None and not self._is_label(spot)
        return self._inside(spot) if is_text else None

    def _inside(self, spot: Spot) -> FreePair | None:
        """A spot that holds the label and the value: 「電話 03-…」, or one above the other."""
        lines = [self._text(self._line(line, spot), FieldType.TEXT) for line in spot.lines]
        if lines[0] is None:
            return None
        place = self._box(spot)
        if len(lines) > 1 and labels.likeness(lines[0].text) >= SURE_LABEL:
            below = Spot(spot.left, spot.top, spot.right, spot.bottom, spot.lines[1:], spot.in_cell)
            kind = labels.type_of(lines[0].text)
            value = self._text(below, kind)
            return FreePair(
                lines[0], value, place, "inside", kind, value.confidence if value else 0
            )
        if (parts := labels.head(lines[0].text)) is None or not parts[1]:
            return None
        likeness = labels.likeness(parts[0])
        label = FreeText(parts[0], lines[0].box, lines[0].confidence)
        value = FreeText(parts[1], lines[0].box, lines[0].confidence)
        kind = labels.type_of(parts[0])
        return FreePair(label, value, place, "inside", kind, value.confidence * likeness)

    def _values(self, label: Spot) -> Iterator[tuple[Spot, str]]:
        right = self._nearest(label, self._to_the_right)
        if right is not None and not self._is_label(right):
            yield right, "right" if right.in_cell and label.in_cell else "beside"
            return
        if label.in_cell and not label.is_filled:
            yield replace(label, lines=()), "inside"
            return
        if self._likeness[id(label)] < HEADING:
            return
        at, how = label, "below" if label.in_cell else "under"
        while (below := self._nearest(at, self._below)) is not None and not self._is_label(below):
            if label.in_cell and not label.is_column_of(below):
                return
            yield below, how
            if not label.in_cell:
                return
            at = below

    def _to_the_right(self, label: Spot, other: Spot) -> float | None:
        gap = other.left - label.right
        most = px(NEAR_MM) if label.in_cell else px(FAR_MM)
        is_there = label.in_cell == other.in_cell and -px(1) <= gap <= most
        return gap if is_there and label.is_beside(other) else None

    def _below(self, label: Spot, other: Spot) -> float | None:
        gap = other.top - label.bottom
        most = px(NEAR_MM) if label.in_cell else UNDER * (label.bottom - label.top)
        is_there = label.in_cell == other.in_cell and -px(1) <= gap <= most
        return gap if is_there and label.is_over(other) else None

    def _nearest(self, label: Spot, way: Callable[[Spot, Spot], float | None]) -> Spot | None:
        found = [
            (gap, abs(other.top - label.top), n)
            for n, other in enumerate(self._spots)
            if other is not label and (gap := way(label, other)) is not None
        ]
        return self._spots[min(found)[2]] if found else None

    def _is_label(self, spot: Spot) -> bool:
        least = LABEL if spot.in_cell else SURE_LABEL
        return self._likeness[id(spot)] >= least

    def _pair(self, label: FreeText, spot: Spot, how: str, likeness: float) -> FreePair:
        kind = labels.type_of(label.text)
        value = self._text(spot, kind)
        if (
            value is not None
            and labels.is_unit(value.text)
            and not any(map(str.isdigit, value.text))
        ):
            value = None
        sure = value.confidence * min(1.0, 0.5 + likeness / 2) if value else 0.0
        return FreePair(label, value, self._box(spot), how, kind, round(sure, 4))

    def _text(self, spot: Spot, kind: FieldType) -> FreeText | None:
        """All lines of a spot as one text; None where nothing is written in it."""
        read = [[self._piece(p, kind) for p in line] for line in spot.lines]
        flat = [text for line in read for text in line if text.text]
        if not flat:
            return None
        rows = ["\u3000".join(t.text for t in line if t.text) for line in read]
        confidence = 1.0
        for text in flat:
            confidence *= text.confidence
        candidates = flat[0].candidates if len(flat) == 1 else ()
        is_column = len(rows) > 1 and all(len(row) <= 1 for row in rows)
        is_vertical = is_column or all(text.is_vertical for text in flat)
        whole = ("" if is_column else "\n").join(row for row in rows if row)
        whole = _SEAL.sub("", whole) if kind is FieldType.NAME else whole
        return FreeText(whole, self._box(spot), round(confidence, 4), is_vertical, candidates)

    def _piece(self, piece: Piece, kind: FieldType) -> FreeText:
        key = id(piece), kind
        if key not in self._read:
            self._read[key] = piece.text(self._width, self._height, kind)
        return self._read[key]

    def _split(self, spot: Spot) -> Iterator[Spot]:
        """A cell whose every line is a label (フリガナ above 氏名) is as many labels."""
        lines = [self._line(line, spot) for line in spot.lines]
        texts = [self._text(line, FieldType.TEXT) for line in lines]
        if len(lines) < 2 or any(t is None or labels.likeness(t.text) < SURE_LABEL for t in texts):
            yield spot
            return
        cuts = [(a.bottom + b.top) / 2 for a, b in pairwise(lines)]
        for line, top, bottom in zip(lines, [spot.top, *cuts], [*cuts, spot.bottom], strict=True):
            yield replace(line, top=top, bottom=bottom)

    def _line(self, line: tuple[Piece, ...], spot: Spot) -> Spot:
        top, bottom = min(p.top for p in line), max(p.bottom for p in line)
        return Spot(spot.left, top, spot.right, bottom, (line,), spot.in_cell)

    def _box(self, spot: Spot) -> Box:
        return Box(
            spot.left / self._width, spot.top / self._height,
            (spot.right - spot.left) / self._width, (spot.bottom - spot.top) / self._height,
        )  # fmt: skip


def spots_of(pieces: Sequence[Piece], cells: Sequence[Cell]) -> tuple[Spot, ...]:
    """Pieces gathered by cell, those outside by line; empty cells too: a value may be missing."""
    held: dict[int, list[Piece]] = {n: [] for n in range(len(cells))}
    loose = []
    for piece in pieces:
        area = max(1.0, (piece.right - piece.left) * (piece.bottom - piece.top))
        shares = [c.overlap(piece.left, piece.top, piece.right, piece.bottom) / area for c in cells]
        best = max(range(len(cells)), key=shares.__getitem__) if cells else -1
        if best >= 0 and shares[best] >= 0.5:
            held[best].append(piece)
        else:
            loose.append(piece)
    spots = [
        Spot(c.left, c.top, c.right, c.bottom, tuple(map(tuple, lines_of(held[n]))), True)
        for n, c in enumerate(cells)
    ]
    for piece in loose:
        lines = ((piece,),)
        spots.append(Spot(piece.left, piece.top, piece.right, piece.bottom, lines, False))
    return tuple(sorted(spots, key=lambda s: (s.top, s.left)))


def lines_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces of one place by line, from top to bottom and left to right; columns, which go from
    right to left, are lines of their own."""
    if pieces and all(p.is_vertical for p in pieces):
        return [[p] for p in sorted(pieces, key=lambda p: -p.middle[0])]
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.middle[1]):
        if lines and piece.middle[1] < max(p.bottom for p in lines[-1]) - 0.3 * (
            piece.bottom - piece.top
        ):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda p: p.left) for line in lines]
