"""What the machine did, what it took people, and what typing would have taken: by month, field of
work, form and department. One source for the page, the monthly report and the claim.

`gathering` counts in the store, `baselines` knows how long typing takes and what an hour costs,
`working_out` puts both together. docs/adr/0031.
"""

from workflows.effect.baselines import Baseline, Baselines, HourlyRate, Kind
from workflows.effect.service import Effects
from workflows.effect.tally import (
    Basis,
    DepartmentEffect,
    Effect,
    FormEffect,
    MonthEffect,
    Tally,
    WorkEffect,
)
from workflows.effect.working_out import effect_of, effect_over

__all__ = [
    "Baseline",
    "Baselines",
    "Basis",
    "DepartmentEffect",
    "Effect",
    "Effects",
    "FormEffect",
    "HourlyRate",
    "Kind",
    "MonthEffect",
    "Tally",
    "WorkEffect",
    "effect_of",
    "effect_over",
]
