"""Staff accounts, the login page, and the way out."""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping

from starlette.responses import Response

from samples.legacy.office import Office, Visit
from samples.legacy.pages import moved
from samples.legacy.posted import Posted
from samples.legacy.session import COOKIE

USER_VARIABLE = "UTSUSHI_LEGACY_USER"
PASSWORD_VARIABLE = "UTSUSHI_LEGACY_PASSWORD"
PRACTICE_USER = "009001"
PRACTICE_PASSWORD = "renshu2003"
"""The practice account. Invented, public, and good for nothing but this practice system."""


def accounts_from_environment() -> dict[str, str]:
    """The account of the environment variables, else the practice account."""
    user = os.environ.get(USER_VARIABLE) or PRACTICE_USER
    return {user: os.environ.get(PASSWORD_VARIABLE) or PRACTICE_PASSWORD}


def is_known(accounts: Mapping[str, str], user: str, password: str) -> bool:
    """Whether the password is the account's."""
    right = accounts.get(user)
    return right is not None and hmac.compare_digest(right.encode(), password.encode())


def log_in(office: Office, posted: Posted, is_post: bool) -> Response:
    """The login page; a right answer opens a session and leads to the frames."""
    if not is_post:
        return office.pages.page("login.html", message="", user="")
    user = posted.get("SHKIN_NO")
    if not is_known(office.accounts, user, posted.get("PASSWD")):
        message = "職員番号またはパスワードに誤りがあります(E0201)"
        return office.pages.page("login.html", message=message, user=user)
    answer = moved("/frame.do")
    answer.set_cookie(COOKIE, office.sessions.start(user).key, path="/", httponly=True)
    return answer


def log_out(visit: Visit) -> Response:
    """Close the session and show the login page."""
    visit.office.sessions.end(visit.session.key)
    answer = moved("/login.do")
    answer.delete_cookie(COOKIE, path="/")
    return answer
