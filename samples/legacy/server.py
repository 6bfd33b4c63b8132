"""The practice target system as a server on this machine, for tests, the demo and trying out."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType

import uvicorn

from samples.legacy.app import build_app
from samples.legacy.login import accounts_from_environment
from samples.legacy.office import Office, japan_now
from samples.legacy.pages import Pages
from samples.legacy.session import Sessions
from samples.legacy.store import Store
from samples.legacy.weather import Weather

HOST = "127.0.0.1"
START_S = 30.0
STOP_S = 10.0


class _Announcing(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


class LegacyServer:
    """Serves the system on 127.0.0.1 while the context is open.

    `db` is the SQLite file, made when it is missing; `port` 0 takes a free one; `accounts` is
    password by staff number (default: environment, else the practice account); `timeout_s` seconds
    without a click end a session; `slow_ms` milliseconds pass before every answer; `now` is the
    clock. Entering raises OSError when the port is taken, RuntimeError when the server does not
    start.
    """

    def __init__(
        self,
        db: Path,
        port: int = 0,
        *,
        accounts: Mapping[str, str] | None = None,
        timeout_s: float = 1800.0,
        slow_ms: int = 0,
        now: Callable[[], datetime] = japan_now,
    ) -> None:
        self._db = db
        self._port = port
        self._accounts = accounts
        self._timeout_s = timeout_s
        self._weather = Weather(slow_ms)
        self._now = now
        self._socket: socket.socket | None = None
        self._server: _Announcing | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The address of the login page, without a slash at its end."""
        return f"http://{HOST}:{self._port}"

    def __enter__(self) -> LegacyServer:
        office = Office(
            store=Store(self._db),
            sessions=Sessions(self._timeout_s),
            pages=Pages(),
            accounts=self._accounts or accounts_from_environment(),
            now=self._now,
        )
        self._socket = _listen(self._port)
        self._port = self._socket.getsockname()[1]
        self._server = _Announcing(_config(office, self._weather))
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="legacy", daemon=True
        )
        self._thread.start()
        if not self._server.listening.wait(START_S):
            self._stop()
            raise RuntimeError("the practice target system did not start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(STOP_S)
        if self._socket is not None:
            self._socket.close()


def _listen(port: int) -> socket.socket:
    # asyncio turns Nagle's delay off only for sockets that name TCP; without it each answer waits
    # 40 ms for the client's delayed acknowledgement.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.bind((HOST, port))
    except OSError:
        listening.close()
        raise
    return listening


def _config(office: Office, weather: Weather) -> uvicorn.Config:
    return uvicorn.Config(
        build_app(office, weather),
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=1,
    )
