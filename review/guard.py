"""The door: which requests come in, what goes out with every answer, and the last resort."""

import logging
import traceback
from collections.abc import Mapping

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review import problems

MAX_BODY_BYTES = 64 * 1024  # the largest call carries one field's text
HSTS_SECONDS = 365 * 24 * 3600
_DIGITS = 15  # of a length; more is no length
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_log = logging.getLogger(__name__)

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """ASGI middleware. `hosts` are the names by which a browser may call us (no DNS rebinding).

    `larger`: paths that take more than `MAX_BODY_BYTES`, and how many bytes.
    """

    def __init__(
        self, app: ASGIApp, hosts: frozenset[str], larger: Mapping[str, int] | None = None
    ) -> None:
        self._app, self._hosts, self._larger = app, hosts, dict(larger or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _add_headers(message, scope["path"], scope["scheme"])
            await send(message)

        if refusal := self._refuse(scope):
            await refusal(scope, receive, send_guarded)
            return
        try:
            await self._app(scope, receive, send_guarded)
        except Exception as error:  # noqa: BLE001  (the door: a page never shows a stack)
            _log_place(error)
            if not started:
                response = problems.unexpected(Request(scope))
                await response(scope, receive, send_guarded)

    def _refuse(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if _without_port(host) not in self._hosts:
            return PlainTextResponse(
                "この名前では開けません。案内された住所で開いてください。", 421
            )
        if scope["method"] in _SAFE:
            return None
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return PlainTextResponse("ほかの画面からの操作は受け付けません。", 403)
        origin = headers.get("origin")
        if origin is not None and origin != f"{scope['scheme']}://{host}":
            return PlainTextResponse("ほかの画面からの操作は受け付けません。", 403)
        length = headers.get("content-length", "")
        most = self._larger.get(scope["path"], MAX_BODY_BYTES)
        in_chunks = "transfer-encoding" in headers  # however long, whatever length is said
        if in_chunks or not length.isdigit() or len(length) > _DIGITS or int(length) > most:
            return PlainTextResponse("送られた内容が大きすぎます。", 413)
        return None


def _without_port(host: str) -> str:
    name = host.lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]


def _add_headers(message: Message, path: str, scheme: str) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in HEADERS.items():
        headers[name] = value
    if scheme == "https":
        headers["Strict-Transport-Security"] = f"max-age={HSTS_SECONDS}"
    headers["Cache-Control"] = "no-cache" if path.startswith("/static/") else "no-store"


def _log_place(error: Exception) -> None:
    """Where it broke, without the message: that may hold what someone typed."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    _log.error("%s at %s:%s in %s", type(error).__name__, last.filename, last.lineno, last.name)
