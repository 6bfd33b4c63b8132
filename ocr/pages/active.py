"""What a PDF would do when a viewer opens it. Nothing of it is ever done here: it is told.

Programs that it starts are refused (no application does that), and so is a dynamic XFA form, whose
pages hold no values but the words 「しばらくお待ちください」.
"""

import re
from enum import StrEnum

from pypdf.generic import ArrayObject, DictionaryObject

from ocr.pages.objects import TROUBLES, reader_of

MOST_OBJECTS = 50_000
_DEEPEST = 8  # dictionaries in dictionaries
# Names that tell, plain or with a letter written as its number; or objects that are packed.
_HINT = re.compile(rb"/Launch|/XFA|/JavaScript|/JS\b|/ObjStm|/[A-Za-z]*#[0-9A-Fa-f]{2}[A-Za-z#]*")


class Deed(StrEnum):
    LAUNCH = "launch"  # starts a program, or opens a file
    SCRIPT = "script"  # JavaScript
    XFA = "xfa"  # a form of Adobe's XML
    DYNAMIC = "dynamic"  # whose pages are made by the viewer


def deeds_in(data: bytes) -> frozenset[Deed]:
    """`data` of a PDF. What pypdf cannot follow is left to PDFium, which does none of these. Files
    that hold no such name, which is what scans are, are not looked into."""
    if not _HINT.search(data):
        return frozenset()
    found: set[Deed] = set()
    try:
        reader = reader_of(data)
        numbers = sorted({number for each in reader.xref.values() for number in each})
        numbers += sorted(reader.xref_objStm)
        for number in numbers[:MOST_OBJECTS]:
            _look(reader.get_object(number), found, 0)
    except TROUBLES:
        return frozenset(found)
    return frozenset(found)


def _look(value: object, found: set[Deed], depth: int) -> None:
    """Into what stands there itself; what it refers to is looked at by its own number."""
    if depth > _DEEPEST:
        return
    if isinstance(value, ArrayObject):
        for each in list.__iter__(value):
            _look(each, found, depth + 1)
    if not isinstance(value, DictionaryObject):
        return
    kind = value.get("/S")
    if kind in ("/Launch", "/ImportData"):
        found.add(Deed.LAUNCH)
    if kind == "/JavaScript" or "/JS" in value:
        found.add(Deed.SCRIPT)
    if "/XFA" in value:
        found.add(Deed.XFA)
    if value.get("/NeedsRendering") == True:  # noqa: E712  (pypdf's own boolean)
        found.add(Deed.DYNAMIC)
    for key in value:
        _look(value.raw_get(key), found, depth + 1)
