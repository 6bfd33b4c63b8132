"""Prefect's side of handing out, played by a dict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflows.clock import Clock
from workflows.dispatch.standing import Kind, Seen, Stage
from workflows.prefect.coat import PrefectAway


@dataclass
class FakeRuns:
    """`away`: the server does not answer."""

    clock: Clock
    away: bool = False
    stages: dict[str, tuple[Stage, datetime]] = field(default_factory=dict)
    started: list[tuple[Kind, Mapping[str, Any]]] = field(default_factory=list)

    def look(self, flow_runs: Sequence[str]) -> Mapping[str, Seen]:
        self._answer()
        return {run: Seen(*self.stages[run]) for run in flow_runs if run in self.stages}

    def start(self, kind: Kind, key: str, parameters: Mapping[str, Any]) -> str:
        self._answer()
        run = f"run-{len(self.started) + 1}"
        self.started.append((kind, dict(parameters)))
        self.stages[run] = (Stage.WAITING, self.clock())
        return run

    def withdraw(self, flow_run: str) -> None:
        self._answer()
        self.stages.pop(flow_run, None)

    def go(self, flow_run: str, stage: Stage) -> None:
        """A worker, or a person, brings a run there."""
        self.stages[flow_run] = (stage, self.clock())

    def _answer(self) -> None:
        if self.away:
            raise PrefectAway("Prefect が答えません。")
