"""Which label and which section a place belongs to."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from ocr.drafting.contents import WIDE_CELL_MM, asks_inside, is_label_inside, is_value
from ocr.drafting.found import Place
from ocr.drafting.geometry import Rect, around
from ocr.drafting.tables import Tables, frame_of
from ocr.drafting.wording import is_label, is_row_number
from ocr.free import labels
from ocr.scale import px

BAND = 0.75  # of its table's width that a heading over what follows takes
SPANS = 1.5  # times as high as what stands beside it: it names a part, not a field
_HINT = re.compile(
    r"[(（](複数可|複数回答可|該当.*|署名|自署|記名.*|.*記入.*|.*○.*|.*レ点.*)[)）]$"
)
_PART = re.compile(r"(に関する事項|に関すること|についての事項|について)$")
_COUNT = re.compile(
    r"^[(（]?[0-9０-９①-⑳一二三四五六七八九十]{1,2}[)）.．、]?(?=[^0-9月日年つ人次])"
)


class Role(Enum):
    VALUE = auto()
    LABEL = auto()
    INSIDE = auto()  # label and room in one cell
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class Label:
    """`printed`: the whole text of the cell, hints too; `is_column`: it heads a column."""

    text: str
    rect: Rect | None
    section: str
    is_column: bool = False
    printed: str = ""


NONE = Label("", None, "")


def role_of(place: Place) -> Role:
    """From what is printed in it, after marks are taken out."""
    if is_value(place) or is_row_number(place.text):
        return Role.NOTE if is_row_number(place.text) else Role.VALUE
    return Role.LABEL if is_label(place.text) else Role.NOTE


def named(text: str) -> str:
    """A label as a field's name: without hints in brackets and the number before it."""
    text = _PART.sub("", _HINT.sub("", text.lstrip("※*"))).strip("・:：(（")
    return _COUNT.sub("", text) or text


def _names_several(place: Place) -> bool:
    """Whether a cell holds labels of several rows (フリガナ over 氏名), each its own line."""
    return sum(labels.likeness("".join(w.text for w in line)) >= 0.45 for line in place.lines) > 1


class Labelling:
    """Labels of the places of one page."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.roles = {id(place): role_of(place) for place in tables.places}
        for place in tables.places:
            left = tables.left_of(place)
            is_named = left is not None and self.roles[id(left)] is Role.LABEL
            if is_named and self.roles[id(place)] is not Role.VALUE and asks_inside(place):
                self.roles[id(place)] = Role.VALUE
        inside = [place for place in tables.places if self._is_inside(place)]
        self.roles |= {id(place): Role.INSIDE for place in inside}

    def _is_inside(self, place: Place) -> bool:
        """A label whose own cell has the room that it asks for, not the one beside or below."""
        if self.roles[id(place)] is not Role.LABEL or not is_label_inside(place):
            return False
        beside = [
            other
            for other in self._tables.places
            if self._tables.left_of(other) is place or self._tables.above(other) is place
        ]
        is_wide = place.rect.width >= px(WIDE_CELL_MM)
        return not any(
            self.roles[id(other)] is Role.VALUE and not (is_wide and other.text) for other in beside
        )

    def label_of(self, place: Place) -> Label:
        """For a place with something to fill in; `NONE` where nothing names it."""
        if self.roles[id(place)] is Role.INSIDE:
            return Label(named(place.text), place.printed, self._section(place), printed=place.text)
        left, head = self._left(place), self._head(place)
        is_part = left is not None and left.rect.height >= SPANS * place.rect.height
        if head is not None and (left is None or is_part):
            section = named(left.text) if left is not None and is_part else self._section(head)
            return Label(named(head.text), head.printed, section, True, head.text)
        if head is not None and left is not None:
            text = f"{named(left.text)}{named(head.text)}"
            return Label(text, head.printed, self._section(left), True, head.text)
        if left is not None:
            return self._of_row(left, place)
        return self._loosely(place)

    def _of_row(self, left: Place, place: Place) -> Label:
        """The label of a row; of several in one cell (フリガナ over 氏名) the one beside."""
        lines = [line for line in left.lines if labels.likeness("".join(w.text for w in line))]
        beside = [line for line in lines if around(w.rect for w in line).down(place.rect) > 0]
        has_others = place.rect.height < 0.8 * left.rect.height and len(lines) > 1
        text, printed = left.text, left.printed
        if has_others and beside:
            best = max(beside, key=lambda ln: around(w.rect for w in ln).down(place.rect))
            text, printed = "".join(w.text for w in best), around(w.rect for w in best)
        return Label(named(text), printed, self._section(left), printed=left.text)

    def _left(self, place: Place) -> Place | None:
        """The label of the row."""
        at = self._tables.left_of(place)
        while at is not None and self.roles[id(at)] is not Role.LABEL:
            at = self._tables.left_of(at)
        return at

    def _head(self, place: Place) -> Place | None:
        """The label of the column. Not what itself has a label before it: that is a row above."""
        at = self._tables.above(place)
        while at is not None and self.roles[id(at)] is Role.VALUE:
            at = self._tables.above(at)
        is_label = at is not None and self.roles[id(at)] is Role.LABEL
        return at if at is not None and is_label and not self._is_band(at) else None

    def _section(self, place: Place) -> str:
        """What the part of the table is about: the cell left of the label, else the band above."""
        at, left = place, self._tables.left_of(place)
        while left is not None:
            is_part = left.rect.height >= SPANS * place.rect.height
            if (
                self.roles[id(left)] is Role.LABEL
                and not _names_several(left)
                and (is_part or (self.roles[id(at)] is Role.LABEL and not self._heads_column(at)))
            ):
                return named(left.text)
            at, left = left, self._tables.left_of(left)
        bands = [
            other
            for other in self._tables.table_of(place)
            if self.roles[id(other)] is Role.LABEL
            and self._is_band(other)
            and other.rect.bottom <= place.rect.top + 3
        ]
        return named(max(bands, key=lambda b: b.rect.top).text) if bands else ""

    def _heads_column(self, place: Place) -> bool:
        """Whether what stands below in the same column is to be filled in."""
        return any(
            self._tables.above(other) is place and self.roles[id(other)] is not Role.LABEL
            for other in self._tables.table_of(place)
        )

    def _is_band(self, place: Place) -> bool:
        table = self._tables.table_of(place)
        frame = frame_of(table)
        is_wide = place.rect.width >= BAND * frame.width
        has_more = any(p.rect.top >= place.rect.bottom - 3 for p in table if p is not place)
        return is_wide and has_more

    def _loosely(self, place: Place) -> Label:
        """A place that only a wider heading stands over, or nothing."""
        roof = self._tables.roof(place)
        if roof is not None and self.roles[id(roof)] is Role.LABEL:
            return Label(named(roof.text), roof.printed, self._section(roof), printed=roof.text)
        return Label("", None, self._section(place))
