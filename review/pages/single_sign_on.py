"""`/sign-in/oidc`: to the identity provider of the office, and back."""

import logging
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from forms.errors import UtsushiError
from review.pages.sign_in import onward, remember
from review.problems import status_of
from review.room import InRoom, Room
from review.templating import page
from workflows.accounts.door import NotKnown
from workflows.accounts.oidc import Asking, NotVouched, Provider
from workflows.reviewing.missing import Missing

BACK = "/sign-in/oidc/back"
_SECONDS = 600  # to sign in at the provider's
_PURPOSE = "oidc"
router = APIRouter()
Text = Annotated[str, Query(max_length=4000)]
_log = logging.getLogger(__name__)


@router.get("/sign-in/oidc")
def go(request: Request, room: InRoom, next: Text = "") -> Response:  # noqa: A002  (of the URL)
    provider, asking = _provider(room), Asking.new()
    try:
        address = provider.address(asking, _back(request))
    except NotVouched as error:
        return _refused(request, error)
    kept = [asking.state, asking.nonce, asking.verifier, next, room.now]
    response = RedirectResponse(address, 303)
    # Lax, because the way back begins at the provider's; it opens nothing by itself.
    response.set_cookie(
        _cookie(request), room.signer.sealed(_PURPOSE, kept), max_age=_SECONDS, httponly=True,
        samesite="lax", secure=request.url.scheme == "https",
    )  # fmt: skip
    return response


@router.get(BACK)
def back(
    request: Request, room: InRoom, code: Text = "", state: Text = "", error: Text = ""
) -> Response:
    """Shows a page that goes on by itself: only from a page of ours does the browser send the
    cookie of the new session (SameSite=Strict)."""
    provider = _provider(room)
    try:
        asking, wanted = _asked(request, room, state)
        if error or not code:
            raise NotVouched("refused by the provider")
        secret = room.door.vouched(provider.login(code, asking, _back(request)), "oidc")
    except (NotVouched, NotKnown) as problem:
        return _refused(request, problem)
    signed = room.sessions.of(secret)
    path = onward(signed.account, wanted) if signed else "/sign-in"
    response = page(request, "accounts/onward.html", {"to": path})
    _forget(request, response)
    remember(request, room, response, secret)
    return response


def _provider(room: Room) -> Provider:
    """Raises Missing where none is set."""
    if room.provider is None:
        raise Missing("このページはありません。", advice="サインインの画面から始めてください。")
    return room.provider


def _asked(request: Request, room: Room, state: str) -> tuple[Asking, str]:
    """What this browser set out with. Raises NotVouched where it did not, or not lately."""
    kept = room.signer.unsealed(_PURPOSE, request.cookies.get(_cookie(request), ""))
    match kept:
        case [str() as wanted, str() as nonce, str() as verifier, str() as path, int() as since]:
            if room.now - since > _SECONDS:
                raise NotVouched("begun too long ago")
            if not state or state != wanted:
                raise NotVouched("another state")
            return Asking(wanted, nonce, verifier), path
    raise NotVouched("not begun here")


def _refused(request: Request, problem: UtsushiError) -> Response:
    if isinstance(problem, NotVouched):
        _log.warning("sign-in through OpenID Connect failed: %s", problem.why)
    values = {"title": "サインインできません", "message": problem.message, "advice": problem.advice}
    response = page(request, "problem.html", values, status_of(problem))
    _forget(request, response)
    return response


def _back(request: Request) -> str:
    """Our address as the browser knows it; the host is one of ours (`review.guard`)."""
    return f"{request.url.scheme}://{request.url.netloc}{BACK}"


def _cookie(request: Request) -> str:
    return "__Host-utsushi_oidc" if request.url.scheme == "https" else "utsushi_oidc"


def _forget(request: Request, response: Response) -> None:
    response.delete_cookie(
        _cookie(request), secure=request.url.scheme == "https", httponly=True, samesite="lax"
    )
