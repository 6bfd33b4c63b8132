"""Bad days: the one place where slowness and, later, other faults come over every request."""

from __future__ import annotations

from dataclasses import dataclass

import anyio
from starlette.types import ASGIApp, Receive, Scope, Send


@dataclass(frozen=True, slots=True)
class Weather:
    """What befalls a request. `slow_ms`: milliseconds before each answer."""

    slow_ms: int = 0


class WeatherMiddleware:
    """Applies the weather. A new fault is a field of `Weather` and a branch here."""

    def __init__(self, app: ASGIApp, weather: Weather) -> None:
        self._app = app
        self._weather = weather

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through when the weather has had its way."""
        if self._weather.slow_ms and scope["type"] == "http":
            await anyio.sleep(self._weather.slow_ms / 1000)
        await self._app(scope, receive, send)
