"""`utsushi retention …`: the commands and their help."""

from typing import Annotated

import typer

from workflows.cli.japanese import Command, Group

retention_app = typer.Typer(
    cls=Group, help="保存期限が過ぎた書類を見て、削除します。", no_args_is_help=True
)


@retention_app.command(cls=Command)
def show(
    on: Annotated[str | None, typer.Option("--on", help="この日の時点で (例: 2031-04-01)")] = None,
    json: Annotated[
        bool, typer.Option("--json", help="プログラム向けに JSON で出します。")
    ] = False,
) -> None:
    """期限が過ぎた書類、終わっていない記録、削除の記録を表示します。"""
    from workflows.cli import retention

    retention.show(on, as_json=json)


@retention_app.command(cls=Command)
def delete(
    yes: Annotated[bool, typer.Option("--yes", help="ほんとうに削除します。")] = False,
) -> None:
    """保存期限が過ぎた書類の中身と画像を削除します (--yes がなければ件数だけ)。"""
    from workflows.cli import retention

    retention.delete_expired(really=yes)


@retention_app.command(cls=Command)
def verify() -> int:
    """削除の記録が、封印された監査ログと合い、中身が残っていないか確かめます。"""
    from workflows.cli import retention

    return retention.verify_ledger()
