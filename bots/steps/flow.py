"""wait, if, repeat, use."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bots.conditions import holds
from bots.scenario.steps import If, Repeat, Use, Wait
from bots.stage import Stage

Run = Callable[[Sequence[Any], Stage, str], None]


def wait(step: Wait, stage: Stage, run: Run) -> None:
    seconds = step.within or stage.system.declared.waits.screen
    stage.wait_until(lambda: holds(step.wait, stage), seconds, str(step.wait))


def either(step: If, stage: Stage, run: Run) -> None:
    if holds(step.if_, stage):
        run(step.do, stage, "do")
    else:
        run(step.else_, stage, "else")


def repeat(step: Repeat, stage: Stage, run: Run) -> None:
    """Once for each group that has anything filled, by its number on the paper."""
    record, number = stage.values.record, 1
    while any(name.startswith(f"{step.repeat}{number}_") for name in record):
        begin = f"{step.repeat}{number}_"
        if any(value for name, value in record.items() if name.startswith(begin)):
            row = replace(stage, values=stage.values.at_row(step.repeat, number))
            run(step.do, row, "do")
        number += 1


def use_part(step: Use, stage: Stage, run: Run) -> None:
    """The part's own values end with it, but for the one that it gives."""
    part = stage.system.declared.parts[step.use]
    values = stage.values.called(step.with_)
    inside = replace(
        stage,
        values=values,
        source=stage.system.source,
        loc=("parts", step.use),
    )
    run(part.do, inside, "do")
    if step.into is not None:
        stage.values.memory[step.into] = values.memory.get(part.gives or "", "")
