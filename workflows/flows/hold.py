"""A flow run is in the hands of the process that runs it, and the store knows whose."""

from collections.abc import Iterator
from contextlib import contextmanager

from prefect.runtime import flow_run

from workflows.health.roster import in_hand
from workflows.office import Office


@contextmanager
def held(office: Office) -> Iterator[None]:
    """Around a run's work: should its process be killed, others end the run in its place."""
    run_id = flow_run.get_id()
    if run_id is None:
        yield
        return
    with in_hand(office, run_id):
        yield
