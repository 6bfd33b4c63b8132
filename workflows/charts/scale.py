"""From figures to places on the sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

STEPS = (1, 2, 2.5, 5, 10)
TICKS = 4
ROOM = 0.4  # of a step


@dataclass(frozen=True, slots=True)
class Series:
    """Figures under one name, one for each label. None: there is none."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high`, with a line every `step`, over pixels from `bottom` to `top`."""

    low: float
    high: float
    step: float
    bottom: float
    top: float

    @classmethod
    def of(
        cls, series: Sequence[Series], bottom: float, top: float, most: float | None = None
    ) -> "Scale":
        """Zero is always on it. `most`: an end that is not passed, as of a share."""
        found = [v for each in series for v in each.values if v is not None and isfinite(v)]
        low, high = min([0.0, *found]), max([0.0, *found])
        if most is not None:
            high = most
        step = step_for((high - low) / TICKS)
        below = floor(low / step) * step
        if low < 0 and low - below < step * ROOM:
            below -= step  # for the figure that hangs under the lowest bar
        return cls(below, ceil(high / step) * step or step, step, bottom, top)

    def y(self, value: float) -> float:
        """Pixels from the top of the sheet."""
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    def ticks(self) -> Iterator[float]:
        for n in range(round((self.high - self.low) / self.step) + 1):
            yield self.low + n * self.step


def step_for(least: float) -> float:
    """The next round number: 1, 2, 2.5 or 5 times a power of ten."""
    if least <= 0:
        return 1.0
    power = 10.0 ** floor(log10(least))
    return next(power * step for step in STEPS if power * step >= least * (1 - 1e-9))
