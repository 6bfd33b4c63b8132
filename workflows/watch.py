"""The watched folder: looks at regular times, because network shares lose events.

A file is taken when its size and time have stood still for `settle_seconds` over two looks.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from forms.errors import SetupError
from workflows import intake
from workflows.app import Utsushi
from workflows.files import sweep
from workflows.health.pressure import Pressure, pressure_of
from workflows.heartbeat import beating
from workflows.intake.names import RECEIVED, REFUSED, is_temporary
from workflows.intake.origin import departments_of, folders_of
from workflows.outage import outlast
from workflows.store import locks

_log = logging.getLogger(__name__)
LOCK_SECONDS = 15.0
RECEIVE_SECONDS = 5.0  # of copying, then a batch is read
SLOW_SECONDS = 30.0  # between two batches where too many records wait for review
PATIENCE_SECONDS = 60.0  # before a file that could not be moved away is tried again

Signature = tuple[int, int]
"""Size in bytes and modification time in nanoseconds."""
RunBatch = Callable[[Sequence[int]], None]
"""Processes received documents by id: a Prefect flow, or the bare steps."""


@dataclass(slots=True)
class Settling:
    """Which files have stood still. Knows no folder and no clock: both are handed in."""

    settle_seconds: float
    _since: dict[Path, tuple[Signature, float]] = field(default_factory=dict)
    _resting: dict[Path, tuple[Signature, float]] = field(default_factory=dict)

    def look(self, files: Mapping[Path, Signature], now: float) -> list[Path]:
        """The files that are settled at this look; `now` in seconds of any steady clock."""
        self._since = {path: seen for path, seen in self._since.items() if path in files}
        self._resting = {path: rest for path, rest in self._resting.items() if path in files}
        settled = []
        for path, signature in files.items():
            if self._is_resting(path, signature, now):
                continue
            seen = self._since.get(path)
            if seen is None or seen[0] != signature:
                self._since[path] = (signature, now)
            elif now - seen[1] >= self.settle_seconds:
                settled.append(path)
        return settled

    def rest(self, path: Path, signature: Signature, now: float) -> None:
        """Leave a file that was taken but still lies there alone for a while."""
        self._since.pop(path, None)
        self._resting[path] = (signature, now + PATIENCE_SECONDS)

    def is_waiting(self) -> bool:
        """Some file is there that has not settled."""
        return bool(self._since)

    def _is_resting(self, path: Path, signature: Signature, now: float) -> bool:
        resting = self._resting.get(path)
        if resting is None:
            return False
        if resting[0] == signature and now < resting[1]:
            return True
        del self._resting[path]
        return False


def list_files(inbox: Path, departments: Sequence[str] = ()) -> dict[Path, Signature]:
    """The candidates in the inbox itself and in the departments' folders in it: no other folders,
    links or temporary names. Raises OSError."""
    found = _files(inbox)
    for folder in folders_of(inbox, departments):
        with suppress(OSError):  # one folder that is closed to us stops nothing
            found |= _files(folder)
    return found


def _files(folder: Path) -> dict[Path, Signature]:
    found = {}
    for path in sorted(folder.iterdir()):
        if is_temporary(path.name) or path.is_symlink():
            continue
        try:
            status = path.stat()
        except OSError:  # gone between listing and looking
            continue
        if path.is_file():
            found[path] = (status.st_size, status.st_mtime_ns)
    return found


def _signature(path: Path) -> Signature:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


class Watcher:
    """One per inbox, held by a lock in the store."""

    def __init__(self, app: Utsushi, run_batch: RunBatch, now: Callable[[], float]) -> None:
        self._app, self._run_batch, self._now = app, run_batch, now
        self._settling = Settling(app.settings.settle_seconds)
        self._again_at: dict[int, float] = {}  # documents that could not be shelved
        self._pressed = Pressure(None, 0, 0, 0)
        self._is_behind = False  # more waits than was taken at the last look

    def look(self) -> int:
        """One look: receive what has settled, process one batch; how many documents were processed.

        Nothing where the disk is short; receiving goes before reading, but not for long.
        """
        self._app.refresh()
        received = self._look_and_receive()
        if self._pressed.is_disk_short:
            return 0
        intake.recover(self._app.office)
        return self._take_up(received)

    def _look_and_receive(self) -> list[int]:
        self._pressed = self._feel()
        if self._pressed.is_disk_short:
            return []
        return self._receive(self._settling.look(self._list(), self._now()))

    def _feel(self) -> Pressure:
        """Told in the log when it begins: it may last."""
        pressure = pressure_of(self._app.office)
        if not self._pressed.is_disk_short and pressure.is_disk_short:
            _log.warning("the disk is short: nothing is received")
        if not self._pressed.is_queue_long and pressure.is_queue_long:
            _log.warning("%d records wait for review: reading slows down", pressure.waiting)
        return pressure

    def _receive(self, settled: Sequence[Path]) -> list[int]:
        """The documents of these files, as far as they can be copied in a few seconds. A file that
        still lies there is left alone for a while: its document is known."""
        received, until = list[int](), self._now() + RECEIVE_SECONDS
        for path in settled:
            document_id = self._app.receive(path)
            if document_id is None:
                continue
            received.append(document_id)
            with suppress(OSError):  # gone already
                self._settling.rest(path, _signature(path), self._now())
            if self._now() > until:
                break
        return received

    def _take_up(self, received: Sequence[int]) -> int:
        """Process one batch: of what was received now, and of what was not ended before."""
        now, size = self._now(), self._app.settings.batch_size
        due = dict.fromkeys(received)
        due |= dict.fromkeys(
            each
            for each in intake.pending(self._app.office)
            if now >= self._again_at.get(each, now)
        )
        waiting = list(due)[:size]
        if waiting:
            self._run_batch(waiting)
        left = {*waiting} & {*intake.pending(self._app.office)}  # not those that another reads
        self._again_at |= dict.fromkeys(left, now + PATIENCE_SECONDS)
        self._is_behind = len(due) > size
        return len(waiting)

    def _list(self) -> dict[Path, Signature]:
        try:
            departments = departments_of(self._app.catalogue)
            return list_files(self._app.settings.inbox_path, departments)
        except OSError as error:  # a share that is away for a while
            _log.warning("the inbox cannot be listed (errno %s)", error.errno)
            return {}

    def run(self, stop: Event) -> None:
        """Look until told to stop, also when the store was away for a while. Raises SetupError
        where the inbox cannot be used."""
        with self.alone(stop):
            while not stop.is_set():
                outlast(self.look, stop)
                stop.wait(self._pause())

    def run_once(self, stop: Event) -> int:
        """Take everything that lies there now, each as soon as it has settled."""
        with self.alone(stop):
            taken = self.look()
            while self._is_unfinished() and not stop.is_set():
                stop.wait(min(self._app.settings.poll_seconds, self._settling.settle_seconds))
                taken += self.look()
            return taken

    def receive_all(self, stop: Event) -> None:
        """Take over everything that lies there now, each as soon as it has settled; read nothing.
        Raises SetupError."""
        with self.alone(stop):
            self._look_and_receive()
            while self._is_unfinished() and not stop.is_set():
                stop.wait(min(self._app.settings.poll_seconds, self._settling.settle_seconds))
                self._look_and_receive()

    def _is_unfinished(self) -> bool:
        """More lies there, and there is room for it."""
        is_more = self._is_behind or self._settling.is_waiting()
        return is_more and not self._pressed.is_disk_short

    def _pause(self) -> float:
        """Seconds until the next look: none while a batch waits, many where people fall behind."""
        if self._pressed.is_queue_long:
            return SLOW_SECONDS
        return 0.0 if self._is_behind else self._app.settings.poll_seconds

    @contextmanager
    def alone(self, stop: Event) -> Iterator[None]:
        """Hold the inbox. Raises SetupError where another watcher is alive."""
        inbox, office = self._app.settings.inbox_path, self._app.office
        _prepare(inbox)
        now = self._app.clock().timestamp()
        for folder in {office.home, office.files.room}:
            sweep(folder, now)
        office.files.sweep(now)
        name = locks.inbox(inbox)
        waited = 0.0
        while not self._take(name):
            if waited > LOCK_SECONDS or stop.is_set():
                raise SetupError(
                    "この受付フォルダは、別の「utsushi watch」が見ています。",
                    advice="動いている方をそのまま使うか、止めてから始めてください。",
                )
            stop.wait(1.0)
            waited += 1.0
        try:
            with beating(LOCK_SECONDS / 3, lambda: self._renew(name)):
                yield
        finally:
            with office.store.write() as session:
                locks.release(session, name, office.owner)

    def _take(self, name: str) -> bool:
        office = self._app.office
        with office.store.write() as session:
            return locks.take(session, name, office.mark(), LOCK_SECONDS)

    def _renew(self, name: str) -> None:
        if not self._take(name):
            _log.error("the lock of the inbox was lost")


def _prepare(inbox: Path) -> None:
    try:
        for folder in (inbox / RECEIVED, inbox / REFUSED):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(
            f"受付フォルダ {inbox} を使えません (番号 {error.errno})。",
            advice="フォルダの場所 (UTSUSHI_INBOX) と書き込みの権限を確かめてください。",
        ) from error
