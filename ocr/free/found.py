"""What was found on a paper that no form describes."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.form import FieldType
from forms.geometry import Box
from forms.record import Candidate


@dataclass(frozen=True, slots=True)
class FreeText:
    """One piece of text. `box`: fractions of the upright page; `confidence` (0 to 1): that `text`
    is what stands there, by the engine's belief; `is_vertical`: written from top to bottom."""

    text: str
    box: Box
    confidence: float
    is_vertical: bool = False
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class FreePair:
    """A label and what was written for it. `value` is None where nothing was; `place` is where
    the value stands or would stand. `how`: `right`, `below` (of the label's ruled cell), `inside`
    (one cell or line holds both), `beside` and `under` (without rules). `type`: what the label
    asks for, as far as it says; `confidence`: that the value is right and belongs to the label."""

    label: FreeText
    value: FreeText | None
    place: Box
    how: str
    type: FieldType
    confidence: float


@dataclass(frozen=True, slots=True)
class FreePage:
    """`turned`: degrees (0, 90, 180, 270) by which the page was turned clockwise to stand
    upright; `width`, `height`: px of the upright image."""

    number: int
    width: int
    height: int
    turned: int
    pairs: tuple[FreePair, ...]
    texts: tuple[FreeText, ...]


@dataclass(frozen=True, slots=True)
class FreeDocument:
    """`seconds` by step."""

    page_count: int
    pages: tuple[FreePage, ...]
    seconds: Mapping[str, float]
