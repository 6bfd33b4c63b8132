"""The commands of `utsushi bot` and their help. What they do is imported when they run."""

import typer

from workflows.cli.japanese import Command, Group

bot_app = typer.Typer(
    cls=Group,
    help="シナリオ (業務システムへの入力手順) を作り、試し、直します。",
    no_args_is_help=True,
)


@bot_app.command("list", cls=Command)
def bot_list() -> None:
    """業務システムとシナリオを一覧にします。"""
    from workflows.cli.bots.listing import list_scenarios

    list_scenarios()
