"""`/accounts`: who may work here, for those who keep the accounts."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from review.problems import status_of
from review.room import InRoom, Room, Signed, needs
from review.templating import page
from workflows.accounts import RIGHTS, TITLES, Account, Right, Role, passwords
from workflows.accounts.book import Listed, role_of, scope_of
from workflows.accounts.problems import AccountError, BadAccount

router = APIRouter()
Keeper = Annotated[Account, Depends(needs(Right.MANAGE_ACCOUNTS))]
Text = Annotated[str, Form()]
DEEDS = {
    Right.REVIEW: "確認・受付", Right.REVEAL: "個人番号の表示", Right.EXPORT: "書き出し",
    Right.EDIT_FORMS: "様式の編集", Right.MANAGE_ACCOUNTS: "アカウントの管理",
    Right.SUPERVISE: "抜き取り・効果", Right.READ_WORK: "一覧と経過を見る",
    Right.READ_AUDIT: "監査ログを見る", Right.READ_COSTS: "費用・効果・申請を見る",
    Right.KEEP_COSTS: "費用の登録・申請の確定",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """Which departments a form's answer names."""

    sees_all: bool
    names: tuple[str, ...]


def seen_of(
    sees_all: Text = "", department: Annotated[list[str] | None, Form()] = None, other: Text = ""
) -> Seen:
    """`other`: departments that no form has, separated by 、 or commas."""
    more = other.replace(",", "、").split("、")
    return Seen(bool(sees_all), (*(department or ()), *more))


Departments = Annotated[Seen, Depends(seen_of)]


@router.get("/accounts")
def show(request: Request, room: InRoom, _person: Keeper) -> Response:
    return page(request, "accounts/accounts.html", _listing(room))


@router.post("/accounts")
def add(
    request: Request, room: InRoom, session: Signed, person: Keeper, seen: Departments,
    login: Text = "", name: Text = "", role: Text = "", token: Text = "",
) -> Response:  # fmt: skip
    """The first password is shown once, in the answer to this."""
    room.check_token(session, token)
    password = passwords.generated()
    try:
        scope = scope_of(seen.names, sees_all=seen.sees_all)
        made = room.accounts.add(login, name, role_of(role), scope, person.name, password)
    except AccountError as error:
        typed = {"login": login[:64], "name": name[:40], "role": role, "seen": seen}
        values = _listing(room) | {"problem": error, "typed": typed}
        return page(request, "accounts/accounts.html", values, status_of(error))
    values = _listing(room) | {"told": (made, password)}
    return page(request, "accounts/accounts.html", values)


@router.get("/accounts/{login}")
def show_one(request: Request, room: InRoom, person: Keeper, login: str) -> Response:
    return _one(request, room, person, room.accounts.get(login))


@router.post("/accounts/{login}/reset")
def reset(
    request: Request, room: InRoom, session: Signed, person: Keeper, login: str, token: Text = ""
) -> Response:
    """The new first password is shown once, in the answer to this."""
    room.check_token(session, token)
    if login == person.login:
        raise BadAccount("自分のパスワードは「パスワード」の画面で変えてください。", advice="")
    password = room.accounts.reset(login, person.name)
    room.door.let_try_again(login)
    listed = room.accounts.get(login)
    return _one(request, room, person, listed, {"told": (listed.account, password)})


@router.post("/accounts/{login}/role")
def change_role(
    room: InRoom, session: Signed, person: Keeper, login: str, role: Text = "", token: Text = ""
) -> Response:
    room.check_token(session, token)
    room.accounts.change_role(login, role_of(role), person.name)
    return _back(login)


@router.post("/accounts/{login}/departments")
def change_departments(
    room: InRoom, session: Signed, person: Keeper, login: str, seen: Departments, token: Text = ""
) -> Response:
    room.check_token(session, token)
    scope = scope_of(seen.names, sees_all=seen.sees_all)
    room.accounts.change_departments(login, scope, person.name)
    return _back(login)


@router.post("/accounts/{login}/lock")
def lock(room: InRoom, session: Signed, person: Keeper, login: str, token: Text = "") -> Response:
    room.check_token(session, token)
    room.accounts.lock(login, person.name)
    return _back(login)


@router.post("/accounts/{login}/unlock")
def unlock(room: InRoom, session: Signed, person: Keeper, login: str, token: Text = "") -> Response:
    """Also ends the wait after wrong passwords."""
    room.check_token(session, token)
    room.accounts.unlock(login, person.name)
    room.door.let_try_again(login)
    return _back(login)


def _back(login: str) -> Response:
    return RedirectResponse(f"/accounts/{login}", 303)


def _listing(room: Room) -> dict[str, Any]:
    nothing = {"login": "", "name": "", "role": Role.CLERK.value, "seen": Seen(False, ())}
    return {
        "accounts": room.accounts.all(),
        "roles": _roles(),
        "departments": room.sight.departments(),
        "problem": None,
        "typed": nothing,
        "told": None,
    }


def _one(
    request: Request, room: Room, person: Account, listed: Listed,
    more: dict[str, Any] | None = None,
) -> Response:  # fmt: skip
    account = listed.account
    known = set(room.sight.departments()) | (account.scope.departments or frozenset())
    values = {
        "listed": listed,
        "account": account,
        "is_own": account.id == person.id,
        "roles": _roles(),
        "departments": sorted(known),
        "told": None,
    }
    return page(request, "accounts/account.html", values | (more or {}))


def _roles() -> list[tuple[str, str, str]]:
    """Code, title, and what it may do in words."""
    return [
        (
            role.value,
            TITLES[role],
            "、".join(DEEDS[right] for right in Right if right in RIGHTS[role]),
        )
        for role in Role
    ]
