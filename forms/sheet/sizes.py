"""How much room a field takes on a sheet, in millimetres, by what is written into it.

From the papers that we know: a comb's cell is 5.2 to 6.5 mm wide, a word to ring stands 6 mm and
more from the next, a square to tick is 5 mm wide, a day, a month and a year take 10 mm each.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from forms.form import FieldType, Mark
from forms.sheet.rows import Cell, Word

GLYPH = 3.2  # of print at 9 points
SQUARE = 5.0
WORD_GAP, SQUARE_GAP = 6.0, 5.0
LINE = 8.1  # from one line of options to the next: rings reach 2 mm out
ONE_LINE = 9.6
ERA = 14.8  # from one era to the next
PART, UNIT = 9.8, 4.8  # year, month or day; its printed unit
COMB, COMB_LEAST = 6.5, 5.2
POST_MARK = 6.5
FIRST_HEAD = 34.0
ROOM = 146.0  # beside one heading: options that need more stand on further lines
_HEAD_LINE = 9  # characters of a heading, then it takes two lines


@dataclass(frozen=True, slots=True)
class Size:
    """Of the place for the writing, without its heading."""

    width: float
    height: float


def glyphs(text: str) -> float:
    """Full-width characters that the text is as wide as."""
    return sum(1.0 if unicodedata.east_asian_width(ch) in "FWA" else 0.55 for ch in text)


def word_width(word: Word) -> float:
    """Of the box around a word that is ringed."""
    return GLYPH * max(glyphs(word.printed), 1) + 3.3


def option_width(cell: Cell, word: Word) -> float:
    """Of an option with its square, or of its word."""
    if cell.mark is Mark.CHECK:
        return SQUARE + 2 + 3.4 * glyphs(word.printed)
    return word_width(word)


def after(cell: Cell) -> float:
    """What is printed behind the writing."""
    unit = GLYPH * glyphs(cell.unit) + 2.5 if cell.unit else 0.0
    return unit + (2.85 * glyphs(cell.note) + 2 if cell.note else 0.0)


def roomy(cell: Cell) -> Size:
    """As it looks best: options and dates on one line."""
    if cell.type is FieldType.CHOICE:
        return Size(_line(cell) + 6, ONE_LINE) if cell.options else Size(10, ONE_LINE)
    if cell.type is FieldType.DATE and cell.eras:
        return Size(ERA * len(cell.eras) + 3 * (PART + UNIT) + 5, 9.5)
    return Size(_WIDTH[cell.type](cell) + after(cell), _HEIGHT.get(cell.type, 9.5))


def compact(cell: Cell) -> Size:
    """Over two lines, where that takes less width."""
    if cell.type is FieldType.CHOICE and len(cell.options) > 3:
        widest = max(option_width(cell, word) for word in cell.options)
        half = max(_line(cell) / 2 + widest / 2, widest) + 6
        return Size(min(half, max(widest + 6, ROOM)), 2 * LINE + 2)
    if cell.type is FieldType.DATE and cell.eras:
        return Size(max(ERA * len(cell.eras), 3 * (PART + UNIT)) + 4, 15.5)
    if cell.cells:
        return Size(COMB_LEAST * cell.cells + 4 + _post_mark(cell) + after(cell), 9.5)
    return roomy(cell)


def in_table(cell: Cell) -> Size:
    """In a column: two eras stand above each other, left of the date; more, in a line above it."""
    if is_stacked(cell):
        return Size(12 + 3 * (PART + UNIT), 15.0)
    if cell.type is FieldType.CHOICE:
        return Size(_line(cell) + 3, 9.5)
    if cell.type is FieldType.TEXT:
        return Size(16 + after(cell), 9.5)
    return compact(cell)


def is_stacked(cell: Cell) -> bool:
    """Whether its eras stand above each other in a table: rings need 7 mm from line to line."""
    return cell.type is FieldType.DATE and 0 < len(cell.eras) <= 2


def lines_of(cell: Cell, width: float) -> list[list[Word]]:
    """The options on as many lines as they need in `width` mm."""
    lines: list[list[Word]] = [[]]
    used = 0.0
    for word in cell.options:
        more = option_width(cell, word) + (_gap(cell) if lines[-1] else 0)
        if lines[-1] and used + more > width:
            lines.append([])
            used, more = 0.0, option_width(cell, word)
        lines[-1].append(word)
        used += more
    return lines


def height_in(cell: Cell, width: float) -> float:
    """What the field needs in a place of that width."""
    if cell.type is FieldType.CHOICE:
        lines = len(lines_of(cell, width - 4 - after(cell)))
        return ONE_LINE if lines == 1 else lines * LINE + 2
    if cell.type is FieldType.DATE and cell.eras:
        return 9.5 if width >= roomy(cell).width - 0.01 else compact(cell).height
    return _HEIGHT.get(cell.type, 9.5)


def share(cell: Cell) -> float:
    """Of what a row has left over."""
    return cell.share or (0.1 if cell.cells else _SHARE.get(cell.type, 0.2))


def heading(cell: Cell) -> str:
    """As it is printed: long ones on two lines."""
    text = cell.head or cell.label
    if "\n" in text or len(text) <= _HEAD_LINE:
        return text
    middle = (len(text) + 1) // 2
    return text[:middle] + "\n" + text[middle:]


def head_width(cell: Cell, *, is_first: bool) -> float:
    longest = max(glyphs(line) for line in heading(cell).split("\n"))
    return FIRST_HEAD if is_first else max(13.0, 3.15 * longest + 3.5)


def _gap(cell: Cell) -> float:
    return SQUARE_GAP if cell.mark is Mark.CHECK else WORD_GAP


def _line(cell: Cell) -> float:
    words = [option_width(cell, word) for word in cell.options]
    return sum(words) + _gap(cell) * (len(words) - 1) + after(cell)


def _post_mark(cell: Cell) -> float:
    return POST_MARK if cell.type is FieldType.POSTAL_CODE else 0.0


def _comb_or(width: float, cell: Cell) -> float:
    return COMB * cell.cells + 4 + _post_mark(cell) if cell.cells else width


def _number(cell: Cell) -> float:
    longest = cell.length[1] if cell.length else 6
    return _comb_or(max(15.0, 4.0 * longest + 7), cell)


_WIDTH: Mapping[FieldType, Callable[[Cell], float]] = {
    FieldType.NAME: lambda cell: 40.0,
    FieldType.KANA: lambda cell: 44.0,
    FieldType.ADDRESS: lambda cell: 70.0,
    FieldType.TEXT: lambda cell: 24.0,
    FieldType.POSTAL_CODE: lambda cell: _comb_or(34.0, cell),
    FieldType.PHONE: lambda cell: _comb_or(40.0, cell),
    FieldType.NUMBER: _number,
    FieldType.MY_NUMBER: lambda cell: _comb_or(46.0, cell),
    FieldType.DATE: lambda cell: 13.0 + 3 * (PART + UNIT),
    FieldType.SEAL: lambda cell: 16.0,
    FieldType.QR: lambda cell: 32.0,
}
_HEIGHT = {
    FieldType.NAME: 10.5,
    FieldType.KANA: 9.4,
    FieldType.ADDRESS: 10.0,
    FieldType.SEAL: 14.4,
    FieldType.QR: 28.0,
}
_SHARE = {
    FieldType.ADDRESS: 6.0,
    FieldType.NAME: 3.0,
    FieldType.KANA: 3.0,
    FieldType.TEXT: 4.0,
    FieldType.PHONE: 1.0,
    FieldType.CHOICE: 0.7,
}
