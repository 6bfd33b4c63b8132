"""The coat: a flow run is a batch, a task run a document or a record. Ids only, no personal data.

Import this after `prefect_env` has set the environment. The steps stand without it.
"""

import os
from collections.abc import Callable, Sequence
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State as PrefectState
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Completed, Failed

from forms.errors import StoreError, UtsushiError
from workflows import entry
from workflows.app import Utsushi
from workflows.entry import BatchResult
from workflows.entry.attempt import Attempted
from workflows.entry.batch import IsStopped, never
from workflows.entry.crew import Step
from workflows.intake import TakenIn
from workflows.office import Office
from workflows.seams import Bot
from workflows.store.states import TITLES, State
from workflows.store.tables import RecordRow

_GOOD = frozenset({State.READY, State.DOUBTED, State.VERIFIED})


def run_intake(
    app: Utsushi, document_ids: Sequence[int], is_stopped: IsStopped = never
) -> list[TakenIn]:
    """Process received documents as one flow run. Raises SetupError."""
    taken: list[TakenIn] = []
    door = _Door()

    @task(name="書類を読み取る", task_run_name="書類 {document_id}", **_PLAIN)
    def read_document(document_id: int) -> PrefectState[Any]:
        def step() -> PrefectState[Any]:
            result = app.process(document_id)
            taken.append(result)
            return _shown([state for _, state in result.records])

        return door.through(step)

    def batch() -> PrefectState[Any]:
        for document_id in document_ids:
            if is_stopped():
                break
            read_document(document_id, return_state=True)
            door.check()
        _table(app, "intake", [record_id for each in taken for record_id, _ in each.records])
        return _summary([state for each in taken for _, state in each.records])

    @flow(
        name="intake", description="届いた書類を読み取り、確認待ちか入力待ちに分けます。", **_QUIET
    )
    def intake(document_ids: list[int]) -> PrefectState[Any]:
        return door.through(batch)

    name = f"受付 {len(document_ids)} 件 (書類 {_range(document_ids)})"
    _run(intake.with_options(flow_run_name=name), list(document_ids))
    door.check()
    return taken


def run_entry(
    app: Utsushi, is_stopped: IsStopped = never, sessions: int | None = None
) -> BatchResult:
    """Resolve and enter what is due, as one flow run each. Raises SetupError.

    In up to `sessions` sessions at once; without a number, as many as the target system allows.
    """

    def run(kind: str, record_ids: Sequence[int], step: Step) -> BatchResult:
        def through(do: Step) -> BatchResult:
            return entry.enter_all(
                app.office, record_ids, app.bot, do, sessions=sessions, is_stopped=is_stopped
            )

        return _run_records(app, kind, record_ids, step, through) if record_ids else BatchResult()

    entry.recover(app.office)
    resolved = run("resolve", entry.unsettled(app.office), entry.resolve)
    return resolved + run("entry", entry.due(app.office), entry.put_in)


_PLAIN: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False, "retries": 0}
_QUIET: dict[str, Any] = {"persist_result": False, "validate_parameters": False, "retries": 0}
_TITLES = {"entry": "入力", "resolve": "照会"}
_DESCRIPTIONS = {
    "entry": "入力待ちの記録を業務システムに登録し、照会して確かめます。",
    "resolve": "登録できたか分からない記録を、業務システムで照会します。",
}


def _run_records(
    app: Utsushi,
    kind: str,
    record_ids: Sequence[int],
    step: Step,
    through: Callable[[Step], BatchResult],
) -> BatchResult:
    """One flow run. Each session of `through` calls its task runs in its own thread, in a copy of
    the run's context: so they belong to the run."""
    results: list[BatchResult] = []
    hands: dict[int, tuple[Office, Bot]] = {}
    made: dict[int, Attempted | None] = {}
    door = _Door()

    @task(name=f"記録を{_TITLES[kind]}する", task_run_name="記録 {record_id}", **_PLAIN)
    def do(record_id: int) -> PrefectState[Any]:
        def one() -> PrefectState[Any]:
            made[record_id] = attempted = step(*hands[record_id], record_id)
            return _shown([attempted.state] if attempted else [])

        return door.through(one)

    def run_task(office: Office, bot: Bot, record_id: int) -> Attempted | None:
        hands[record_id] = (office, bot)
        do(record_id, return_state=True)
        door.check()
        return made[record_id]

    def batch() -> PrefectState[Any]:
        results.append(through(run_task))
        _table(app, kind, [each.record_id for each in results[0].attempted])
        if results[0].stopped:
            return Failed(message="業務システムの不具合が続いたため、残りを後に回しました。")
        return _summary([each.state for each in results[0].attempted])

    @flow(name=kind, description=_DESCRIPTIONS[kind], **_QUIET)
    def run_batch(record_ids: list[int]) -> PrefectState[Any]:
        return door.through(batch)

    name = f"{_TITLES[kind]} {len(record_ids)} 件 (記録 {_range(record_ids)})"
    _run(run_batch.with_options(flow_run_name=name), list(record_ids))
    door.check()
    return results[0]


class _Door:
    """Errors leave a run as a failed state without their text: Prefect would log tracebacks,
    which may hold personal data. `check` raises them again on our side."""

    def __init__(self) -> None:
        self._error: Exception | None = None

    def through(self, step: Callable[[], PrefectState[Any]]) -> PrefectState[Any]:
        try:
            return step()
        except Exception as error:  # noqa: BLE001  (the door: raised again by `check`)
            self._error = error
            words = error.message if isinstance(error, UtsushiError) else type(error).__name__
            return Failed(message=words)

    def check(self) -> None:
        if self._error is not None:
            raise self._error


def _run(run: Any, ids: list[int]) -> None:
    with temporary_settings({PREFECT_API_URL: os.environ.get("PREFECT_API_URL")}):
        state = run(ids, return_state=True)
    if state.is_crashed():
        raise StoreError("Prefect の実行が異常終了しました。", advice="もう一度実行してください。")


def _shown(states: Sequence[State]) -> PrefectState[Any]:
    """A task's state under our own name, so that what was held is seen in the list."""
    names = "・".join(dict.fromkeys(TITLES[state] for state in states)) or "対象外"
    return Completed(name=names, message=names)


def _summary(states: Sequence[State]) -> PrefectState[Any]:
    counts = {state: states.count(state) for state in State if state in states}
    text = "、".join(f"{TITLES[state]} {count}" for state, count in counts.items()) or "なし"
    name = "Completed" if set(states) <= _GOOD else "要確認あり"
    return Completed(name=name, message=text)


def _table(app: Utsushi, key: str, record_ids: Sequence[int]) -> None:
    """What became of the batch: numbers, states and the kind of reason."""
    with app.store.read() as session:
        rows = [session.get_one(RecordRow, record_id) for record_id in record_ids]
        table = [
            {
                "書類": row.document_id,
                "記録": row.id,
                "様式": row.form or "",
                "状態": TITLES[State(row.state)],
                "理由": row.reason_code or "",
            }
            for row in rows
        ]
    if table:
        create_table_artifact(table=table, key=f"utsushi-{key}", description="この回の結果")


def _range(ids: Sequence[int]) -> str:
    return f"{ids[0]}" if len(ids) == 1 else f"{min(ids)}–{max(ids)}"
