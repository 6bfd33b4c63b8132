"""Values that somebody typed into a PDF form."""

import logging
from collections.abc import Mapping

from pypdf.generic import ArrayObject

from ocr.pages.objects import TROUBLES, reader_of

_OFF = "Off"
log = logging.getLogger(__name__)


def filled_values(data: bytes) -> Mapping[str, str]:
    """Field name → text, of filled fields only. A ticked box has its state's name (`はい`, `1`).

    Several chosen entries of a list are joined by `、`. A form that pypdf cannot read has none:
    the page is then read as a picture.
    """
    return {name: value for name, value in all_values(data).items() if value}


def all_values(data: bytes) -> Mapping[str, str]:
    """The same of every field that may hold a value, also the empty ones."""
    try:
        fields = reader_of(data).get_fields() or {}
        values = {name: _text(f.get("/V")) for name, f in fields.items() if f.get("/FT")}
    except TROUBLES as error:
        log.warning("acroform unreadable: %s", type(error).__name__)
        return {}
    return {name: "" if value == _OFF else value for name, value in values.items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, ArrayObject):
        return "、".join(_text(each) for each in value)
    return str(value).removeprefix("/").strip()
