"""`utsushi account` and `utsushi audit`: the commands and their help."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from workflows.cli.japanese import Command, Group

account_app = typer.Typer(
    cls=Group, help="確認画面のアカウントを管理します。", no_args_is_help=True
)
audit_app = typer.Typer(
    cls=Group, help="監査ログを見て、書き換えがないか確かめます。", no_args_is_help=True
)

Login = Annotated[str, typer.Argument(help="ログイン名 (半角の英数字と . _ @ -)")]
Role = Annotated[str, typer.Option(help="役割: clerk、it、supervisor、auditor")]
Departments = Annotated[
    list[str], typer.Option("--department", help="見える部署 (様式の担当。何度でも)")
]
SeesAll = Annotated[bool, typer.Option("--all-departments", help="すべての部署が見えます。")]
Json = Annotated[bool, typer.Option("--json", help="プログラム向けに JSON で出します。")]


@account_app.command(cls=Command)
def add(
    login: Login,
    name: Annotated[str, typer.Option(help="名前。記録に残り、後から変えられません。")],
    role: Role,
    department: Departments = [],  # noqa: B006  (Typer's own way)
    all_departments: SeesAll = False,
    ask: Annotated[
        bool, typer.Option("--ask", help="パスワードをここで入力します (なければ作って表示)。")
    ] = False,
    external: Annotated[
        bool, typer.Option("--external", help="パスワードを持たず、庁内の認証だけで入ります。")
    ] = False,
) -> None:
    """アカウントを作ります。"""
    from workflows.cli import accounts

    accounts.add(
        login, name, role, department, sees_all=all_departments, asks=ask, is_external=external
    )


@account_app.command("list", cls=Command)
def list_accounts(json: Json = False) -> None:
    """アカウントを一覧にします。"""
    from workflows.cli import accounts

    accounts.list_all(as_json=json)


@account_app.command(cls=Command)
def lock(login: Login) -> None:
    """アカウントを止めます。サインイン中の画面もすぐ使えなくなります。"""
    from workflows.cli import accounts

    accounts.lock(login)


@account_app.command(cls=Command)
def unlock(login: Login) -> None:
    """止めたアカウント、または間違いの続いたサインインを元に戻します。"""
    from workflows.cli import accounts

    accounts.unlock(login)


@account_app.command(cls=Command)
def reset(login: Login) -> None:
    """新しい最初のパスワードを作り、一度だけ表示します。"""
    from workflows.cli import accounts

    accounts.reset(login)


@account_app.command(cls=Command)
def role(login: Login, role: Annotated[str, typer.Argument(help="役割")]) -> None:
    """役割を変えます。"""
    from workflows.cli import accounts

    accounts.change_role(login, role)


@account_app.command(cls=Command)
def departments(
    login: Login,
    department: Departments = [],  # noqa: B006  (Typer's own way)
    all_departments: SeesAll = False,
) -> None:
    """見える部署を変えます (いまの指定と置き換えます)。"""
    from workflows.cli import accounts

    accounts.change_departments(login, department, sees_all=all_departments)


Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="日 (例: 2026-04-01)")]


@audit_app.command(cls=Command)
def verify(
    mark: Annotated[
        str | None, typer.Option(help="控えておいた検印 (audit mark の表示) とも比べます。")
    ] = None,
) -> int:
    """監査ログに、消した・変えた・並べ替えた・切り詰めた跡がないか確かめます。"""
    from workflows.cli.audit import verify_log

    return verify_log(mark)


@audit_app.command(cls=Command)
def show(
    by: Annotated[str, typer.Option(help="だれが (名前)")] = "",
    act: Annotated[str, typer.Option(help="種類 (例: revealed)")] = "",
    record: Annotated[int | None, typer.Option(help="記録の番号")] = None,
    since: Day = None,
    until: Day = None,
    limit: Annotated[int, typer.Option(min=1, help="新しい順に何行まで")] = 100,
    csv: Annotated[
        Path | None, typer.Option(help="表示の代わりに、全部の行を CSV ファイルに書きます。")
    ] = None,
) -> None:
    """監査ログを、人・記録・種類・日で絞って表示します。"""
    from workflows.audit.reading import Wanted
    from workflows.cli.audit import show_log

    first, last = since.date() if since else None, until.date() if until else None
    show_log(Wanted(by, act, record, first, last), limit, csv)


@audit_app.command(cls=Command)
def export(
    file: Annotated[Path, typer.Argument(help="書き出すファイル (.csv か .xlsx)")],
    since: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="この日から")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="この日まで")
    ] = None,
    person: Annotated[str, typer.Option("--person", help="だれが (名前)")] = "",
    record: Annotated[int | None, typer.Option("--record", help="記録の番号")] = None,
) -> None:
    """アクセス記録 (だれが・いつ・どの記録に) を、CSV か Excel に書き出します。"""
    from workflows.audit.reading import Wanted
    from workflows.cli.audit import export_log

    first, last = since.date() if since else None, until.date() if until else None
    export_log(Wanted(person, "", record, first, last), file)


@audit_app.command("mark", cls=Command)
def print_mark() -> None:
    """いまの終わりの検印を表示します。印刷か書き写しをして、別の場所に保管します。"""
    from workflows.cli.audit import print_mark as tell

    tell()
