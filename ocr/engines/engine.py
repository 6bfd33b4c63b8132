"""What an engine is: it finds text and says, frame by frame, how likely each character is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""Height × width (gray) or height × width × 3 (BGR)."""

Probabilities = NDArray[np.float32]


@dataclass(frozen=True)
class Vocabulary:
    """The characters of a model by column of its emissions; column 0 is the CTC blank."""

    characters: tuple[str, ...]

    @classmethod
    def of(cls, characters: Sequence[str]) -> "Vocabulary":
        """From a model's list of characters: the blank goes first, the space last."""
        return cls(("", *characters, " "))

    @cached_property
    def columns(self) -> dict[str, int]:
        return {character: column for column, character in enumerate(self.characters) if column}

    @cached_property
    def _hash(self) -> int:
        return hash(self.characters)

    def __hash__(self) -> int:
        """Reckoned once: alphabets are kept by vocabulary, and it has thousands of characters."""
        return self._hash

    def __len__(self) -> int:
        return len(self.characters)


@dataclass(frozen=True)
class Emissions:
    """Probabilities of one crop: frames × vocabulary, each frame sums to 1.

    `step` is the width of a frame in pixels of the crop that was given.
    """

    probabilities: Probabilities
    vocabulary: Vocabulary
    step: float


@dataclass(frozen=True, slots=True)
class TextBox:
    """A piece of text found: four corners in pixels, clockwise from the top left, and a score."""

    corners: NDArray[np.float32]
    score: float


class Engine(Protocol):
    """Not thread-safe: one per process or thread."""

    @property
    def name(self) -> str: ...

    @property
    def vocabulary(self) -> Vocabulary: ...

    def detect(self, image: Image) -> list[TextBox]:
        """Text boxes on a whole page or a part of it."""
        ...

    def recognise(self, crops: Sequence[Image]) -> list[Emissions]:
        """Emissions of each crop, in the order given. A crop is one line of text."""
        ...
