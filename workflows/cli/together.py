"""`utsushi up` and `utsushi review`: the pages and the workers as child processes."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic

from filelock import FileLock, Timeout

from forms.errors import SetupError
from workflows.accounts.first import tell_setup_code
from workflows.app import Utsushi
from workflows.cli.prefect_password import tell_sign_in
from workflows.cli.stopping import run_stoppable
from workflows.files import PRIVATE, private_folder
from workflows.parent import Process, end_child, start_child
from workflows.prefect.env import (
    HOST,
    environment,
    free_port,
    local_address,
    note_port,
    server_command,
    wait_until_serving,
)
from workflows.settings import Settings

LOCK = "up.lock"
ALONE_SECONDS = 2.0  # one that was just told to end is nearly there
RESTARTS, RESTART_WINDOW_SECONDS = 5, 300.0
REST_SECONDS = 60.0
STOP_SECONDS = 60.0  # a worker may have a paper or record in hand
DEPLOY = [sys.executable, "-m", "workflows.cli", "prefect", "deploy"]


def run_up() -> None:
    settings = Settings.load()
    with alone(settings.home_path):
        with Utsushi(settings) as app:
            app.store  # noqa: B018  (made and brought up to date once, before the children open it)
        run_stoppable(lambda stop: _supervise(settings, stop))


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Raises SetupError where `utsushi up` runs on this home already: two would share Prefect's
    database and send every notice twice. Not told where the file system knows no locks."""
    private_folder(home)
    lock = FileLock(home / LOCK, mode=PRIVATE, fallback_to_soft=False)
    try:
        with suppress(NotImplementedError):
            lock.acquire(timeout=ALONE_SECONDS)
    except Timeout as error:
        raise SetupError(
            f"「utsushi up」は、このデータフォルダ ({home}) でもう動いています。",
            advice="動いている方をそのまま使うか、止めてから始めてください。",
        ) from error
    try:
        yield
    finally:
        lock.release()


def run_review(*, with_parent: bool) -> int:
    """The pages alone. Their room is started as a process of its own: it stands above ours."""
    codes: list[int] = []

    def work(stop: Event) -> None:
        pages = subprocess.Popen([sys.executable, "-m", "review"], stdin=subprocess.DEVNULL)
        while pages.poll() is None and not stop.wait(0.2):
            pass
        if pages.poll() is None:
            pages.terminate()
        codes.append(pages.wait())

    run_stoppable(work, with_parent=with_parent)
    return max(codes[0], 0)


@dataclass(slots=True)
class Child:
    """One supervised process."""

    title: str
    command: list[str]
    is_quiet: bool = False
    is_needed: bool = True  # else the others go on when it ends again and again
    is_apart: bool = False  # a Ctrl+C is for us alone: it ends when the others have told it all
    process: Process | None = None
    starts: list[float] = field(default_factory=list)

    def start(self, variables: Mapping[str, str]) -> Process:
        self.stop()  # it has ended: its end of our pipe is let go
        self.starts.append(monotonic())
        environ = {**os.environ, **variables}
        self.process = start_child(
            self.command, environ, is_quiet=self.is_quiet, is_apart=self.is_apart
        )
        return self.process

    def is_restartable(self) -> bool:
        return self._recent() <= RESTARTS

    def is_resting(self) -> bool:
        """It ended again and again, and is left alone for a while."""
        return self._recent() > RESTARTS and monotonic() - self.starts[-1] < REST_SECONDS

    def _recent(self) -> int:
        return sum(monotonic() - each < RESTART_WINDOW_SECONDS for each in self.starts)

    def stop(self) -> None:
        if self.process is not None:
            end_child(self.process, STOP_SECONDS)


def _supervise(settings: Settings, stop: Event) -> None:
    prefect_port = free_port(settings.prefect_port, settings.prefect_host)
    review_port = free_port(settings.review_port)
    variables = {
        **environment(settings, prefect_port),
        "UTSUSHI_PREFECT_PORT": str(prefect_port),
        "UTSUSHI_REVIEW_PORT": str(review_port),
    }
    children = _children(prefect_port)
    try:
        prefect, review, *workers = children
        host = settings.prefect_host
        wait_until_serving(
            prefect.start(variables), prefect_port, is_stopped=stop.is_set, host=host
        )
        note_port(settings, prefect_port)
        if stop.is_set():
            return
        tell_sign_in(f"http://{local_address(settings.prefect_host)}:{prefect_port}")
        deploying = start_child(DEPLOY, {**os.environ, **variables}, is_quiet=True)
        wait_until_serving(review.start(variables), review_port, "/", stop.is_set)
        print(f"確認画面: http://{HOST}:{review_port}", flush=True)
        _tell_first_account(settings, review_port)
        _wait_deployed(deploying, stop)
        if stop.is_set():
            return
        for worker in workers:
            worker.start(variables)
        print(f"受付フォルダ: {settings.inbox_path}", flush=True)
        print("準備ができました (Ctrl+C で終わります)。", flush=True)
        while not stop.wait(1.0):
            for child in children:
                _revive(child, variables)
    finally:
        print("終わります…", flush=True)
        for child in reversed(children):
            child.stop()


def _wait_deployed(deploying: Process, stop: Event) -> None:
    """The work goes on where it failed: only starting from Prefect's pages does not."""
    while deploying.poll() is None and not stop.wait(0.2):
        pass
    if deploying.poll():
        print(
            "Prefect の画面から始める処理を登録できませんでした。"
            "あとで「utsushi prefect deploy」を実行してください。",
            flush=True,
        )
    end_child(deploying, 1.0)


def _tell_first_account(settings: Settings, review_port: int) -> None:
    """What the pages print themselves when they run alone."""
    with Utsushi(settings) as app:
        if app.accounts.is_empty():
            tell_setup_code(settings, f"http://{HOST}:{review_port}/")


def _children(prefect_port: int) -> list[Child]:
    ours = [sys.executable, "-m", "workflows.cli"]
    return [
        Child("Prefect のサーバー", server_command(prefect_port), is_needed=False, is_apart=True),
        Child("確認画面", [*ours, "review", "--with-parent"], is_quiet=True),
        Child("受付", [*ours, "watch", "--with-parent"]),
        Child("登録", [*ours, "enter", "--with-parent"]),
        Child("画面から始めた処理", [*ours, "worker", "--with-parent"], is_needed=False),
    ]


def _revive(child: Child, variables: Mapping[str, str]) -> None:
    """Start again what has ended by itself. Raises SetupError where it ends again and again and
    the work needs it: it needs no Prefect."""
    if child.process is None or child.process.poll() is None:
        return
    code = child.process.returncode
    if not child.is_needed and child.is_resting():
        return
    if child.is_needed and not child.is_restartable():
        raise SetupError(
            f"{child.title}が繰り返し止まりました (終了コード {code})。",
            advice="直前のメッセージを確かめて、設定を直してください。",
        )
    print(f"{child.title}が止まったため、もう一度始めます (終了コード {code})。", flush=True)
    child.start(variables)
