"""How often a PDF draws, counted before PDFium draws it.

A drawing may call another ten times, which calls another ten times: 1 KB with eight such steps
kept PDFium busy for minutes and took all memory. What calls what is counted here without drawing.
"""

import re
from collections.abc import Iterator

from pypdf.errors import LimitReachedError
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

from ocr.pages.objects import TROUBLES, reader_of

MOST_CALLS = 20_000  # of drawings by drawings, on one page
DEEPEST = 30  # calls in calls
_CALL = re.compile(rb"\bDo\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")


class Maze(Exception):
    """It draws more often than any paper does."""


def check(data: bytes) -> None:
    """`data` of a PDF. Raises Maze. Files without drawings in drawings, which is what scans are,
    are not looked into."""
    if not _FORM.search(data):
        return
    counted: dict[int, int] = {}
    try:
        for page in reader_of(data).pages:
            content = page.get_contents()
            if content is not None:
                _calls(content.get_data(), _resources(page), counted, 0)
    except LimitReachedError as error:
        raise Maze from error
    except TROUBLES:
        return  # what pypdf cannot follow is left to PDFium


def _calls(
    content: bytes, resources: DictionaryObject, counted: dict[int, int], depth: int
) -> int:  # fmt: skip
    """How many drawings one leads to at most, itself included: as if each call were of the one
    that leads to most."""
    times, most = len(_CALL.findall(content)), 0
    for reference in _drawings(resources) if times else ():
        key = reference.idnum
        if key not in counted:
            counted[key] = 1  # a picture, or one that calls itself, which PDFium stops
            found = reference.get_object()
            if isinstance(found, StreamObject) and found.get("/Subtype") == "/Form":
                own = _resources(found) or resources
                counted[key] = _calls(found.get_data(), own, counted, depth + 1)
        most = max(most, counted[key])
    if depth > DEEPEST or times * most > MOST_CALLS:
        raise Maze
    return 1 + times * most


def _resources(owner: DictionaryObject) -> DictionaryObject:
    return _dictionary(owner.get("/Resources"))


def _drawings(resources: DictionaryObject) -> Iterator[IndirectObject]:
    """What the resources give names to: other drawings, and pictures."""
    known = _dictionary(resources.get("/XObject"))
    for name in known:
        value = known.raw_get(name)
        if isinstance(value, IndirectObject):
            yield value


def _dictionary(value: object) -> DictionaryObject:
    found = value.get_object() if isinstance(value, IndirectObject) else value
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
