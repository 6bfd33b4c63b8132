"""The bad days: faults drawn at random, anew from time to time, so that storms follow on calms."""

from dataclasses import replace
from random import Random

from samples.legacy.weather import WAYS_OF_LOSS, Weather

USUAL = Weather(
    slow=0.002,
    slow_s=3.0,
    slow_after=0.01,
    error=0.002,
    error_before=0.02,
    error_after=0.02,
    lost_before=0.02,
    lost_after=0.02,
    logged_out=0.002,
    maintenance=0.0003,
    maintenance_s=2.0,
    locked=0.005,
    locked_s=2.0,
    popup_blocked=0.002,
    token=False,
)
"""About one registration in ten goes wrong, and one request in a hundred beside.

`half` is left out: what a target system writes by half no bot can make whole. A test enters there.
"""
CALM = Weather()
MOST = 0.5
_STRENGTHS = (0.3, 1.0, 1.0, 1.0, 3.0)


def storm(rng: Random, severity: float = 1.0) -> Weather:
    """A weather of random strength, `USUAL` times `severity` in the middle."""
    strength = rng.choice(_STRENGTHS) * severity
    rates = {name: min(getattr(USUAL, name) * strength, MOST) for name in _rates()}
    return replace(
        USUAL,
        seed=rng.randrange(2**31),
        lost_how=rng.choice(WAYS_OF_LOSS),
        token=rng.random() < 0.3,
        **rates,
    )


def _rates() -> tuple[str, ...]:
    return (
        "slow", "slow_after", "error", "error_before", "error_after", "lost_before", "lost_after",
        "logged_out", "maintenance", "locked", "popup_blocked",
    )  # fmt: skip
