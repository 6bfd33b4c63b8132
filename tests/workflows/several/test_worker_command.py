"""`utsushi worker` says in Japanese what keeps it from working, before it begins."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from workflows.cli import run


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UTSUSHI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("UTSUSHI_PREFECT_PORT", "0")
    monkeypatch.delenv("PREFECT_API_URL", raising=False)


class Closed(BaseHTTPRequestHandler):
    """A server that knows nobody."""

    def do_GET(self) -> None:
        self.send_response(401)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: the test's output is for people."""


@pytest.fixture
def closed() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Closed)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/api"
    server.shutdown()
    server.server_close()


def test_a_pool_that_is_none_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["worker", "orc"]) != 0
    said = capsys.readouterr().err
    assert "「orc」" in said
    assert "ocr、bots" in said


def test_a_worker_without_a_server_is_told_where_to_look(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["worker"]) != 0
    assert "PREFECT_API_URL" in capsys.readouterr().err


def test_a_worker_with_another_password_is_told_which_file_to_use(
    closed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", closed)
    assert run(["worker", "ocr"]) != 0
    assert "UTSUSHI_PREFECT_PASSWORD_FILE" in capsys.readouterr().err
