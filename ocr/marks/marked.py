"""What marks say, and how sure that is."""

from dataclasses import dataclass

import numpy as np

SURE = 0.995  # as sure as geometry gets


@dataclass(frozen=True, slots=True)
class Marked:
    """`chosen`: values, in the options' order. `confidence`: that exactly these are marked.
    `struck`: values that a line goes through; `ink`: added ink on and around the options (px)."""

    chosen: tuple[str, ...]
    confidence: float
    ink: int
    struck: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return not self.chosen and not self.struck and self.confidence > 0.9


def sure(distance: float, full: float) -> float:
    """0.5 at the border, SURE from `full` away from it."""
    return 0.5 + (SURE - 0.5) * float(np.clip(distance / full, 0.0, 1.0))
