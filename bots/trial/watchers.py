"""Several watchers of one run, asked one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from bots.scenario.targets import Strict
from bots.stage import Stage, Watcher


@dataclass(frozen=True, slots=True)
class Watchers:
    """Each sees the step as the ones before it left it."""

    all: Sequence[Watcher]

    def before(self, step: Strict, stage: Stage) -> Strict | None:
        """Raises what they raise."""
        changed: Strict | None = None
        for each in self.all:
            changed = each.before(changed or step, stage) or changed
        return changed
