"""`utsushi worker` over the fakes: `python -m tests.workflows.fake_worker` is the worker, with
`run FLOW_RUN` the process of one run. As the real one, but for which flows it may run.
"""

import sys
from typing import Any
from uuid import UUID

from tests.workflows import deployed_fakes
from workflows.cli.working import run_worker
from workflows.parent import Process, start_child

NAME = "tests.workflows.fake_worker"


def start_fake(command: list[str], *args: Any, **more: Any) -> Process:
    """In the place of `python -m workflows.workers.run FLOW_RUN`."""
    return start_child([sys.executable, "-m", NAME, "run", command[-1]], *args, **more)


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["run"]:
        from workflows.workers import run

        run.OURS = f"{deployed_fakes.__name__}."
        run.main(UUID(arguments[1]))
        return
    from workflows.workers import worker

    vars(worker)["start_child"] = start_fake
    run_worker([], runs=None, with_parent=True)


if __name__ == "__main__":
    main(sys.argv[1:])
