"""`utsushi separator …`: the commands and their help."""

from pathlib import Path
from typing import Annotated

import typer

from workflows.cli.japanese import Command, Group

separator_app = typer.Typer(
    cls=Group, help="束をまとめてスキャンするための仕切り紙を作ります。", no_args_is_help=True
)


@separator_app.command(cls=Command)
def new(
    form: Annotated[str, typer.Option("--form", help="様式の ID (utsushi form list)")] = "",
    count: Annotated[int, typer.Option("--count", help="この後ろに置く申請書の件数")] = 0,
    department: Annotated[str, typer.Option("--department", help="部署 (なければ様式の部署)")] = "",
    end: Annotated[bool, typer.Option("--end", help="束の終わりの紙を作ります。")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="PDF を書く場所")] = None,
) -> None:
    """仕切り紙を 1 枚作り、印刷用の PDF を書きます。"""
    from workflows.cli import separating

    separating.new(form, department, count, is_end=end, out=out)


@separator_app.command("list", cls=Command)
def list_sheets(
    json: Annotated[
        bool, typer.Option("--json", help="プログラム向けに JSON で出します。")
    ] = False,
) -> None:
    """作った仕切り紙と、届いた件数を新しい順に表示します。"""
    from workflows.cli import separating

    separating.list_sheets(as_json=json)
