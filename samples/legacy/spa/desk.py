"""Who is at the screen: sessions, the tokens against forged requests, login and logout."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from samples.legacy import eras
from samples.legacy.login import is_known
from samples.legacy.serving import Building
from samples.legacy.session import Session
from samples.legacy.spa.layout import eras as era_choices
from samples.legacy.spa.layout import menu

COOKIE = "CLOUDSESSION"
CSRF_COOKIE = "XSRF-TOKEN"
CSRF_HEADER = "x-xsrf-token"
LOGGED_OUT = "セッションがタイムアウトしました。もう一度ログインしてください。"
WRONG_LOGIN = "職員番号またはパスワードが正しくありません。"
FORGED = "画面の有効期限が切れました。再読み込みしてください。"

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Call:
    """One request of somebody who is logged in. `body` is the JSON object of a POST, else empty."""

    building: Building
    session: Session
    request: Request
    body: dict[str, Any]

    @property
    def path(self) -> str:
        """The address without its query."""
        return self.request.url.path

    def strikes(self, fault: str) -> bool:
        """Whether the weather strikes this request with a fault."""
        return self.building.sky.strikes(fault, self.path)


Answering = Callable[[Call], Response]


def refuse(words: str, status: int) -> Response:
    """An answer that says no."""
    return JSONResponse({"error": words}, status_code=status)


def behind_login(building: Building, answering: Answering) -> Endpoint:
    """An endpoint for those who are logged in; a POST must carry the page's token."""

    async def endpoint(request: Request) -> Response:
        session = building.sessions.find(request.cookies.get(COOKIE))
        if session is None:
            return refuse(LOGGED_OUT, 401)
        if request.method == "POST" and not _is_ours(request):
            return refuse(FORGED, 403)
        call = Call(building, session, request, await _body(request))
        return await run_in_threadpool(answering, call)

    return endpoint


def log_in(building: Building) -> Endpoint:
    """POST {user, password} opens a session."""

    async def endpoint(request: Request) -> Response:
        if not _is_ours(request):
            return refuse(FORGED, 403)
        body = await _body(request)
        user = str(body.get("user", ""))
        if not is_known(building.accounts, user, str(body.get("password", ""))):
            return refuse(WRONG_LOGIN, 422)
        answer = JSONResponse(_told(building, user))
        key = building.sessions.start(user).key
        answer.set_cookie(COOKIE, key, path="/", httponly=True, samesite="strict")
        return answer

    return endpoint


def log_out(call: Call) -> Response:
    """Close the session."""
    call.building.sessions.end(call.session.key)
    answer = JSONResponse({})
    answer.delete_cookie(COOKIE, path="/")
    return answer


def current(building: Building) -> Endpoint:
    """GET: who is logged in, and what the page needs before anything else."""

    async def endpoint(request: Request) -> Response:
        session = building.sessions.find(request.cookies.get(COOKIE))
        answer = JSONResponse(_told(building, session.staff if session else ""))
        if CSRF_COOKIE not in request.cookies:
            token = secrets.token_urlsafe(24)
            answer.set_cookie(CSRF_COOKIE, token, path="/", samesite="strict")
        return answer

    return endpoint


def _told(building: Building, staff: str) -> dict[str, Any]:
    weather = building.sky.weather
    today = building.now().date()
    return {
        "staff": staff,
        "today": eras.to_text(*eras.of_day(today)),
        "procedures": menu(weather) if staff else [],
        "eras": era_choices(),
        "words": dict(weather.renamed),
    }


def _is_ours(request: Request) -> bool:
    """The token of the cookie, said by a script: other sites cannot read it."""
    cookie = request.cookies.get(CSRF_COOKIE, "")
    return bool(cookie) and hmac.compare_digest(cookie, request.headers.get(CSRF_HEADER, ""))


async def _body(request: Request) -> dict[str, Any]:
    if request.method != "POST":
        return {}
    try:
        body = await request.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
