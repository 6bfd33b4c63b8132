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
    assert "担当者の名前" in httpx.get(found[1], follow_redirects=True).text
    assert (tmp_path / "home" / "logs" / "review.log").is_file()


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
