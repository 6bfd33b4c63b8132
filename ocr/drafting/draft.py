"""What is proposed for a blank. Places in millimetres from the page's top left corner."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from forms.form import FieldType, Mark
from ocr.engines.engine import Image

Mm = tuple[float, float, float, float]
"""(x, y, width, height)"""


@dataclass(frozen=True, slots=True)
class DraftOption:
    """A printed word to ring or a square to tick; `label` is what is printed there."""

    value: str
    label: str
    box: Mm


@dataclass(frozen=True, slots=True)
class DraftField:
    """A place where an applicant writes. `section`: what the part of the paper is about (請求者);
    `label_box`: where the label is printed. The rest is as in `forms.declaration`."""

    id: str
    label: str
    type: FieldType
    page: int
    box: Mm
    label_box: Mm | None = None
    section: str = ""
    required: bool = False
    private: bool = False
    cells: int = 0
    length: tuple[int, int] | None = None
    mark: Mark = Mark.CIRCLE
    multiple: bool = False
    options: tuple[DraftOption, ...] = ()
    era: str | None = None
    eras: tuple[DraftOption, ...] = ()
    year: Mm | None = None
    month: Mm | None = None
    day: Mm | None = None


@dataclass(frozen=True, slots=True)
class DraftRows:
    """A row of fields that stands there `count` times, `step` mm apart; `fields`: the first."""

    id: str
    title: str
    count: int
    step: float
    fields: tuple[DraftField, ...]
    section: str = ""
    required_rows: int = 0

    @property
    def page(self) -> int:
        return self.fields[0].page


@dataclass(frozen=True, slots=True)
class DraftPage:
    """`image`: the page as it was looked at, upright and flat, all of it at one scale: px of it
    and millimetres go together by `width` and `height`. `staff`: areas that the office fills."""

    number: int
    width: float
    height: float
    staff: tuple[Mm, ...] = ()
    is_digital: bool = False
    image: Image = field(default_factory=lambda: np.zeros((1, 1), np.uint8), compare=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything proposed for one blank. `title`: the heading of the paper, "" where none is seen.
    `is_as_filed`: every page stands as it lies in the file, which can serve as the blank itself."""

    title: str
    pages: tuple[DraftPage, ...]
    entries: tuple[DraftField | DraftRows, ...]
    is_as_filed: bool = True

    def fields(self) -> Iterator[DraftField]:
        """Every field; of repeated rows those of the first one."""
        for entry in self.entries:
            if isinstance(entry, DraftRows):
                yield from entry.fields
            else:
                yield entry
