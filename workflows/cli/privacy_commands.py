"""`utsushi privacy …`: the commands and their help."""

from pathlib import Path
from typing import Annotated

import typer

from workflows.cli.japanese import Command, Group

privacy_app = typer.Typer(
    cls=Group, help="個人情報の保護に関する書類の案を作ります。", no_args_is_help=True
)


@privacy_app.callback()
def group() -> None:
    """個人情報の保護に関する書類の案を作ります。"""


@privacy_app.command(cls=Command)
def register(
    out: Annotated[
        Path | None,
        typer.Argument(help="書き出すファイル (.xlsx・.csv・.md)。なければ一覧を表示します。"),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="1,000 人に満たないファイルも書き出します。")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="プログラム向けに JSON で出します。")
    ] = False,
) -> None:
    """個人情報ファイル簿の案を、様式と手続きと記録から作ります。"""
    from workflows.cli import privacy

    privacy.register(out, every=every, as_json=json)
