"""`python -m review` as a process."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from review.__main__ import bound

LONG = "ookina-kurige-no-uma"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return os.environ | {"UTSUSHI_HOME": str(tmp_path / "home"), "PYTHONIOENCODING": "utf-8"}


@pytest.fixture
def served(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "review"], env=environment | {"UTSUSHI_REVIEW_PORT": "0"},
        stdout=subprocess.PIPE, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        yield process
        process.terminate()


def test_it_says_where_it_is_and_listens_on_this_machine_alone(
    served: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert served.stdout
    found = re.search(r"確認画面: (http://127\.0\.0\.1:\d+/)", served.stdout.readline())
    assert found
    assert "サインイン" in httpx.get(found[1], follow_redirects=True).text
    assert (tmp_path / "home" / "logs" / "review.log").is_file()


def test_without_an_account_it_tells_a_code_on_the_console_alone(
    served: subprocess.Popen[str], tmp_path: Path
) -> None:
    """With the code, and once, the page makes the first account and signs it in."""
    assert served.stdout
    address = served.stdout.readline().split()[1]
    assert f"{address}setup" in served.stdout.readline()
    code = served.stdout.readline().split()[-1]
    assert code not in "".join(
        path.read_text(encoding="utf-8") for path in (tmp_path / "home" / "logs").iterdir()
    )
    with httpx.Client(base_url=address, follow_redirects=True) as client:
        said = {"login": "ito", "name": "伊藤", "password": LONG, "again": LONG}
        assert "コードが違います" in _said(client, said | {"code": "AAAA-AAAA-AAAA-AAAA"}).text
        assert "伊藤" in _said(client, said | {"code": code}).text
        assert client.get("/setup").status_code == 404
        assert client.get("/accounts").status_code == 200


def _said(client: httpx.Client, said: dict[str, str]) -> httpx.Response:
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/setup").text)
    assert found
    return client.post("/setup", data=said | {"token": found[1]})


def test_a_port_that_is_taken_is_said_in_japanese(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = subprocess.run(
            [sys.executable, "-m", "review"], env=environment | {"UTSUSHI_REVIEW_PORT": port},
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
    assert ended.returncode == 3
    assert f"{port} 番では待ち受けられません" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_small_answer_does_not_wait_for_the_one_before_to_be_acknowledged() -> None:
    """asyncio turns Nagle's algorithm off only where the socket says that it is TCP."""
    with bound("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        taken, _ = listening.accept()
        with taken:
            assert taken.proto == socket.IPPROTO_TCP
