"""Reading documents as one flow run: 取込."""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from prefect import flow, task
from prefect.client.schemas.objects import State as PrefectState

from workflows.app import Utsushi
from workflows.entry.batch import IsStopped, never
from workflows.flows import artifacts
from workflows.flows.door import Door, run_here
from workflows.flows.events import tell_batch
from workflows.flows.hold import held
from workflows.flows.options import PLAIN, QUIET
from workflows.flows.outcome import run_name, run_state, task_state
from workflows.flows.rows import rows_of, tags_of
from workflows.intake import TakenIn

BATCH = artifacts.Batch("take-in", "取込")
DESCRIPTION = "届いた書類を読み取り、確認待ちか入力待ちに分けます。"


def run_intake(
    app: Utsushi, document_ids: Sequence[int], is_stopped: IsStopped = never
) -> list[TakenIn]:
    """Process received documents as one flow run in this process. Raises SetupError."""
    door, taken = Door(BATCH.title), list[TakenIn]()

    @flow(name=BATCH.title, description=DESCRIPTION, **QUIET)
    def take_in(documents: list[int]) -> PrefectState[Any]:
        return door.through(lambda: take_in_all(app, documents, is_stopped, taken.append))

    name = f"{BATCH.title} {len(document_ids)} 件 (書類 {spread(document_ids)})"
    run_here(take_in.with_options(flow_run_name=name), list(document_ids))
    door.check()
    return taken


def take_in_all(
    app: Utsushi,
    document_ids: Sequence[int],
    is_stopped: IsStopped = never,
    tell: Callable[[TakenIn], object] = lambda taken: None,
) -> PrefectState[Any]:
    """Within a flow run: a task run for each document, then what the supervisor sees of them.
    `tell` is handed each document's outcome. Raises SetupError."""
    begun, door, taken = monotonic(), Door(), list[TakenIn]()

    @task(name="書類を読み取る", task_run_name="書類 {document_id}", **PLAIN)
    def read_document(document_id: int) -> PrefectState[Any]:
        def step() -> PrefectState[Any]:
            result = app.process(document_id)
            taken.append(result)
            tell(result)
            return task_state([state for _, state in result.records])

        return door.through(step)

    with held(app.office), artifacts.progress(BATCH, len(document_ids)) as progress:
        for document_id in document_ids:
            if is_stopped():
                break
            read_document(document_id, return_state=True)
            door.check()
            progress.step()
    states = [state for each in taken for _, state in each.records]
    rows = rows_of(app, [record_id for each in taken for record_id, _ in each.records])
    tell_batch(app, [row.record for row in rows])
    artifacts.show(app, BATCH, rows, monotonic() - begun)
    artifacts.name_run(run_name(BATCH.title, states), tags_of(rows))
    return run_state(states)


def spread(ids: Sequence[int]) -> str:
    """「3」 or 「3–12」."""
    return f"{min(ids)}–{max(ids)}" if len(ids) > 1 else "".join(map(str, ids))
