"""Bad days: what may befall a request of the practice systems. Data only; `sky.py` makes it rain.

Every probability is per request, from 0 (never) to 1 (always).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import time
from pathlib import Path
from typing import Any

PROBABILITIES = (
    "slow",
    "slow_after",
    "error",
    "error_before",
    "error_after",
    "lost_before",
    "lost_after",
    "half",
    "logged_out",
    "maintenance",
    "locked",
    "popup_blocked",
)
"""The faults that strike by chance: fields of `Weather`, and the names that are counted."""

WAYS_OF_LOSS = ("reset", "cut")


@dataclass(frozen=True, slots=True)
class Weather:
    """What befalls requests, drawn with `seed`. Raises ValueError for what cannot be.

    On any screen: `slow` (waits `slow_s` seconds before it is handled, a registration too: its row
    then comes late), `error` (500, nothing done; not on a registration), `logged_out` (the session
    is dropped first), `maintenance` (a page for everybody, for `maintenance_s` seconds).

    On a registration: `error_before` and `error_after` (500 before and after the row is written),
    `lost_before` and `lost_after` (the connection ends without a whole answer; `lost_how` is
    `reset`: no byte of it, or `cut`: headers only), `slow_after` (written at once, answered
    `slow_s` later), `half` (the first part of the row is written, then 500).

    `locked`: the application is being edited by somebody else for `locked_s` seconds (registration
    and detail screen). `popup_blocked`: an entry screen on which no window opens.

    States: `slow_ms` milliseconds before every answer; `token`: a registration needs the one-time
    token of its confirmation; `nightly`: hours without service by the office's clock, such as
    `22:00-06:00`; `renamed`: heading or button → its new words; `moved`: heading → number of the
    step or section (from 1) to whose end the field went.
    """

    seed: int = 0
    slow: float = 0.0
    slow_s: float = 3.0
    slow_ms: int = 0
    slow_after: float = 0.0
    error: float = 0.0
    error_before: float = 0.0
    error_after: float = 0.0
    lost_before: float = 0.0
    lost_after: float = 0.0
    lost_how: str = "reset"
    half: float = 0.0
    logged_out: float = 0.0
    maintenance: float = 0.0
    maintenance_s: float = 2.0
    locked: float = 0.0
    locked_s: float = 2.0
    popup_blocked: float = 0.0
    token: bool = False
    nightly: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in PROBABILITIES:
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} is no probability")
        if self.lost_how not in WAYS_OF_LOSS:
            raise ValueError(f"lost_how is one of {', '.join(WAYS_OF_LOSS)}")
        if min(self.slow_s, self.slow_ms, self.maintenance_s, self.locked_s) < 0:
            raise ValueError("a length of time is negative")
        if self.nightly:
            _hours(self.nightly)

    @classmethod
    def from_json(cls, text: str) -> Weather:
        """A JSON object of fields. Raises ValueError for unknown names and impossible values."""
        said: Any = json.loads(text)
        if not isinstance(said, dict):
            raise ValueError("the weather is a JSON object")
        if unknown := set(said) - {each.name for each in fields(cls)}:
            raise ValueError(f"no such weather: {', '.join(sorted(unknown))}")
        try:
            return cls(**said)
        except TypeError as error:
            raise ValueError("a value of the weather is of the wrong kind") from error

    @classmethod
    def load(cls, path: Path) -> Weather:
        """The weather of a JSON file. Raises OSError, and ValueError as `from_json` does."""
        return cls.from_json(path.read_text(encoding="utf-8"))

    def to_json(self) -> str:
        """The fields as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def is_night(self, clock: time) -> bool:
        """Whether the systems are stopped at this time of the day."""
        if not self.nightly:
            return False
        begin, end = _hours(self.nightly)
        return begin <= clock < end if begin <= end else clock >= begin or clock < end


def _hours(text: str) -> tuple[time, time]:
    begin, _, end = text.partition("-")
    return time.fromisoformat(begin.strip()), time.fromisoformat(end.strip())
