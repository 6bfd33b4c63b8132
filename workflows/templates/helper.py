"""The reading process of the editor, as the web process holds it: started when needed, ended when
idle or when it takes too long. One request at a time."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, Queue
from threading import Lock, Thread, Timer
from typing import Any

from forms.errors import PaperError
from workflows.parent import Process, end_child
from workflows.settings import Settings

IDLE_SECONDS = 300.0
LIMIT_SECONDS = 300.0  # for one request; the first one also loads the weights
WAIT_SECONDS = 60.0  # for the request of another person to end
COMMAND = (sys.executable, "-m", "workflows.templates.child")
_END_SECONDS = 2.0


class HelperError(PaperError):
    """The reading process could not answer, or said why it cannot."""


class Helper:
    """Safe to share between threads. `close` when done."""

    def __init__(
        self, settings: Settings, *, idle_seconds: float = IDLE_SECONDS,
        limit_seconds: float = LIMIT_SECONDS, command: Sequence[str] = COMMAND,
    ) -> None:  # fmt: skip
        self._settings, self._command = settings, command
        self._idle_seconds, self._limit_seconds = idle_seconds, limit_seconds
        self._turn = Lock()
        self._child: Process | None = None
        self._answers: Queue[bytes] = Queue()
        self._idle: Timer | None = None

    def ask(self, do: str, **given: Any) -> Any:
        """The answer of the process. Raises HelperError in the words for a person."""
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise HelperError(
                "ほかの人の読み取りが終わりません。", advice="少し待って、もう一度試してください。"
            )
        try:
            self._rest(None)
            answer = self._answered(json.dumps({"do": do, **given}))
        finally:
            self._rest(self._idle_seconds)
            self._turn.release()
        if "done" not in answer:
            raise HelperError(answer["message"], advice=answer["advice"])
        return answer["done"]

    def close(self) -> None:
        """End the process, if it runs, whoever waits for its answer."""
        if self._child is not None:
            self._child.kill()
        with self._turn:
            self._rest(None)
            self._end()

    @property
    def is_running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def _answered(self, line: str) -> dict[str, Any]:
        child = self._started()
        try:
            _write(child, line)
            said = self._answers.get(timeout=self._limit_seconds)
        except Empty as error:
            self._end()
            raise HelperError(
                "読み取りに時間がかかりすぎるため、止めました。",
                advice="ページの少ないファイルで、もう一度試してください。",
            ) from error
        except OSError as error:
            self._end()
            raise _gone() from error
        if not said:
            self._end()
            raise _gone()
        answer: dict[str, Any] = json.loads(said)
        return answer

    def _started(self) -> Process:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        self._child = child = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
        answers: Queue[bytes] = Queue()
        self._answers = answers
        Thread(target=_pass_on, args=(child, answers), daemon=True, name="helper").start()
        _write(child, self._settings.model_dump_json())
        return child

    def _end(self) -> None:
        if self._child is None:
            return
        if self._child.stdin is not None:
            with suppress(OSError):  # it may have gone with our words still in the pipe
                self._child.stdin.close()
        end_child(self._child, _END_SECONDS)
        self._child = None

    def _rest(self, seconds: float | None) -> None:
        """End the process after that time, unless it is asked again; None: it is at work."""
        if self._idle is not None:
            self._idle.cancel()
        self._idle = None
        if seconds is not None:
            self._idle = Timer(seconds, self._end_if_idle)
            self._idle.daemon = True
            self._idle.start()

    def _end_if_idle(self) -> None:
        if self._turn.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._turn.release()


def _write(child: Process, line: str) -> None:
    if child.stdin is not None:
        child.stdin.write(line.encode() + b"\n")
        child.stdin.flush()


def _pass_on(child: Process, answers: "Queue[bytes]") -> None:
    """Lines of the child's stdout into the queue; an empty one at its end."""
    if child.stdout is not None:
        with child.stdout as lines:
            for line in lines:
                answers.put(line)
    answers.put(b"")


def _gone() -> HelperError:
    return HelperError(
        "読み取りの処理が途中で止まりました。",
        advice="ファイルを確かめて、もう一度試してください。",
    )
