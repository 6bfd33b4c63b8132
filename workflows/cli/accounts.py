"""`utsushi account …`: the book of accounts from the console, without the pages."""

import getpass
import json
import sys
from collections.abc import Sequence

from workflows.accounts import TITLES, Scope, passwords
from workflows.accounts.book import Listed, role_of, scope_of
from workflows.accounts.problems import BadAccount
from workflows.accounts.tries import Tries
from workflows.app import Utsushi
from workflows.cli.tables import print_table
from workflows.clock import tokyo_text
from workflows.settings import Settings

CONSOLE = "端末"


def console_user() -> str:
    """Who the operating system says sits there, for the audit log."""
    try:
        return f"{CONSOLE}:{getpass.getuser()}"
    except (KeyError, OSError):  # a user without a name
        return CONSOLE


def add(
    login: str, name: str, role: str, departments: Sequence[str], *,
    sees_all: bool, asks: bool, is_external: bool,
) -> None:  # fmt: skip
    """`asks`: the password is typed here, hidden; `is_external`: there is none, the person comes in
    through a proxy or a provider; else one is made and shown once."""
    scope = _scope(departments, sees_all=sees_all)
    with Utsushi(Settings.load()) as app:
        password = None if is_external else _asked() if asks else passwords.generated()
        made = app.accounts.add(
            login, name, role_of(role), scope, console_user(), password, must_change=not asks
        )
    print(f"アカウント {made.login} ({made.name}、{TITLES[made.role]}) を作りました。")
    if password is not None and not asks:
        _tell(password)


def list_all(*, as_json: bool) -> None:
    with Utsushi(Settings.load()) as app:
        found = app.accounts.all()
    if as_json:
        print(json.dumps([_plain(each) for each in found], ensure_ascii=False, indent=2))
        return
    print_table(
        "アカウント",
        ["ログイン名", "名前", "役割", "部署", "状態", "最後のサインイン"],
        [
            (
                each.account.login, each.account.name, TITLES[each.account.role],
                seen_by(each.account.scope), _state(each),
                tokyo_text(each.signed_in_at) if each.signed_in_at else "—",
            )
            for each in found
        ],
    )  # fmt: skip


def lock(login: str) -> None:
    with Utsushi(Settings.load()) as app:
        app.accounts.lock(login, console_user())
    print(f"アカウント {login} を止めました。")


def unlock(login: str) -> None:
    """Also ends the wait after wrong passwords."""
    with Utsushi(Settings.load()) as app:
        app.accounts.unlock(login, console_user())
        Tries(app.store, app.clock).release(login)
    print(f"アカウント {login} を使えるようにしました。")


def reset(login: str) -> None:
    with Utsushi(Settings.load()) as app:
        password = app.accounts.reset(login, console_user())
        Tries(app.store, app.clock).release(login)
    _tell(password)


def change_role(login: str, role: str) -> None:
    wanted = role_of(role)
    with Utsushi(Settings.load()) as app:
        app.accounts.change_role(login, wanted, console_user())
    print(f"アカウント {login} の役割を {TITLES[wanted]} にしました。")


def change_departments(login: str, departments: Sequence[str], *, sees_all: bool) -> None:
    scope = _scope(departments, sees_all=sees_all)
    with Utsushi(Settings.load()) as app:
        app.accounts.change_departments(login, scope, console_user())
    print(f"アカウント {login} の部署: {seen_by(scope)}")


def seen_by(scope: Scope) -> str:
    return "全部署" if scope.departments is None else "、".join(sorted(scope.departments)) or "なし"


def _scope(departments: Sequence[str], *, sees_all: bool) -> Scope:
    if sees_all == bool(departments):
        raise BadAccount(
            "部署の指定が正しくありません。",
            advice="--department 部署名 (何度でも) か --all-departments のどちらかを付けます。",
        )
    return scope_of(departments, sees_all=sees_all)


def _asked() -> str:
    """Raises BadAccount, also where nobody sits at a terminal: what is typed must not show."""
    if not sys.stdin.isatty():
        raise BadAccount(
            "パスワードを、ここでは尋ねられません。",
            advice="端末で実行してください。--ask を付けなければ、作って表示します。",
        )
    first = getpass.getpass("パスワード: ")
    if getpass.getpass("もう一度: ") != first:
        raise BadAccount("パスワードが二つで違います。")
    return first


def _tell(password: str) -> None:
    print(f"最初のパスワード: {password}")
    print("表示は一度だけです。本人に渡してください。サインインすると、変えるよう求めます。")


def _state(each: Listed) -> str:
    if each.is_locked:
        return "停止中"
    return "パスワード変更待ち" if each.must_change else "使用中"


def _plain(each: Listed) -> dict[str, object]:
    seen = each.account.scope.departments
    return {
        "login": each.account.login,
        "name": each.account.name,
        "role": each.account.role,
        "departments": None if seen is None else sorted(seen),
        "locked": each.is_locked,
        "must_change": each.must_change,
        "signed_in_at": each.signed_in_at.isoformat() if each.signed_in_at else None,
    }
