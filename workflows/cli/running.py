"""`utsushi watch`, `utsushi enter`, `utsushi resolve`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from time import monotonic

from forms.errors import SetupError
from workflows import entry
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.batches import entry_batch, intake_batch
from workflows.cli.accounts import console_user
from workflows.cli.stopping import run_stoppable
from workflows.entry import BatchResult
from workflows.health.care import tending
from workflows.outage import outlast
from workflows.settings import Dispatch, Settings
from workflows.store.states import TITLES
from workflows.watch import Watcher


def run_watch(*, once: bool, use_prefect: bool, with_parent: bool) -> None:
    settings = Settings.load()

    def work(stop: Event) -> None:
        with Utsushi(settings) as app, _prefect(settings, use_prefect):
            watcher = _watcher(app, stop, use_prefect=use_prefect)
            with tending(app.office, "watch", use_prefect=use_prefect):
                if once:
                    print(f"受け付けた書類: {watcher.run_once(stop)} 件")
                else:
                    print(f"受付フォルダを見張っています: {settings.inbox_path}", flush=True)
                    watcher.run(stop)

    run_stoppable(work, with_parent=with_parent)


def run_enter(
    *, once: bool, use_prefect: bool, with_parent: bool, sessions: int | None = None
) -> None:
    settings = Settings.load()

    def work(stop: Event) -> None:
        with Utsushi(settings) as app, _prefect(settings, use_prefect):
            batch = _entering(app, stop, use_prefect=use_prefect, sessions=sessions)
            with tending(app.office, "enter", use_prefect=use_prefect):
                if once:
                    _report(batch())
                    return
                print("入力待ちの記録を登録します。", flush=True)
                tell = _telling(app, use_prefect)
                while not stop.is_set():
                    outlast(tell, stop)
                    result = outlast(batch, stop)
                    if result is None or not result.attempted or result.stopped:
                        stop.wait(settings.poll_seconds)

    run_stoppable(work, with_parent=with_parent)


def _watcher(app: Utsushi, stop: Event, *, use_prefect: bool) -> Watcher:
    if use_prefect and app.settings.dispatch is Dispatch.POOLS:
        from workflows.dispatch import HandingOut
        from workflows.dispatch.runs import PrefectRuns

        return HandingOut(app, PrefectRuns(), monotonic)
    app.reader  # noqa: B018  (a missing model is told before any paper is taken)
    return Watcher(app, intake_batch(app, stop.is_set, use_prefect=use_prefect), monotonic)


def _entering(
    app: Utsushi, stop: Event, *, use_prefect: bool, sessions: int | None
) -> Callable[[], BatchResult]:
    """One round: a batch of our own, or one that is handed out."""
    if use_prefect and app.settings.dispatch is Dispatch.POOLS:
        from workflows.dispatch import hand_out_entries
        from workflows.dispatch.runs import PrefectRuns
        from workflows.flows.standing import standing_still

        def hand_out() -> BatchResult:
            app.refresh()
            hand_out_entries(app.office, PrefectRuns(), lambda: standing_still(app) is not None)
            return BatchResult()

        return hand_out
    app.bot()  # a mistake in a scenario is told before any work
    return lambda: entry_batch(app, stop.is_set, use_prefect=use_prefect, sessions=sessions)


def run_resolve(record: int | None, receipt: str | None, not_entered: bool, by: str) -> None:
    with Utsushi(Settings.load()) as app:
        if record is None:
            _report(app.resolve())
            return
        if bool(receipt) == not_entered or not by:
            raise SetupError(
                "確かめた結果と人の名前を指定してください。",
                advice="--receipt 受付番号 か --not-entered のどちらかと、--by 名前 を付けます。",
            )
        state = entry.settle_by_hand(app.office, record, by, receipt)
        app.audit.note(console_user(), Act.MOVED, record=record, what=f"by hand {state.value}")
        print(f"記録 {record}: {TITLES[state]}")


def _telling(app: Utsushi, use_prefect: bool) -> Callable[[], None]:
    """What is told from time to time, beside the batches; nothing without Prefect."""
    if not use_prefect:
        return lambda: None
    from workflows.flows.regular import Regular

    return Regular(app)


def _report(result: BatchResult) -> None:
    print(f"処理した記録: {len(result.attempted)} 件")
    for each in result.attempted:
        print(f"  記録 {each.record_id}: {TITLES[each.state]}")
    if result.stopped:
        print("業務システムの不具合が続いたため、残りを後に回しました。")


@contextmanager
def _prefect(settings: Settings, use_prefect: bool) -> Iterator[None]:
    if not use_prefect:
        yield
        return
    from workflows.prefect.env import server

    with server(settings):
        yield
