"""What reading a file gives."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.errors import PaperError
from forms.form import Form
from forms.record import Record
from forms.separator import Separator
from ocr.engines.engine import Image
from ocr.picture import Picture


@dataclass(frozen=True, slots=True)
class ReadPage:
    """`number` in the file and `form_page` on the form count from 1. `image` is laid over the
    blank, 200 dpi, gray or BGR. `fit`: share of the blank's print found in place (0 to 1)."""

    number: int
    form_page: int
    picture: Picture
    fit: float

    @property
    def image(self) -> Image:
        return self.picture.image


@dataclass(frozen=True, slots=True)
class ReadApplication:
    """One application of the file. `fit` is that of its worst page."""

    form: Form
    record: Record
    fit: float
    pages: tuple[ReadPage, ...]


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """A page that is no page of a declared form, and why. `image` as it arrived, made small."""

    number: int
    error: PaperError
    picture: Picture | None

    @property
    def image(self) -> Image | None:
        return None if self.picture is None else self.picture.image


@dataclass(frozen=True, slots=True)
class SeparatorPage:
    """A separator sheet. `separator` is None for one that was not made here."""

    number: int
    separator: Separator | None


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """`seconds` by step: load, align, ink, recognise, decode."""

    page_count: int
    applications: tuple[ReadApplication, ...]
    refused: tuple[RefusedPage, ...]
    seconds: Mapping[str, float]
    separators: tuple[SeparatorPage, ...] = ()
