"""`python -m benchmarks.flowing.hand SECONDS [--no-prefect]`: one worker process.

Takes batches of document ids from its standard input, one JSON list a line, and answers each with
a line of JSON: how many it took in. Reads with a stub that waits SECONDS for each document.
"""

import json
import sys
from collections.abc import Sequence

from benchmarks.flowing.stub import StubReader
from workflows.app import Utsushi
from workflows.prefect.coat import dressed
from workflows.settings import Settings


def main(seconds: float, *, use_prefect: bool) -> None:
    settings = Settings.load()
    with Utsushi(settings, make_reader=lambda _, forms: StubReader(forms, seconds)) as app:
        app.reader  # noqa: B018  (opened before the clock runs)
        app.store  # noqa: B018
        if use_prefect:
            import workflows.flows  # noqa: F401  (takes seconds)
        print(json.dumps("ready"), flush=True)
        for line in sys.stdin:
            ids = json.loads(line)
            without = _take_in(app, ids, use_prefect)
            print(json.dumps({"taken": len(ids), "without_prefect": without}), flush=True)


def _take_in(app: Utsushi, ids: Sequence[int], use_prefect: bool) -> int:
    """How many were taken in while the server was away."""
    alone: list[int] = []

    def bare() -> None:
        for document_id in ids:
            app.process(document_id)
            alone.append(document_id)

    if not use_prefect:
        bare()
        return 0
    from workflows.flows import run_intake

    dressed(lambda: run_intake(app, ids) and None, bare)
    return len(alone)


if __name__ == "__main__":
    main(float(sys.argv[1]), use_prefect="--no-prefect" not in sys.argv)
