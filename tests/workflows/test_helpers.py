"""Heartbeats, children, leftovers: the small parts that the rest leans on."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from forms.errors import StoreError
from workflows import parent
from workflows.cli.stopping import run_stoppable
from workflows.clock import month_bounds, tokyo_text
from workflows.files import move_into, sweep
from workflows.heartbeat import beating
from workflows.prefect.env import free_port

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print(1, flush=True); time.sleep(60)"
)
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals")
OBEDIENT = (
    "import threading; from workflows.parent import when_parent_ends;"
    "done = threading.Event(); when_parent_ends(done.set); print(1, flush=True); done.wait(60)"
)


def test_a_heartbeat_goes_on_after_a_failure_and_ends_with_the_block() -> None:
    beats: list[int] = []
    enough = threading.Event()

    def beat() -> None:
        beats.append(1)
        if len(beats) == 1:
            raise StoreError("一度だけ。")
        if len(beats) == 3:
            enough.set()

    with beating(0.01, beat):
        assert enough.wait(30)
    count = len(beats)
    assert not [each for each in threading.enumerate() if each.name == "heartbeat"]
    assert len(beats) == count


@pytest.mark.parametrize(
    ("code", "returncode"),
    [
        (OBEDIENT, 0),
        pytest.param(STUBBORN, -9, marks=POSIX),
    ],
    ids=["by-stdin", "by-force"],
)  # fmt: skip
def test_a_child_is_ended_politely_first(code: str, returncode: int) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.readline()
    parent.end_child(child, 20.0 if returncode == 0 else 0.2)
    child.stdout.close()
    assert child.returncode == returncode


def test_what_the_work_raises_comes_out_of_its_thread() -> None:
    def work(stop: threading.Event) -> None:
        raise StoreError("保存先が使えません。")

    with pytest.raises(StoreError):
        run_stoppable(work)


def test_a_move_takes_the_place_of_what_was_reserved(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_text("new", encoding="utf-8")
    target.touch()
    move_into(source, target)
    assert target.read_text(encoding="utf-8") == "new"
    assert not source.exists()


def test_only_old_leftovers_are_swept(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    old, new = tmp_path / "tmp" / "old.part", tmp_path / "tmp" / "new.part"
    for path, age in ((old, 100_000), (new, 100)):
        path.touch()
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    sweep(tmp_path, now=1_000_000)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_taken_port_is_replaced_by_a_free_one() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) != port
    assert free_port(0) > 0


def test_months_and_times_are_those_of_tokyo() -> None:
    first, after = month_bounds("2026-12")
    assert (first.isoformat(), after.isoformat()) == (
        "2026-11-30T15:00:00+00:00",
        "2026-12-31T15:00:00+00:00",
    )
    assert tokyo_text(first) == "2026年12月1日 0時00分"
