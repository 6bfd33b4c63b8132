"""The application: which address shows which screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from samples.legacy.login import log_in, log_out
from samples.legacy.office import Office, Screen, Visit
from samples.legacy.posted import Posted
from samples.legacy.procedures import PROCEDURES
from samples.legacy.screens.address import address
from samples.legacy.screens.entry import enter, register
from samples.legacy.screens.frames import first, frame, header, menu
from samples.legacy.screens.search import detail, listing, search
from samples.legacy.session import COOKIE
from samples.legacy.weather import Weather, WeatherMiddleware

Endpoint = Callable[[Request], Awaitable[Response]]


def build_app(office: Office, weather: Weather) -> Starlette:
    """The ASGI application of an office."""
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
        middleware=[Middleware(WeatherMiddleware, weather=weather)],
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
            f"/{procedure.code}/nyuryoku.do": partial(enter, procedure=procedure),
            f"/{procedure.code}/toroku.do": partial(register, procedure=procedure),
            f"/{procedure.code}/kensaku.do": partial(search, procedure=procedure),
            f"/{procedure.code}/ichiran.do": partial(listing, procedure=procedure),
            f"/{procedure.code}/shokai.do": partial(detail, procedure=procedure),
        }
    return screens


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
        visit = Visit(office, session, await _posted(request), request.method == "POST")
        return await run_in_threadpool(screen, visit)

    return endpoint
