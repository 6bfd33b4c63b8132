"""A sheet → the fields proposed for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from ocr.drafting.contents import take_marks
from ocr.drafting.draft import DraftRows
from ocr.drafting.filling import fields_of, fill
from ocr.drafting.found import Place
from ocr.drafting.geometry import Rect
from ocr.drafting.labelling import Labelling, Role
from ocr.drafting.lone_squares import take_lone_squares
from ocr.drafting.outside import label_of_line, take_line
from ocr.drafting.placing import placed
from ocr.drafting.printed import lines_of
from ocr.drafting.rows import Proposed, rows_of
from ocr.drafting.sheet import Sheet
from ocr.drafting.staff import is_in, staff_areas
from ocr.drafting.tables import Tables
from ocr.drafting.wording import is_note, is_staff, is_staff_label

TITLE_PART = 0.4  # of the first page in which its title stands
TITLE_LENGTH = (3, 50)


@dataclass(frozen=True, slots=True)
class Proposal:
    """`staff`: areas of the office, px."""

    entries: tuple[Proposed | DraftRows, ...]
    staff: tuple[Rect, ...]


def propose_page(sheet: Sheet) -> Proposal:
    places, lines = placed(sheet)
    for place in places:
        take_marks(place)
    tables = Tables(places)
    take_lone_squares(tables)
    labelling = Labelling(tables)
    staff = staff_areas(tables, lines)
    found = [
        each
        for place in places
        if not is_in(place.rect, staff)
        for each in _of_cell(place, labelling, sheet.number)
    ]
    for line in lines:
        if not is_staff(line.text) and not is_in(line.rect, staff):
            take_line(line)
            found += _of_line(line, sheet.number)
    found.sort(key=lambda p: (round(p.field.box[1] / 3), p.field.box[0]))
    return Proposal(tuple(rows_of(found)), tuple(staff))


def _of_cell(place: Place, labelling: Labelling, page: int) -> Iterator[Proposed]:
    role = labelling.roles[id(place)]
    if role not in (Role.VALUE, Role.INSIDE):
        return
    label = labelling.label_of(place)
    if is_staff_label(label.text) or is_staff(label.text):
        return
    fill(place, label, role)
    for field in fields_of(place, label, page):
        yield Proposed(field, place, label)


def _of_line(line: Place, page: int) -> Iterator[Proposed]:
    every, line.found = line.found, []
    for found in every:
        label = label_of_line(line, found)
        line.found = [found]
        for field in fields_of(line, label, page):
            yield Proposed(field, line, label)


def title_of(sheet: Sheet) -> str:
    """The largest print in the upper part of a page, letters without the spaces between them."""
    height = sheet.ink.shape[0]
    upper = [c for c in sheet.chars if c.rect.bottom <= TITLE_PART * height]
    best, size = "", 0.0
    for line in lines_of(upper):
        chars = [c for word in line for c in word.chars]
        text = "".join(word.text for word in line)
        tall = sorted(c.rect.height for c in chars)[len(chars) // 2]
        low, high = TITLE_LENGTH
        if low <= len(text) <= high and not is_note(text) and tall > 1.05 * size:
            best, size = text, tall
    return best
