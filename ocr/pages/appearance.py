"""Whether a filled field shows what it holds. Someone may change the value and leave its look, and
a program reads one where a person sees the other."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pypdfium2
from pypdf.generic import DictionaryObject

from forms.compare import fold
from ocr.pages.objects import TROUBLES, reader_of

_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class _Widget:
    """A text field's place: page from 0, corners in points."""

    name: str
    page: int
    box: tuple[float, float, float, float]


def unlike(data: bytes, values: Mapping[str, str]) -> frozenset[str]:
    """Names of filled text fields whose look has text, and not that of the value. A look whose
    font does not say what its signs mean is no text, and tells nothing."""
    if not values:
        return frozenset()
    try:
        widgets = [each for each in _widgets(data) if values.get(each.name)]
    except TROUBLES:
        return frozenset()
    by_page: dict[int, list[_Widget]] = defaultdict(list)
    for each in widgets:
        by_page[each.page].append(each)
    return frozenset(_on_pages(data, by_page, values)) if widgets else frozenset()


def _on_pages(
    data: bytes, by_page: Mapping[int, list[_Widget]], values: Mapping[str, str]
) -> Iterator[str]:
    try:
        pdf = pypdfium2.PdfDocument(data)
        pdf.init_forms()
        for number, widgets in by_page.items():
            before = [_text(pdf, number, each) for each in widgets]
            page = pdf[number]
            page.flatten()
            page.close()
            for widget, printed in zip(widgets, before, strict=True):
                shown = _text(pdf, number, widget)
                if shown != printed and fold(values[widget.name]) not in shown:
                    yield widget.name
    except (pypdfium2.PdfiumError, RuntimeError):
        return


def _text(pdf: pypdfium2.PdfDocument, number: int, widget: _Widget) -> str:
    """What stands at its place, folded."""
    page = pdf[number]
    try:
        return fold(page.get_textpage().get_text_bounded(*widget.box))
    finally:
        page.close()


def _widgets(data: bytes) -> Iterator[_Widget]:
    for number, page in enumerate(reader_of(data).pages):
        for reference in page.get("/Annots") or ():
            found = reference.get_object()
            if found.get("/Subtype") != "/Widget" or _inherited(found, "/FT") != "/Tx":
                continue
            left, bottom, right, top = (float(each) for each in found["/Rect"])
            box = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
            yield _Widget(_name(found), number, box)


def _chain(widget: DictionaryObject) -> Iterator[DictionaryObject]:
    """It and what it hangs under."""
    current: DictionaryObject | None = widget
    for _ in range(_DEEPEST):
        if current is None:
            return
        yield current
        parent = current.get("/Parent")
        current = parent.get_object() if parent is not None else None


def _inherited(widget: DictionaryObject, key: str) -> object:
    return next((each[key] for each in _chain(widget) if key in each), None)


def _name(widget: DictionaryObject) -> str:
    parts = [str(each["/T"]) for each in _chain(widget) if "/T" in each]
    return ".".join(reversed(parts))
