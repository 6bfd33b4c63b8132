"""Several sessions of one target system at work on one batch, each in a thread of its own.

A session has its own bot (browser, login) and its own name for leases: to each other, the sessions
of one process are what workers on other machines are.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from contextvars import copy_context
from threading import Thread

from workflows.entry.attempt import Attempted
from workflows.entry.batch import Batch, BatchResult, IsStopped, never
from workflows.entry.claims import carry_evidence
from workflows.entry.slots import held
from workflows.office import Office
from workflows.seams import Bot

OpenBot = Callable[[], Bot]
Within = Callable[[], AbstractContextManager[object]]
"""Made anew for each session, which works inside it."""
Step = Callable[[Office, Bot, int], Attempted | None]


def enter_all(
    office: Office,
    record_ids: Sequence[int],
    open_bot: OpenBot,
    step: Step,
    *,
    sessions: int | None = None,
    is_stopped: IsStopped = never,
    within: Within = nullcontext,
) -> BatchResult:
    """Do `step` (put_in or resolve) with each record, in up to `sessions` sessions at once.

    Never more than the target system allows, counted over every process on the store; with none
    to be had, nothing is done. Each session works inside a `within()`. Stops after
    `system_error_limit` errors in a row. Raises what `step` or opening a bot raises, once every
    session has ended.
    """
    if not record_ids:
        return BatchResult()
    allowed = open_bot().sessions
    batch = Batch(record_ids, office.settings.system_error_limit, is_stopped)
    count = min(sessions or allowed, allowed, len(record_ids))

    def work() -> None:
        _session(office.another(), batch, open_bot, step, allowed, within)

    threads = [
        Thread(target=copy_context().run, args=(work,), name=f"session-{number}", daemon=True)
        for number in range(1, count + 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    batch.check()
    return batch.result


def _session(
    office: Office, batch: Batch, open_bot: OpenBot, step: Step, allowed: int, within: Within
) -> None:
    """One session from its login to its end."""
    try:
        with held(office, allowed) as slot:
            if slot is None:
                return
            with within(), open_bot() as bot:
                while slot.is_ours and (record_id := batch.next()) is not None:
                    batch.done(step(office, bot, record_id))
                    carry_evidence(office)
    except BaseException as error:  # noqa: BLE001  (the thread's door: raised again by `check`)
        batch.fail(error)
