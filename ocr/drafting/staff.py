"""Areas that the office fills in: 受付印, ※市町村記入欄. Nothing is proposed there."""

from collections.abc import Iterator, Sequence

from ocr.drafting.found import Place
from ocr.drafting.geometry import Rect, around
from ocr.drafting.tables import Tables, frame_of
from ocr.drafting.wording import is_staff, is_staff_label
from ocr.scale import px

OVER_MM = 9.0  # from a heading to the table that it stands over
BAND = 0.75  # of a table's width that a heading inside it takes
LOW = 0.6  # of what is below it, the height of a heading in a cell of its own


def staff_areas(tables: Tables, lines: Sequence[Place]) -> list[Rect]:
    """Rectangles (px): whole tables under a heading, cells that say so, and what belongs to
    them."""
    areas = [area for line in lines for area in _under(line, tables)]
    for place in tables.places:
        if is_staff(place.text):
            areas.append(_around(place, tables))
    return areas


def is_in(rect: Rect, areas: Sequence[Rect]) -> bool:
    return any(area.has_middle_of(rect) for area in areas)


def _under(line: Place, tables: Tables) -> Iterator[Rect]:
    """The table right under a heading that stands outside of it."""
    printed = line.printed
    if printed is None or not is_staff(line.text):
        return
    for group in tables.groups():
        frame = frame_of(group)
        gap = frame.top - printed.bottom
        if -px(1) <= gap <= px(OVER_MM) and frame.across(printed) > 0:
            yield frame


def _around(place: Place, tables: Tables) -> Rect:
    """The cell that says it, with the cells that it heads."""
    table = [p for p in tables.table_of(place) if p is not place]
    frame = frame_of([*table, place])
    if place.rect.width >= BAND * frame.width:
        following = [p.rect for p in table if p.rect.top >= place.rect.bottom - 3]
        return around([place.rect, *following])
    is_label_only = is_staff_label(place.text)
    beside = [
        p.rect
        for p in table
        if p.rect.left >= place.rect.right - 3
        and p.rect.down(place.rect) >= 0.8 * p.rect.height
        and (not is_label_only or p.rect.left - place.rect.right <= px(1.6))
    ]
    below = [
        p.rect
        for p in table
        if p.rect.across(place.rect) >= 0.8 * p.rect.width
        and abs(p.rect.top - place.rect.bottom) <= px(1.6)
        and place.rect.height <= LOW * p.rect.height
    ]
    is_tall = place.rect.height >= 1.5 * place.rect.width
    return around([place.rect, *(beside if is_tall or is_label_only else below or [])])
