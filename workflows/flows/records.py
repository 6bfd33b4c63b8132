"""Entering records and looking them up, as one flow run each: 入力 and 再照合."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from prefect import flow, task
from prefect.client.schemas.objects import State as PrefectState
from prefect.states import Failed

from workflows import entry
from workflows.alerts.standing import Brake
from workflows.app import Utsushi
from workflows.entry import BatchResult
from workflows.entry.attempt import Attempted
from workflows.entry.batch import IsStopped, never
from workflows.entry.crew import Step
from workflows.flows import artifacts
from workflows.flows.door import Door, run_here
from workflows.flows.events import tell_batch
from workflows.flows.hold import held
from workflows.flows.intake import spread
from workflows.flows.options import PLAIN, QUIET
from workflows.flows.outcome import run_name, run_state, task_state
from workflows.flows.rows import rows_of, tags_of
from workflows.flows.slots import slot_of
from workflows.flows.standing import standing_still
from workflows.office import Office
from workflows.seams import Bot


@dataclass(frozen=True, slots=True)
class Kind:
    """What is done with the records of a run."""

    batch: artifacts.Batch
    step: Step
    task: str
    description: str

    def stopped(self, app: Utsushi, is_stopped: IsStopped) -> IsStopped:
        """Also where records become unconfirmed one after the other: entering more is no help."""
        if self.step is not entry.put_in:
            return is_stopped
        brake = Brake(app.office)
        return lambda: is_stopped() or brake()


ENTER = Kind(
    artifacts.Batch("enter", "入力"),
    entry.put_in,
    "記録を入力する",
    "入力待ちの記録を業務システムに登録し、照会して確かめます。",
)
RESOLVE = Kind(
    artifacts.Batch("resolve", "再照合"),
    entry.resolve,
    "記録を照会する",
    "登録できたか分からない記録を、業務システムで照会します。",
)


def run_entry(
    app: Utsushi, is_stopped: IsStopped = never, sessions: int | None = None
) -> BatchResult:
    """Resolve and enter what is due, as one flow run each in this process. Raises SetupError.

    In up to `sessions` sessions at once; without a number, as many as the target system allows.
    Nothing is entered while entry stands still.
    """
    entry.recover(app.office)
    resolved = run_records(app, RESOLVE, entry.unsettled(app.office), is_stopped, sessions)
    due = entry.due(app.office)
    if due and standing_still(app):
        return resolved
    return resolved + run_records(app, ENTER, due, is_stopped, sessions)


def run_records(
    app: Utsushi,
    kind: Kind,
    record_ids: Sequence[int],
    is_stopped: IsStopped = never,
    sessions: int | None = None,
) -> BatchResult:
    """One flow run in this process; none where there is nothing to do, or where others have all
    logins of the target system in use. Raises SetupError."""
    if not record_ids or not entry.is_one_free(app.office, app.bot().sessions):
        return BatchResult()
    door, results = Door(kind.batch.title), list[BatchResult]()

    @flow(name=kind.batch.title, description=kind.description, **QUIET)
    def run_batch(records: list[int]) -> PrefectState[Any]:
        def batch() -> PrefectState[Any]:
            result, state = work_through(app, kind, records, is_stopped, sessions)
            results.append(result)
            return state

        return door.through(batch)

    name = f"{kind.batch.title} {len(record_ids)} 件 (記録 {spread(record_ids)})"
    run_here(run_batch.with_options(flow_run_name=name), list(record_ids))
    door.check()
    return results[0]


def work_through(
    app: Utsushi,
    kind: Kind,
    record_ids: Sequence[int],
    is_stopped: IsStopped = never,
    sessions: int | None = None,
) -> tuple[BatchResult, PrefectState[Any]]:
    """Within a flow run: a task run for each record, then what the supervisor sees of them.

    Each session calls its task runs in its own thread, in a copy of the run's context: so they
    belong to the run. Raises SetupError.
    """
    begun = monotonic()
    with held(app.office), artifacts.progress(kind.batch, len(record_ids)) as progress:
        step = _as_tasks(kind, progress)
        result = entry.enter_all(
            app.office, record_ids, app.bot, step, sessions=sessions,
            is_stopped=kind.stopped(app, is_stopped),
            within=lambda: slot_of(app.settings.system),
        )  # fmt: skip
    tell_batch(app, record_ids)
    states = [each.state for each in result.attempted]
    rows = rows_of(app, [each.record_id for each in result.attempted])
    artifacts.show(app, kind.batch, rows, monotonic() - begun)
    errors = sum(each.is_system_error for each in result.attempted)
    name = run_name(kind.batch.title, states, errors)
    artifacts.name_run(name, tags_of(rows, app.settings.system))
    if result.stopped:
        return result, Failed(message="業務システムの不具合が続いたため、残りを後に回しました。")
    return result, run_state(states, errors)


def _as_tasks(kind: Kind, progress: artifacts.Progress) -> Step:
    """The kind's step, each call as a task run."""
    hands: dict[int, tuple[Office, Bot]] = {}
    made: dict[int, Attempted | None] = {}
    door = Door()

    @task(name=kind.task, task_run_name="記録 {record_id}", **PLAIN)
    def do(record_id: int) -> PrefectState[Any]:
        def one() -> PrefectState[Any]:
            made[record_id] = attempted = kind.step(*hands[record_id], record_id)
            if attempted is None:
                return task_state([])
            return task_state([attempted.state], attempted.is_system_error)

        return door.through(one)

    def step(office: Office, bot: Bot, record_id: int) -> Attempted | None:
        hands[record_id] = (office, bot)
        do(record_id, return_state=True)
        door.check()
        progress.step()
        return made[record_id]

    return step
