"""A sheet cut into places: ruled cells with what stands in them, and lines of print outside."""

from collections.abc import Sequence

from ocr.drafting.found import Place
from ocr.drafting.geometry import Rect, around
from ocr.drafting.known_words import put_right
from ocr.drafting.printed import Char, Line, lines_of
from ocr.drafting.ruling import Cell
from ocr.drafting.sheet import Sheet
from ocr.scale import px

MOST = 0.6  # of the page; a larger cell is a frame around everything
CROWDED = 0.35  # of a cell that other cells in it take: a frame, not a place
LEAST_HEIGHT_MM = 3.0  # of a place to write in
BESIDE_MM = 8.0  # from a label's cell to the comb of the next
LINE_MM = 4.6  # half the height of a line outside of cells to write on, if there is room


def placed(sheet: Sheet) -> tuple[list[Place], list[Place]]:
    """(cells, lines outside of cells), each from top to bottom."""
    cells = sheet.ruling.cells
    inner = [n for n, cell in enumerate(cells) if not cell.is_comb and _is_place(n, sheet)]
    held: dict[int, list[Char]] = {n: [] for n in inner}
    loose: list[Char] = []
    for char in sheet.chars:
        at = _innermost(cells, char.rect)
        while at is not None and at not in held and not cells[at].is_comb:
            at = cells[at].outer
        if at is None:
            loose.append(char)
        elif at in held:
            held[at].append(char)
    if not sheet.is_digital:
        held = {n: put_right(chars) for n, chars in held.items()}
        loose = put_right(loose)
    squares = {n: [] for n in (*inner, None)}  # type: dict[int | None, list[Rect]]
    for square in sheet.ruling.squares:
        at = _innermost(cells, square)
        squares[at if at in held else None].append(square)
    places = [Place(cells[n].rect, held[n], tuple(squares[n]), _combs_in(cells, n)) for n in inner]
    bare = [cell for cell in cells if cell.is_comb and cell.outer is None]
    beside = {id(comb): place for comb in bare if (place := _of_comb(comb, places))}
    combs = [comb for comb in bare if id(comb) not in beside]
    places += beside.values()
    places.sort(key=lambda p: (p.rect.top, p.rect.left))
    return places, _lines(loose, squares[None], combs, sheet, places)


def _is_place(n: int, sheet: Sheet) -> bool:
    cells, cell = sheet.ruling.cells, sheet.ruling.cells[n]
    inside = [c for c in cells if c.outer == n and not c.is_comb]
    taken = sum(c.rect.area for c in inside)
    height, width = sheet.ink.shape
    is_low = cell.rect.height < px(LEAST_HEIGHT_MM)
    return not is_low and taken < CROWDED * cell.rect.area <= CROWDED * MOST * height * width


def _of_comb(comb: Cell, places: Sequence[Place]) -> Place | None:
    """A comb so near the lines of its cell that the cell was not seen: the place from the cell
    before it on, where there is one."""
    near = [
        (comb.rect.left - place.rect.right, n)
        for n, place in enumerate(places)
        if 0 <= comb.rect.left - place.rect.right <= px(BESIDE_MM)
        and place.rect.down(comb.rect) >= 0.8 * comb.rect.height
    ]
    if not near:
        return None
    label = places[min(near)[1]].rect
    rect = Rect(label.right + 3, min(label.top, comb.rect.top), comb.rect.right + px(1),
                max(label.bottom, comb.rect.bottom))  # fmt: skip
    return Place(rect, [], (), (comb,))


def _combs_in(cells: Sequence[Cell], n: int) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if cell.is_comb and cell.outer == n)


def _innermost(cells: Sequence[Cell], rect: Rect) -> int | None:
    found = [(c.rect.area, n) for n, c in enumerate(cells) if c.rect.has_middle_of(rect)]
    return min(found)[1] if found else None


def _lines(
    chars: Sequence[Char],
    squares: Sequence[Rect],
    loose: Sequence[Cell],
    sheet: Sheet,
    places: Sequence[Place],
) -> list[Place]:
    lines = lines_of(chars)
    if not lines:
        return []
    margin = _margin(sheet, places)
    boxes = [around(word.rect for word in line) for line in lines]
    out = []
    for line, box in zip(lines, boxes, strict=True):
        room = _room(box, boxes, margin, places)
        own = [s for s in squares if s.top < box.middle[1] < s.bottom]
        combs = [c for c in loose if c.rect.top < box.middle[1] < c.rect.bottom]
        left = min([room.left, *(s.left for s in own)])
        out.append(
            Place(Rect(left, room.top, room.right, room.bottom), _chars(line), tuple(own),
                  tuple(combs), in_cell=False)
        )  # fmt: skip
    return out


def _chars(line: Line) -> list[Char]:
    return [char for word in line for char in word.chars]


def _margin(sheet: Sheet, places: Sequence[Place]) -> float:
    """How far right anything on the page reaches (px)."""
    rights = [p.rect.right for p in places] + [c.rect.right for c in sheet.chars]
    return max([*rights, *(r.right for r in sheet.ruling.rules)])


def _room(box: Rect, boxes: Sequence[Rect], margin: float, places: Sequence[Place]) -> Rect:
    """A line with room above and below, as far as no other line and no cell is met."""
    y = box.middle[1]
    top, bottom, right = y - px(LINE_MM), y + px(LINE_MM), margin
    for other in [*boxes, *(p.rect for p in places)]:
        if other is box or other.across(Rect(box.left, top, right, bottom)) <= 0:
            continue
        if other.bottom <= y:
            top = max(top, other.bottom)
        elif other.top >= y:
            bottom = min(bottom, other.top)
        elif other.left >= box.right:
            right = min(right, other.left)
    return Rect(box.left, min(top, box.top), right, max(bottom, box.bottom))
