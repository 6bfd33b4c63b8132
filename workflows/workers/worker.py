"""A Prefect worker of ours: only our own flows, in processes that end politely.

What the pool's template or a run says of commands and variables is not used: who may start runs in
the UI must not be able to start programs. A run's process gets this process's environment.
"""

import os
import sys
from collections.abc import Mapping
from typing import Any

import anyio
from anyio.abc import TaskStatus
from prefect.client.schemas.objects import FlowRun
from prefect.workers.base import (
    BaseJobConfiguration,
    BaseVariables,
    BaseWorker,
    BaseWorkerResult,
)

from workflows.parent import Process, end_child, start_child

STOP_SECONDS = 60.0  # for the paper or record in hand
_RUN_ID = "PREFECT__FLOW_RUN_ID"


class Ended(BaseWorkerResult):
    """The process id and how the process ended."""


class OfficeWorker(BaseWorker[BaseJobConfiguration, BaseVariables, Ended]):
    """For pools of a type of our own, so that no other worker serves them by mistake."""

    type = "utsushi"
    job_configuration = BaseJobConfiguration
    job_configuration_variables = BaseVariables
    _display_name = "Utsushi"
    _description = "Runs the flows of Utsushi, and nothing else, as processes."

    @classmethod
    def get_default_base_job_template(cls) -> dict[str, Any]:
        """Nothing can be handed over: no command, no variables, no secrets."""
        nothing = {"type": "object", "properties": {}}
        return {"job_configuration": {"name": None}, "variables": nothing}  # {} is refused

    async def run(
        self,
        flow_run: FlowRun,
        configuration: BaseJobConfiguration,
        task_status: TaskStatus[int] | None = None,
    ) -> Ended:
        """Run it to its end. Cancelled, it lets the process end what it has in hand."""
        child = start_child(
            [sys.executable, "-m", "workflows.workers.run", str(flow_run.id)],
            run_environment(os.environ, str(flow_run.id)),
            is_apart=True,
        )
        if task_status is not None:
            task_status.started(child.pid)
        try:
            code = await anyio.to_thread.run_sync(child.wait, abandon_on_cancel=True)
        except BaseException:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(_end, child)
            raise
        return Ended(status_code=code, identifier=str(child.pid))


def run_environment(environ: Mapping[str, str], run_id: str) -> dict[str, str]:
    """What the process of a run is given."""
    return {**environ, _RUN_ID: run_id}


def _end(child: Process) -> None:
    end_child(child, STOP_SECONDS)
