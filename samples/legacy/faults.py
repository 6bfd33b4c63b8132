"""The one place where faults come over requests, whichever practice system they are for."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

import anyio
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from samples.legacy.sky import Sky
from samples.legacy.weather import Weather

WEATHER_PATH = "/_weather"
WRITTEN = "x-row-written"
"""Header by which a registration tells this middleware that a row was written. It never leaves."""


class Errand(Enum):
    """What a request is for: it decides what may befall it."""

    FILE = "file"
    SCREEN = "screen"
    REGISTER = "register"


class Trouble(Enum):
    """What a system says instead of doing what was asked: its words and the status."""

    MAINTENANCE = ("ただいまメンテナンス中です。しばらくしてから、もう一度操作してください", 503)
    NIGHT = ("業務時間外です。オンラインの時間内に操作してください", 503)
    ERROR = ("システムエラーが発生しました。管理者に連絡してください", 500)

    @property
    def words(self) -> str:
        """For the clerk."""
        return self.value[0]

    @property
    def status(self) -> int:
        """Of HTTP."""
        return self.value[1]


LOCKED = "他の職員が編集中です。しばらくしてから、もう一度操作してください"
TWICE = "この申請は登録済みです。二重に登録することはできません"


@dataclass(frozen=True, slots=True)
class Ground:
    """What the middleware must know of a system.

    `errand` tells what a request is for, `says` how the system puts a trouble, `session` the key
    of a request's open session (None: it has none), `log_out` ends that session, `hang_up` ends
    the connection that a request came by.
    """

    errand: Callable[[Scope], Errand]
    says: Callable[[Scope, Trouble], Response]
    session: Callable[[HTTPConnection], str | None]
    log_out: Callable[[str], None]
    hang_up: Callable[[Scope], None]


class WeatherMiddleware:
    """Lets every request through when the weather has had its way."""

    def __init__(self, app: ASGIApp, sky: Sky, ground: Ground) -> None:
        self._app = app
        self._sky = sky
        self._ground = ground

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request. One whose client went away before it was whole is forgotten."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with suppress(ClientDisconnect):
            await self._through(scope, receive, send)

    async def _through(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == WEATHER_PATH:
            await (await self._talk(Request(scope, receive)))(scope, receive, send)
            return
        if self._sky.weather.slow_ms:
            await anyio.sleep(self._sky.weather.slow_ms / 1000)
        errand = self._ground.errand(scope)
        if errand is Errand.FILE:
            await self._app(scope, receive, send)
        elif (trouble := await self._before(scope, errand)) is not None:
            await self._ground.says(scope, trouble)(scope, receive, send)
        elif errand is Errand.REGISTER:
            await self._register(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _before(self, scope: Scope, errand: Errand) -> Trouble | None:
        sky, path = self._sky, scope["path"]
        if sky.strikes("slow", path):
            await anyio.sleep(sky.weather.slow_s)
        if sky.is_night(path):
            return Trouble.NIGHT
        if sky.is_maintained(path):
            return Trouble.MAINTENANCE
        key = self._ground.session(HTTPConnection(scope))
        if key is not None and sky.strikes("logged_out", path):
            self._ground.log_out(key)
        failing = "error_before" if errand is Errand.REGISTER else "error"
        return Trouble.ERROR if sky.strikes(failing, path) else None

    async def _register(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A registration: the answer is held back until it is known what becomes of it."""
        sky, path = self._sky, scope["path"]
        if sky.strikes("lost_before", path):
            await self._lose(scope, receive, send)
            return
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await self._app(scope, receive, keep)
        if _was_written(answer):
            if sky.strikes("lost_after", path):
                await self._lose(scope, receive, send)
                return
            if sky.strikes("error_after", path):
                await self._ground.says(scope, Trouble.ERROR)(scope, receive, send)
                return
            if sky.strikes("slow_after", path):
                await anyio.sleep(sky.weather.slow_s)
        for message in answer:
            await send(message)

    async def _lose(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._sky.weather.lost_how == "cut":
            headers = [(b"content-type", b"text/html"), (b"content-length", b"4096")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"", "more_body": True})
        self._ground.hang_up(scope)
        while (await receive())["type"] != "http.disconnect":
            pass

    async def _talk(self, request: Request) -> Response:
        """GET tells the weather and what it struck; PUT changes it."""
        if request.method == "PUT":
            try:
                self._sky.weather = Weather.from_json((await request.body()).decode("utf-8"))
            except ValueError as error:
                return JSONResponse({"error": str(error)}, status_code=400)
        weather = json.loads(self._sky.weather.to_json())
        return JSONResponse({"weather": weather, "struck": dict(self._sky.struck)})


def _was_written(answer: list[Message]) -> bool:
    """Whether a row was written; the sign is taken off the answer."""
    start = next((m for m in answer if m["type"] == "http.response.start"), None)
    if start is None:
        return False
    headers = MutableHeaders(raw=start["headers"])
    written = WRITTEN in headers
    if written:
        del headers[WRITTEN]
        start["headers"] = headers.raw
    return written
