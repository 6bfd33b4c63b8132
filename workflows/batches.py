"""One batch of this process: as a flow run while Prefect answers, else the bare steps."""

from collections.abc import Callable, Sequence

from workflows import entry
from workflows.app import Utsushi
from workflows.entry import BatchResult
from workflows.entry.batch import IsStopped
from workflows.prefect.coat import dressed


def intake_batch(
    app: Utsushi, is_stopped: IsStopped, *, use_prefect: bool
) -> Callable[[Sequence[int]], None]:
    """What reads received documents by id. It raises SetupError."""

    def bare(document_ids: Sequence[int]) -> None:
        for document_id in document_ids:
            if is_stopped():
                return
            app.process(document_id)

    def flow(document_ids: Sequence[int]) -> None:
        from workflows.flows import run_intake

        def run() -> None:
            run_intake(app, document_ids, is_stopped)

        dressed(run, lambda: bare(document_ids))

    return flow if use_prefect else bare


def entry_batch(
    app: Utsushi, is_stopped: IsStopped, *, use_prefect: bool, sessions: int | None = None
) -> BatchResult:
    """Look up what is unconfirmed, then enter what is ready. Raises SetupError."""

    def bare() -> BatchResult:
        resolved = app.resolve(is_stopped, sessions)
        entered = app.enter(is_stopped, sessions)
        return resolved + entered

    app.refresh()
    if not use_prefect:
        return bare()
    entry.recover(app.office)
    if not entry.unsettled(app.office) and not entry.due(app.office):
        return BatchResult()
    from workflows.flows import run_entry

    return dressed(lambda: run_entry(app, is_stopped, sessions), bare)
