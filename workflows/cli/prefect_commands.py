"""`utsushi prefect …`: the commands and their help."""

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
