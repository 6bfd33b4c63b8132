"""What reading data gives: as reading papers (`workflows.seams`), and what only data has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from forms.electronic.item import Kind
from forms.errors import PaperError
from forms.form import Form
from forms.record import Record

if TYPE_CHECKING:  # numpy and OpenCV are slow to import, and the command line imports this
    from numpy.typing import NDArray

    from ocr.picture import Picture
    from workflows.seams import SeparatorPage


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page that came with the data. `number` in the whole file, from 1. No form of ours
    explains it: `form_page` and `fit` are 0."""

    number: int
    picture: Picture
    form_page: int = 0
    fit: float = 0.0

    @property
    def image(self) -> NDArray[Any]:
        return self.picture.image


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with an application: `pages` of it are shown (numbers as in `ShownPage`), or
    a `problem` says in Japanese why none is."""

    name: str
    pages: tuple[int, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """How an application came. `source`: id of its source map, "" where the words on the form said
    what is what; `number` in its file, from 1, and `place` for people; `reference`: by which the
    source knows it; `places`: field → where it stood. In Japanese, without values: `notes` to be
    known, `warnings` for which a person must look."""

    kind: Kind
    source: str
    number: int
    place: str
    reference: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attached, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ElectronicApplication:
    form: Form
    record: Record
    arrived: Arrived
    pages: tuple[ShownPage, ...] = ()
    fit: float = 1.0


@dataclass(frozen=True, slots=True)
class ElectronicRefused:
    """What is no application, and goes to a person: `number` in its file, and its pages."""

    number: int
    error: PaperError
    attachments: tuple[Attached, ...] = ()
    pages: tuple[ShownPage, ...] = ()
    image: NDArray[Any] | None = None


@dataclass(frozen=True, slots=True)
class ElectronicDocument:
    """`page_count`: of what came with the data."""

    page_count: int
    applications: tuple[ElectronicApplication, ...]
    refused: tuple[ElectronicRefused, ...]
    seconds: Mapping[str, float]
    separators: tuple[SeparatorPage, ...] = ()  # never: they are sheets of paper
