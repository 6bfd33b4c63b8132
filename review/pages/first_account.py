"""`/setup`: the very first account, for whoever reads the code on the server's console."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from review.pages.sign_in import LENGTHS, address_of, entered, remember
from review.problems import status_of
from review.room import InRoom, Room
from review.templating import page
from workflows.accounts import EVERYTHING, Role
from workflows.accounts.problems import AccountError, BadAccount
from workflows.reviewing.missing import Missing

FIRST = "setup"  # who made it, in the audit log
router = APIRouter()
Text = Annotated[str, Form()]


@router.get("/setup")
def ask(request: Request, room: InRoom) -> Response:
    _check_open(room)
    return _form(request, room)


@router.post("/setup")
def make(
    request: Request, room: InRoom, code: Text = "", login: Text = "", name: Text = "",
    password: Text = "", again: Text = "", token: Text = "",
) -> Response:  # fmt: skip
    room.check_token(room.session_of(request), token)
    _check_open(room)
    try:
        room.door.check_setup_code(code, address_of(request))
        if password != again:
            raise BadAccount("パスワードが二つで違います。")
        made = room.accounts.add(
            login, name, Role.IT, EVERYTHING, FIRST, password, must_change=False, is_first=True
        )
    except AccountError as error:
        typed = {"code": code[:40], "login": login[:64], "name": name[:40]}
        return _form(request, room, typed, error)
    secret = room.sessions.begin(made.id, "password")
    return entered(request, room, secret, "")


def _check_open(room: Room) -> None:
    """Raises Missing once there is an account: the page is there for the first one alone."""
    if not room.accounts.is_empty():
        raise Missing("このページはありません。", advice="サインインの画面から始めてください。")


def _form(
    request: Request, room: Room, typed: dict[str, str] | None = None,
    error: AccountError | None = None,
) -> Response:  # fmt: skip
    session = room.session_of(request) or room.signer.new_session(room.now)
    values = {
        "token": room.signer.token(session), "problem": error, **LENGTHS,
        **(typed or {"code": "", "login": "", "name": ""}),
    }  # fmt: skip
    response = page(request, "accounts/setup.html", values, status_of(error) if error else 200)
    if session.signed is None:
        remember(request, room, response, room.signer.seal(session))
    return response
