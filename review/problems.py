"""Errors as pages and answers: what happened and what to do, in Japanese."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import urlencode, urlsplit, urlunsplit

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from forms.errors import (
    DoubtError,
    PaperError,
    SetupError,
    StoreAway,
    StoreError,
    UtsushiError,
)
from review.navigation import links_for
from review.templating import page
from workflows.accounts.door import NotKnown
from workflows.accounts.oidc import NotVouched
from workflows.accounts.problems import (
    AccountError,
    LastKeeper,
    NoSuchAccount,
    NotLetIn,
    TooManyTries,
)
from workflows.exports import NotSeen, NotYours, PrivateColumns
from workflows.intake.uploads import NoSpace, TooLarge
from workflows.ledger import NoSuchCost
from workflows.report import NoSuchReport
from workflows.reviewing import Locked
from workflows.reviewing.overview import Missing


class ReviewError(UtsushiError):
    """A request that cannot be served. `status` is its HTTP status."""

    status: ClassVar[int] = 400


class NotSignedIn(ReviewError):
    status = 401
    default_advice = "画面を開き直してサインインすると、続きから作業できます。"

    def __init__(self) -> None:
        super().__init__("サインインしていないか、時間が過ぎてサインアウトしました。")


class PasswordDue(ReviewError):
    status = 403
    default_advice = "画面を開き直して、新しいパスワードを決めてください。"

    def __init__(self) -> None:
        super().__init__("最初のパスワードを変えるまでは、ほかの画面を使えません。")


class Forged(ReviewError):
    status = 403
    default_advice = "画面を開き直して、もう一度操作してください。"

    def __init__(self) -> None:
        super().__init__("この画面から送られたことを確かめられませんでした。")


class Forbidden(ReviewError):
    status = 403
    default_advice = "必要なときは、情報主管課の担当者に権限を確かめてください。"

    def __init__(self) -> None:
        super().__init__("この操作をする権限がありません。")


class NoPicture(ReviewError):
    status = 404
    default_advice = "画像のファイルがあるか、情報主管課の担当者に確かめてください。"


class BadRequest(ReviewError):
    status = 422
    default_advice = "入力を確かめて、もう一度操作してください。"


_STATUSES: tuple[tuple[type[UtsushiError], int], ...] = (
    (Missing, 404),
    (NoSuchAccount, 404),
    (TooManyTries, 429),
    (NotLetIn, 401),
    (NotKnown, 403),
    (NotVouched, 401),
    (LastKeeper, 409),
    (AccountError, 422),
    (PrivateColumns, 403),
    (NotSeen, 404),
    (NoSuchCost, 404),
    (NotYours, 404),
    (NoSuchReport, 404),
    (Locked, 409),
    (NoSpace, 507),
    (TooLarge, 413),
    (PaperError, 422),
    (StoreAway, 503),  # our scripts try again by themselves
    (StoreError, 409),
    (DoubtError, 422),
    (SetupError, 404),  # a form or a field that is not declared
)
_WORDS: Mapping[int, tuple[str, str]] = {
    404: ("このページはありません。", "一覧に戻って選び直してください。"),
    405: ("この操作はできません。", "一覧に戻って選び直してください。"),
}
_UNEXPECTED = (
    "画面を表示できませんでした。",
    "もう一度試してください。続くときは情報主管課の担当者に連絡してください。",
)
TITLES: Mapping[int, str] = {
    401: "サインインしてください",
    403: "受け付けられません",
    404: "見つかりません",
    409: "開けません",
    422: "確かめてください",
    429: "しばらく待ってください",
    500: "エラーが起きました",
    503: "しばらく待ってください",
}


def status_of(error: UtsushiError) -> int:
    if isinstance(error, ReviewError):
        return error.status
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)


def wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def answer(request: Request, status: int, message: str, advice: str) -> Response:
    """The problem as JSON for our scripts, as a page for everyone else."""
    if wants_json(request):
        return JSONResponse({"message": message, "advice": advice}, status)
    title = TITLES.get(status, HTTPStatus(status).phrase)
    said = {"title": title, "message": message, "advice": advice, "back": _asked_from(request)}
    return page(request, "problem.html", said, status)


def _asked_from(request: Request) -> str:
    """Path of our page that sent the form, for going back to it; empty where none did."""
    from_page = urlsplit(request.headers.get("referer", ""))
    is_ours = from_page.netloc == request.url.netloc and not from_page.path.startswith("//")
    if request.method != "POST" or not is_ours or not from_page.path:
        return ""
    return urlunsplit(("", "", from_page.path, from_page.query, ""))


def unexpected(request: Request) -> Response:
    return answer(request, 500, *_UNEXPECTED)


def on_ours(request: Request, error: Exception) -> Response:
    if not isinstance(error, UtsushiError):  # registered for our tree alone
        return unexpected(request)
    if not wants_json(request) and request.method == "GET":
        if isinstance(error, NotSignedIn):
            return RedirectResponse(_sign_in_for(request), 303)
        if isinstance(error, PasswordDue):
            return RedirectResponse("/password", 303)
        if isinstance(error, Forbidden) and request.url.path == "/" and (home := _home(request)):
            return RedirectResponse(home, 303)
    return answer(request, status_of(error), error.message, error.advice)


def _sign_in_for(request: Request) -> str:
    """The sign-in page, which leads back to where the person wanted to go."""
    path, query = request.url.path, request.url.query
    wanted = f"{path}?{query}" if query else path
    return "/sign-in" if wanted == "/" else f"/sign-in?{urlencode({'next': wanted})}"


def _home(request: Request) -> str | None:
    """The first page that this person has, where it is not the queue."""
    session = request.app.state.room.session_of(request)
    links = links_for(session.account if session else None)
    return links[0].path if links and links[0].path != "/" else None


def on_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return answer(request, status, *_WORDS.get(status, _UNEXPECTED))


def on_invalid(request: Request, _error: Exception) -> Response:
    return answer(request, 422, "送られた内容を読めませんでした。", Forged.default_advice)


def install(app: FastAPI) -> None:
    app.add_exception_handler(UtsushiError, on_ours)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
