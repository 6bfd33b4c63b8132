"""Who is working: a name, given once a day. Accounts come in place of this."""

import unicodedata
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from review.problems import BadRequest
from review.room import COOKIE, InRoom, Room
from review.signing import Session
from review.templating import page

MAX_NAME = 40
router = APIRouter()


@router.get("/sign-in")
def ask(request: Request, room: InRoom) -> Response:
    session = room.session_of(request)
    if session is None:
        session = room.signer.new_session("", room.now)
    values = {"token": room.signer.token(session), "person": session.name, "max_name": MAX_NAME}
    response = page(request, "sign_in.html", values)
    _remember(request, room, response, session)
    return response


@router.post("/sign-in")
def enter(
    request: Request,
    room: InRoom,
    name: Annotated[str, Form()] = "",
    token: Annotated[str, Form()] = "",
) -> Response:
    room.check_token(room.session_of(request), token)
    session = room.signer.new_session(_checked(name), room.now)
    response = RedirectResponse("/", 303)
    _remember(request, room, response, session)
    return response


@router.post("/sign-out")
def leave(request: Request, room: InRoom, token: Annotated[str, Form()] = "") -> Response:
    room.check_token(room.session_of(request), token)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(COOKIE)
    return response


def _checked(name: str) -> str:
    """The name trimmed. Raises BadRequest where it is none."""
    trimmed = " ".join(name.split())
    if not trimmed:
        raise BadRequest("名前が空です。", advice="名字など、だれか分かる名前を入力してください。")
    if len(trimmed) > MAX_NAME:
        raise BadRequest(f"名前は {MAX_NAME} 文字までです。")
    if any(unicodedata.category(ch)[0] == "C" or ch in ":<>" for ch in trimmed):
        raise BadRequest("名前に使えない文字があります。")
    return trimmed


def _remember(request: Request, room: Room, response: Response, session: Session) -> None:
    response.set_cookie(
        COOKIE,
        room.signer.seal(session),
        max_age=int(room.settings.sign_in_hours * 3600),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
