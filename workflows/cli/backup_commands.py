"""`utsushi backup …`, `utsushi restore`: the commands and their help."""

from pathlib import Path
from typing import Annotated

import typer

from workflows.cli.japanese import Command, Group
from workflows.cli.passphrase import PassphraseFile

backup_app = typer.Typer(
    cls=Group, help="控え (バックアップ) を作り、確かめ、整理します。", no_args_is_help=True
)

_WHERE = "控え先のフォルダ (データフォルダの外)"
Place = Annotated[
    Path | None, typer.Argument(help=f"{_WHERE}。なければ、設定 UTSUSHI_BACKUP_PLACE のもの")
]
Where = Annotated[Path, typer.Argument(help=_WHERE)]
Snapshot = Annotated[str, typer.Option("--snapshot", help="控えの番号。なければ最新")]
Json = Annotated[bool, typer.Option("--json", help="プログラム向けに JSON で出します。")]


@backup_app.command(cls=Command)
def make(
    place: Place = None,
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="鍵も、合言葉で閉じて入れます。")
    ] = False,
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> int:
    """業務を止めずに控えを作り、確かめます (二度目からは変わった分だけ)。"""
    from workflows.cli import backup

    return backup.make_backup(place, passphrase_file, with_keys=with_keys, as_json=json)


@backup_app.command(cls=Command)
def check(place: Place = None, snapshot: Snapshot = "", json: Json = False) -> int:
    """控えの中身をすべて読み直して確かめます (異常があれば終了コード 1)。"""
    from workflows.cli import backup

    return backup.check_backup(place, snapshot, as_json=json)


@backup_app.command("list", cls=Command)
def list_backups(place: Place = None, json: Json = False) -> None:
    """控えを一覧にし、保存期限が過ぎた書類を含むものを示します。"""
    from workflows.cli import backup

    backup.list_backups(place, as_json=json)


@backup_app.command(cls=Command)
def prune(
    place: Place = None,
    keep: Annotated[
        int | None, typer.Option("--keep", min=1, help="新しいものから、この数だけ残します。")
    ] = None,
    days: Annotated[
        int, typer.Option("--days", min=0, help="期限が過ぎてからも、この日数は控えに残します。")
    ] = 0,
    yes: Annotated[bool, typer.Option("--yes", help="ほんとうに削除します。")] = False,
) -> None:
    """保存期限が過ぎた書類を含む古い控えを削除します (--yes がなければ示すだけ)。"""
    from workflows.cli import backup

    backup.prune_backups(place, keep, days, really=yes)


def restore(
    place: Where,
    snapshot: Snapshot = "",
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="控えの中の鍵を、合言葉で開いて戻します。")
    ] = False,
    keys: Annotated[
        Path | None, typer.Option("--keys", help="鍵の控え (utsushi keys export のファイル)")
    ] = None,
    passphrase_file: PassphraseFile = None,
) -> int:
    """控えを空の場所に復元し、確かめます。途中で止まっても、もう一度実行すれば続けます。"""
    from workflows.cli import backup

    return backup.restore_backup(place, snapshot, passphrase_file, keys, with_keys=with_keys)
