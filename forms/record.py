"""What was read: readings with their doubts, and the record made of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from forms.geometry import Box

Value = str | tuple[str, ...] | None
"""A normalised value: text, several chosen options, or None where the field is blank."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a reading needs a person. `code` is stable; `message` is a Japanese sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the n best values with its probability (0 to 1)."""

    value: str
    probability: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What a confidence was made of, kept so that an office can learn from its own papers.

    `kind` of evidence (a type of field, or a blank one); `probability` of the reading among all
    that may stand in the field; `support` (0 to 1, per character) of the engine's belief in what
    may stand there; `weakest` character's probability; `margin`: natural log of how much likelier
    than the runner-up; `ink` (px at 200 dpi); `clear`: nothing but these figures could stand
    against it; `known`: a list has it; `agreed`: another field says the same; `basis`: the scale
    they are measured on. Figures of two bases do not compare.
    """

    kind: str
    probability: float
    support: float
    weakest: float
    margin: float
    ink: int
    clear: bool
    basis: str
    known: bool = False
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One field as read.

    `raw` is the text before normalising; `confidence` (0 to 1) the calibrated probability that
    `value` is what stands on the paper: of the readings accepted at 0.99, 99 % are right; `box` a
    fraction of the aligned page `page` (from 1); `source` what read it: an engine's name,
    `pdf-text`, `acroform`, `mark`, `person`; `figures` None where nothing had to be recognised.
    """

    field: str
    raw: str
    value: Value
    confidence: float
    page: int
    box: Box
    source: str
    doubts: tuple[Doubt, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    figures: Figures | None = None

    @property
    def accepted(self) -> bool:
        """No person is needed: nothing is in doubt."""
        return not self.doubts

    def doubted(self, code: str, message: str) -> "Reading":
        """The same reading with one more doubt (a code is listed once)."""
        if any(each.code == code for each in self.doubts):
            return self
        return replace(self, doubts=(*self.doubts, Doubt(code, message)))


@dataclass(frozen=True, slots=True)
class Record:
    """An application's values, each still carrying its reading, in the form's field order."""

    form: str
    version: str
    readings: tuple[Reading, ...]

    def reading(self, field_id: str) -> Reading:
        for each in self.readings:
            if each.field == field_id:
                return each
        raise KeyError(field_id)

    @property
    def values(self) -> Mapping[str, Value]:
        return {each.field: each.value for each in self.readings}

    @property
    def is_doubted(self) -> bool:
        return any(not each.accepted for each in self.readings)
