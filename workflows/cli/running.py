"""`utsushi watch`, `utsushi enter`, `utsushi resolve`."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event
from time import monotonic

from forms.errors import SetupError
from workflows import entry
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.cli.accounts import console_user
from workflows.cli.stopping import run_stoppable
from workflows.coat import dressed
from workflows.entry import BatchResult
from workflows.health.care import tending
from workflows.settings import Settings
from workflows.store.states import TITLES
from workflows.watch import Watcher


def run_watch(*, once: bool, use_prefect: bool, with_parent: bool) -> None:
    settings = Settings.load()

    def work(stop: Event) -> None:
        with Utsushi(settings) as app, _prefect(settings, use_prefect):
            app.reader  # noqa: B018  (a missing model is told before any paper is taken)
            watcher = Watcher(app, _intake_batch(app, stop, use_prefect), monotonic)
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
            app.bot()  # a mistake in a scenario is told before any work
            with tending(app.office, "enter", use_prefect=use_prefect):
                if once:
                    _report(_entry_batch(app, stop, use_prefect, sessions))
                    return
                print("入力待ちの記録を登録します。", flush=True)
                while not stop.is_set():
                    result = _entry_batch(app, stop, use_prefect, sessions)
                    if not result.attempted or result.stopped:
                        stop.wait(settings.poll_seconds)

    run_stoppable(work, with_parent=with_parent)


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


def _intake_batch(app: Utsushi, stop: Event, use_prefect: bool) -> Callable[[Sequence[int]], None]:
    def bare(document_ids: Sequence[int]) -> None:
        for document_id in document_ids:
            if stop.is_set():
                return
            app.process(document_id)

    def flow(document_ids: Sequence[int]) -> None:
        from workflows.flows import run_intake

        dressed(
            lambda: run_intake(app, document_ids, stop.is_set) and None,
            lambda: bare(document_ids),
        )

    return flow if use_prefect else bare


def _entry_batch(app: Utsushi, stop: Event, use_prefect: bool, sessions: int | None) -> BatchResult:
    def bare() -> BatchResult:
        resolved = app.resolve(stop.is_set, sessions)
        entered = app.enter(stop.is_set, sessions)
        return resolved + entered

    app.refresh()
    if not use_prefect:
        return bare()
    from workflows.flows import run_entry

    return dressed(lambda: run_entry(app, stop.is_set, sessions), bare)


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
    from workflows.prefect_env import server

    with server(settings):
        yield
