"""A practice system as a server on this machine, for tests, the demo, benchmarks and trying out."""

from __future__ import annotations

import socket
import threading
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.types import Scope

from samples.legacy.login import accounts_from_environment
from samples.legacy.office import japan_now
from samples.legacy.session import Sessions
from samples.legacy.sky import Sky
from samples.legacy.store import Store
from samples.legacy.weather import Weather

HOST = "127.0.0.1"
START_S = 30.0
STOP_S = 10.0

HangUp = Callable[[Scope], None]


@dataclass(frozen=True, slots=True)
class Building:
    """What every practice system stands on. `accounts`: password by staff number."""

    store: Store
    sessions: Sessions
    accounts: Mapping[str, str]
    now: Callable[[], datetime]
    sky: Sky
    hang_up: HangUp


class _Announcing(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


class PracticeServer(ABC):
    """Serves a system on 127.0.0.1 while the context is open.

    `db` is the SQLite file, made when it is missing; `port` 0 takes a free one; `accounts` is
    password by staff number (default: environment, else the practice account); `timeout_s` seconds
    without a click end a session; `slow_ms` milliseconds pass before every answer; `now` is the
    clock; `weather` says what befalls requests and may be set anew at any time; `struck_log` is a
    file of JSON lines, one a fault. Entering raises OSError when the port is taken, RuntimeError
    when the server does not start.
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
        weather: Weather | None = None,
        struck_log: Path | None = None,
    ) -> None:
        self._db = db
        self._port = port
        self._accounts = accounts
        self._timeout_s = timeout_s
        self._now = now
        self._sky = Sky(weather or Weather(slow_ms=slow_ms), now, struck_log)
        self._store: Store | None = None
        self._socket: socket.socket | None = None
        self._server: _Announcing | None = None
        self._thread: threading.Thread | None = None

    @abstractmethod
    def build(self, building: Building) -> Starlette:
        """The application of the system."""

    @property
    def url(self) -> str:
        """The address of the login page, without a slash at its end."""
        return f"http://{HOST}:{self._port}"

    @property
    def weather(self) -> Weather:
        """What befalls requests now."""
        return self._sky.weather

    @weather.setter
    def weather(self, weather: Weather) -> None:
        self._sky.weather = weather

    @property
    def struck(self) -> Counter[str]:
        """How often each fault struck so far, by its name."""
        return self._sky.struck

    def __enter__(self) -> Self:
        self._store = Store(self._db)
        building = Building(
            store=self._store,
            sessions=Sessions(self._timeout_s),
            accounts=self._accounts or accounts_from_environment(),
            now=self._now,
            sky=self._sky,
            hang_up=self._hang_up,
        )
        self._socket = _listen(self._port)
        self._port = self._socket.getsockname()[1]
        self._server = _Announcing(_config(self.build(building)))
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="practice", daemon=True
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

    def _hang_up(self, scope: Scope) -> None:
        """Close the connection of a request without a further byte. On the server's own thread."""
        connections = self._server.server_state.connections if self._server else set()
        for each in list(connections):
            transport = getattr(each, "transport", None)
            if transport is not None and getattr(each, "client", None) == scope["client"]:
                transport.close()

    def _stop(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(STOP_S)
        if self._socket is not None:
            self._socket.close()
        if self._store is not None:
            self._store.close()


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


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=1,
    )
