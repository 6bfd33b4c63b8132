"""The application: which address shows which screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from samples.legacy.arranging import arranged
from samples.legacy.faults import Errand, Ground, WeatherMiddleware
from samples.legacy.items import Procedure
from samples.legacy.login import log_in, log_out
from samples.legacy.office import Office, Screen, Visit
from samples.legacy.posted import Posted
from samples.legacy.procedures import PROCEDURES
from samples.legacy.screens.address import address
from samples.legacy.screens.entry import enter, register
from samples.legacy.screens.frames import first, frame, header, menu
from samples.legacy.screens.search import detail, listing, search
from samples.legacy.session import COOKIE

Endpoint = Callable[[Request], Awaitable[Response]]
ProcedureScreen = Callable[[Visit, Procedure], Response]
REGISTER = "toroku.do"


def build_app(office: Office, hang_up: Callable[[Scope], None]) -> Starlette:
    """The ASGI application of an office. `hang_up` ends the connection of a request."""
    ground = Ground(
        errand=_errand,
        says=lambda scope, trouble: office.pages.trouble(trouble),
        session=lambda request: _session_key(office, request),
        log_out=office.sessions.end,
        hang_up=hang_up,
    )
    return Starlette(
        routes=[
            Route("/", _open_to_all(office), methods=["GET"]),
            Route("/login.do", _open_to_all(office), methods=["GET", "POST"]),
            *(
                Route(path, _behind_login(office, screen), methods=["GET", "POST"])
                for path, screen in _screens().items()
            ),
            Mount("/img", StaticFiles(directory=Path(__file__).with_name("images"))),
        ],
        middleware=[Middleware(WeatherMiddleware, sky=office.sky, ground=ground)],
    )


def _screens() -> dict[str, Screen]:
    screens: dict[str, Screen] = {
        "/frame.do": frame,
        "/header.do": header,
        "/menu.do": menu,
        "/top.do": first,
        "/logout.do": log_out,
        "/jusho.do": address,
    }
    for procedure in PROCEDURES:
        screens |= {
            f"/{procedure.code}/nyuryoku.do": _today(enter, procedure),
            f"/{procedure.code}/{REGISTER}": _today(register, procedure),
            f"/{procedure.code}/kensaku.do": _today(search, procedure),
            f"/{procedure.code}/ichiran.do": _today(listing, procedure),
            f"/{procedure.code}/shokai.do": _today(detail, procedure),
        }
    return screens


def _today(screen: ProcedureScreen, procedure: Procedure) -> Screen:
    """The screen of a procedure as the weather has arranged it when it is asked for."""
    return lambda visit: screen(visit, arranged(procedure, visit.office.sky.weather))


def _errand(scope: Scope) -> Errand:
    path: str = scope["path"]
    if path.startswith("/img/"):
        return Errand.FILE
    is_register = path.endswith(f"/{REGISTER}") and scope["method"] == "POST"
    return Errand.REGISTER if is_register else Errand.SCREEN


def _session_key(office: Office, request: HTTPConnection) -> str | None:
    session = office.sessions.find(request.cookies.get(COOKIE))
    return session.key if session else None


async def _posted(request: Request) -> Posted:
    if request.method != "POST":
        return Posted.parse(request.url.query)
    return Posted.parse((await request.body()).decode("ascii", "replace"))


def _open_to_all(office: Office) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        posted = await _posted(request)
        return await run_in_threadpool(log_in, office, posted, request.method == "POST")

    return endpoint


def _behind_login(office: Office, screen: Screen) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        session = office.sessions.find(request.cookies.get(COOKIE))
        if session is None:
            return office.pages.page("timeout.html")
        posted = await _posted(request)
        visit = Visit(office, session, posted, request.method == "POST", request.url.path)
        return await run_in_threadpool(screen, visit)

    return endpoint
