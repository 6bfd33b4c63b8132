"""The approval gate of a 入力 run: show what will be entered, suspend, take the answer.

Suspended, no process waits: an answer in the UI schedules the run again, and it begins from the
top. What was asked and answered stands in our store, so a restart of whatever loses nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from prefect.flow_runs import suspend_flow_run
from prefect.runtime import flow_run
from pydantic import ValidationError

from forms.errors import SetupError
from workflows.app import Utsushi
from workflows.approvals import asking
from workflows.approvals.answer import BadAnswer
from workflows.approvals.asking import Asked
from workflows.approvals.deciding import decide
from workflows.approvals.holding import Standing
from workflows.flows import artifacts
from workflows.flows.approval_form import Approval, form
from workflows.flows.approval_words import again, question, report
from workflows.flows.questions import NOT_IN_TIME, close
from workflows.flows.rows import rows_of, tags_of
from workflows.prefect.client import connected

KEY = "approval"
GRACE_SECONDS = 3600
"""Prefect ends a run that nobody resumes, in English: we do it before, in Japanese."""
Choose = Callable[[], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Passed:
    """What may be entered. `words`: why nothing is, where somebody or nobody answered."""

    record_ids: Sequence[int]
    words: str = ""


def ask_first(app: Utsushi, to_ask: Choose, approved: Choose) -> Passed:
    """`approved()` where some are approved already; else ask about `to_ask()`, and give those that
    a supervisor approved of them.

    Suspends the flow run (raises Prefect's Pause, which is no Exception). A run that is started
    again carries on with its question. Raises SetupError, StoreError.
    """
    run_id = flow_run.get_id()
    if run_id is None:
        raise SetupError("承認は、Prefect の「入力」の実行の中でだけ求められます。")
    asked = asking.question_of(app.office, run_id)
    if asked is None:
        if ready := approved():
            return Passed(ready)
        close(app)
        asked = asking.ask(app.office, run_id, to_ask())
    if asked is None:
        return Passed(())
    if asked.standing is Standing.ASKED:
        return _answered(app, asked, _show(app, asked))
    if asked.standing is Standing.APPROVED:
        return Passed(asked.approved)
    return Passed((), _NOT_ENTERED[asked.standing])


_NOT_ENTERED = {
    Standing.DECLINED: "承認されなかったため、入力していません。記録は入力待ちのままです。",
    Standing.LAPSED: NOT_IN_TIME,
}


def _answered(app: Utsushi, asked: Asked, words: str, problem: BadAnswer | None = None) -> Passed:
    """Suspend until there is an answer that can be used. `words`: the question."""
    seconds = int((asked.until - app.clock()).total_seconds())
    if seconds <= 0:
        asking.lapse(app.office)
        return Passed((), NOT_IN_TIME)
    try:
        said = _suspended(again(problem, words) if problem else words, seconds, asked.round)
        record_ids = decide(app, asked, said.answered(asked.records))
    except BadAnswer as error:
        return _answered(app, asking.ask_again(app.office, asked), words, error)
    return Passed(record_ids, "" if record_ids else _NOT_ENTERED[Standing.DECLINED])


def _suspended(words: str, seconds: int, round_: int) -> Approval:
    """The first time: suspends. When the run is back with an answer: the answer.

    Raises BadAnswer where what came back is no answer (resumed past the form).
    """
    with connected():
        try:
            return suspend_flow_run(
                wait_for_input=form(words), timeout=seconds + GRACE_SECONDS, key=f"r{round_}"
            )
        except ValidationError as error:
            raise BadAnswer("承認の記入がありません。") from error


def _show(app: Utsushi, asked: Asked) -> str:
    """What will be entered: counts, and the records by number. Gives the question."""
    rows, base, system = rows_of(app, asked.records), app.settings.review_base, app.settings.system
    words = question(rows, system, asked.until, base)
    with artifacts.only_shown():
        artifacts.show_table(KEY, [row.cells(base) for row in rows], "承認を求める記録")
        artifacts.show_markdown(KEY, report(words, len(rows)), "承認を求める内容")
    artifacts.name_run(f"承認待ち: 入力 {len(rows)} 件", tags_of(rows, system))
    return words
