"""Squares in ruled cells of their own, with the words to tick in the cell beside each."""

from ocr.drafting.choices import distinct
from ocr.drafting.found import Choice, Found, Kind, Place
from ocr.drafting.geometry import around
from ocr.drafting.tables import Tables
from ocr.drafting.wording import without_number

LONGEST = 24  # characters of a choice's value; the words may be a paragraph


def take_lone_squares(tables: Tables) -> None:
    """Squares of one column below each other become one field of the topmost of their cells."""
    alone = [p for p in tables.places if len(p.squares) == 1 and not p.text]
    done: set[int] = set()
    for place in alone:
        if id(place) in done:
            continue
        column = _column(place, alone, tables)
        done |= {id(each) for each in column}
        choices = [choice for each in column if (choice := _choice(each, tables))]
        if choices:
            rect = around(choice.rect for choice in choices)
            place.found.append(Found(Kind.TICKS, rect, choices=distinct(choices)))


def _column(first: Place, alone: list[Place], tables: Tables) -> list[Place]:
    """The cell and those with a square right below it that the same label stands before."""
    column, label = [first], tables.left_of(first)
    for other in alone:
        is_next = tables.above(other) is column[-1]
        if other is not first and is_next and tables.left_of(other) is label:
            column.append(other)
    return column


def _choice(place: Place, tables: Tables) -> Choice | None:
    """The square with the words in the next cell."""
    words = next((p for p in tables.places if tables.left_of(p) is place), None)
    if words is None or not words.text:
        return None
    text = without_number(words.text) or words.text
    return Choice(text[:LONGEST], text[:LONGEST], place.squares[0])
