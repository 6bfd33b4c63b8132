"""`utsushi prefect …`: the commands and their help."""

from typing import Annotated

import typer

from workflows.cli.japanese import Command, Group

prefect_app = typer.Typer(
    cls=Group, help="Prefect の画面 (処理の状況) の設定をします。", no_args_is_help=True
)


@prefect_app.command("deploy", cls=Command)
def deploy() -> None:
    """画面から始められる処理と予定を Prefect に登録します (何度でも。画面での変更は残ります)。"""
    from workflows.cli.deploying import run_deploy

    run_deploy()


@prefect_app.command("password", cls=Command)
def password(
    new: Annotated[bool, typer.Option("--new", help="新しいパスワードに変えます。")] = False,
) -> None:
    """画面のサインインに使う文字を表示します (全員で一つ。人ごとの権限は確認画面にあります)。"""
    from workflows.cli.prefect_password import show_password

    show_password(do_renew=new)
