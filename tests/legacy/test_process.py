"""A practice system in a process of its own: its weather from outside, its life and its death."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil
import pytest
from weather_desks import KINDS

from samples.legacy.process import ROOT, PracticeProcess
from samples.legacy.rows import read_rows
from samples.legacy.weather import Weather
from tests.waiting import WAIT_SECONDS


@pytest.mark.parametrize("system", list(KINDS))
def test_its_weather_is_set_and_counted_from_outside(db: Path, system: str) -> None:
    with PracticeProcess(db, system, now="2024-12-03T12:00:00") as server:
        desk = KINDS[system].desk(server.url)
        desk.log_in()
        server.weather = Weather(seed=5, error=1.0)
        assert desk.screen()[0] == 500
        assert server.struck == {"error": 1}
        server.weather = Weather()
        desk.confirm()
        desk.register()
        desk.close()
        process = psutil.Process(server.pid)
    assert not process.is_running()
    (row,) = read_rows(db)
    assert row.uketsuke_no.startswith("令06-")


def test_it_ends_when_its_parent_is_killed(db: Path) -> None:
    """The parent says the child's number, then waits until it is killed."""
    program = (
        "import sys; from pathlib import Path; from samples.legacy.process import PracticeProcess\n"
        "with PracticeProcess(Path(sys.argv[1])) as server:\n"
        "    print(server.pid, flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(db)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        os.kill(parent.pid, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    assert child.wait(timeout=WAIT_SECONDS) in {0, None}


def test_a_client_that_goes_away_in_the_middle_is_forgotten(
    db: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with PracticeProcess(db) as server:
        place = urlsplit(server.url)
        with socket.create_connection((place.hostname or "", place.port or 0)) as half:
            half.sendall(b"POST /login.do HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nSHKIN")
        assert httpx.get(server.url, trust_env=False).status_code == 200
    assert "Traceback" not in capfd.readouterr().err


def test_it_says_when_it_cannot_start(db: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(RuntimeError),
        PracticeProcess(db, port=taken.getsockname()[1]),
    ):
        pass
