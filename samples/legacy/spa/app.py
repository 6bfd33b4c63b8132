"""The application: one page, its files, and the API behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import Scope

from samples.legacy.faults import Errand, Ground, Trouble, WeatherMiddleware
from samples.legacy.serving import Building
from samples.legacy.spa.api import routes
from samples.legacy.spa.desk import COOKIE

STATIC = Path(__file__).with_name("static")
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
REGISTER = "/applications"


def build_app(building: Building) -> Starlette:
    """The ASGI application on what every practice system stands on."""
    ground = Ground(
        errand=errand,
        says=says,
        session=lambda request: _session_key(building, request),
        log_out=building.sessions.end,
        hang_up=building.hang_up,
    )
    return Starlette(
        routes=[
            Route("/", _page("index.html")),
            Route("/chiban", _page("chiban.html")),
            Route("/assets/{version}/{name}", _asset),
            *routes(building),
        ],
        middleware=[Middleware(WeatherMiddleware, sky=building.sky, ground=ground)],
    )


def errand(scope: Scope) -> Errand:
    """What a request is for."""
    path: str = scope["path"]
    if path.startswith("/assets/"):
        return Errand.FILE
    is_register = path.endswith(REGISTER) and scope["method"] == "POST"
    return Errand.REGISTER if is_register else Errand.SCREEN


def says(scope: Scope, trouble: Trouble) -> Response:
    """The trouble as JSON for the page's own requests, else as a page."""
    if scope["path"].startswith("/api/"):
        return JSONResponse({"error": trouble.words}, status_code=trouble.status)
    page = _text("trouble.html").replace("{{ message }}", trouble.words)
    return HTMLResponse(page, status_code=trouble.status)


def _session_key(building: Building, request: HTTPConnection) -> str | None:
    session = building.sessions.find(request.cookies.get(COOKIE))
    return session.key if session else None


@cache
def _text(name: str) -> str:
    """A page with the address of its files, which changes whenever one of them does."""
    page = (STATIC / name).read_text(encoding="utf-8")
    return page.replace("{{ version }}", _version())


@cache
def _version() -> str:
    content = b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()))
    return hashlib.sha256(content).hexdigest()[:12]


@cache
def _assets() -> dict[str, tuple[bytes, str]]:
    found = (path for path in STATIC.iterdir() if path.suffix in KINDS)
    return {path.name: (path.read_bytes(), KINDS[path.suffix]) for path in found}


def _page(name: str) -> Callable[[Request], Awaitable[Response]]:
    async def page(request: Request) -> Response:
        return HTMLResponse(_text(name), headers={"cache-control": "no-cache"})

    return page


async def _asset(request: Request) -> Response:
    found = _assets().get(request.path_params["name"])
    if found is None:
        return JSONResponse({"error": "ありません"}, status_code=404)
    content, kind = found
    forever = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(content, media_type=kind, headers=forever)
