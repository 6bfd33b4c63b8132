"""Signing in and out, one's own password, and the very first account."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from forms.errors import UtsushiError
from review.navigation import links_for
from review.problems import status_of
from review.room import InRoom, Room, Signed, cookie_name, vouched_for
from review.signing import Session
from review.templating import page
from workflows.accounts import Account
from workflows.accounts.door import NotKnown
from workflows.accounts.passwords import MAX_LENGTH, MIN_LENGTH
from workflows.accounts.problems import AccountError, BadAccount, NotLetIn, TooManyTries

router = APIRouter()
Text = Annotated[str, Form()]
LENGTHS = {"min_length": MIN_LENGTH, "max_length": MAX_LENGTH}


@router.get("/sign-in")
def ask(request: Request, room: InRoom, next: str = "") -> Response:  # noqa: A002  (of the URL)
    session = room.session_of(request)
    if session is not None and session.account is not None:
        return RedirectResponse(onward(session.account, next), 303)
    if login := vouched_for(request, room.settings):
        secret = room.door.vouched(login, "proxy")
        return entered(request, room, secret, next)
    return _form(request, room, next)


@router.post("/sign-in")
def enter(
    request: Request, room: InRoom,
    login: Text = "", password: Text = "", token: Text = "", next: Text = "",  # noqa: A002
) -> Response:  # fmt: skip
    session = room.session_of(request)
    room.check_token(session, token)
    try:
        secret = room.door.enter(login, password, address_of(request))
    except (NotLetIn, NotKnown) as error:
        return _form(request, room, next, login, error)
    if session is not None and session.signed is not None:
        room.sessions.end(session.signed.key)
    return entered(request, room, secret, next)


@router.post("/sign-out")
def leave(request: Request, room: InRoom, token: Text = "") -> Response:
    session = room.session_of(request)
    room.check_token(session, token)
    if session is not None and session.signed is not None:
        room.door.leave(session.signed)
    response = RedirectResponse("/sign-in", 303)
    _forget(request, response)
    return response


@router.get("/password")
def ask_password(request: Request, session: Signed) -> Response:
    return _password_form(request, session)


@router.post("/password")
def change_password(
    request: Request, room: InRoom, session: Signed,
    old: Text = "", new: Text = "", again: Text = "", token: Text = "",
) -> Response:  # fmt: skip
    """Ends every session of the account, and begins a new one here."""
    room.check_token(session, token)
    login = session.account.login if session.account else ""
    try:
        if new != again:
            raise BadAccount("新しいパスワードが二つで違います。")
        person = _checked(room, login, old, address_of(request))
        room.accounts.change_password(login, new)
        secret = room.sessions.begin(person.id, "password")
    except AccountError as error:
        return _password_form(request, session, error)
    return entered(request, room, secret, "")


def _checked(room: Room, login: str, old: str, address: str) -> Account:
    """Raises BadAccount for a wrong password, TooManyTries."""
    try:
        return room.door.check(login, old, address)
    except TooManyTries:
        raise
    except NotLetIn as error:
        raise BadAccount("いまのパスワードが違います。", advice=error.advice) from error


def onward(person: Account, wanted: str) -> str:
    """Where to go after signing in: a page of ours, else the first that the person has."""
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    if is_ours and all(ch.isprintable() and ch != "\\" for ch in wanted):
        return wanted
    links = links_for(person)
    return links[0].path if links else "/password"


def entered(request: Request, room: Room, secret: str, wanted: str) -> Response:
    """On to the first page, with a session that nobody knew before."""
    signed = room.sessions.of(secret)
    path = onward(signed.account, wanted) if signed else "/sign-in"
    response = RedirectResponse(path, 303)
    remember(request, room, response, secret)
    return response


def remember(request: Request, room: Room, response: Response, text: str) -> None:
    response.set_cookie(
        cookie_name(request),
        text,
        max_age=int(room.settings.sign_in_hours * 3600),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def _form(
    request: Request, room: Room, wanted: str, login: str = "", error: UtsushiError | None = None
) -> Response:
    session = room.session_of(request) or room.signer.new_session(room.now)
    values = {
        "token": room.signer.token(session),
        "next": wanted,
        "login": login[:64],
        "problem": error,
        "is_empty": room.accounts.is_empty(),
        "oidc_title": room.settings.oidc_title if room.settings.oidc_issuer else "",
    }
    status = status_of(error) if error else 200
    response = page(request, "accounts/sign_in.html", values, status)
    remember(request, room, response, room.signer.seal(session))
    return response


def _password_form(
    request: Request, session: Session, error: UtsushiError | None = None
) -> Response:
    is_due = bool(session.signed and session.signed.must_change)
    values = {"problem": error, "is_due": is_due, **LENGTHS}
    return page(request, "accounts/password.html", values, status_of(error) if error else 200)


def _forget(request: Request, response: Response) -> None:
    response.delete_cookie(
        cookie_name(request), secure=request.url.scheme == "https", httponly=True, samesite="strict"
    )
