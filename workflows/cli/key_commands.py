"""`utsushi keys …`, `utsushi original`: the commands and their help."""

from pathlib import Path
from typing import Annotated

import typer

from workflows.cli.japanese import Command, Group
from workflows.cli.passphrase import PassphraseFile

keys_app = typer.Typer(
    cls=Group, help="書類を暗号化する鍵を見て、控えを取り、取り替えます。", no_args_is_help=True
)


@keys_app.command(cls=Command)
def status(
    json: Annotated[
        bool, typer.Option("--json", help="プログラム向けに JSON で出します。")
    ] = False,
) -> None:
    """鍵の置き場所と、まだ今の鍵で暗号化していないものの数を表示します。"""
    from workflows.cli import keys

    keys.status(as_json=json)


@keys_app.command(cls=Command)
def seal() -> int:
    """まだ暗号化していないもの (古い版からのデータ) を暗号化します。途中で止めても続きから。"""
    from workflows.cli import keys

    return keys.seal()


@keys_app.command(cls=Command)
def rotate() -> int:
    """鍵を新しくし、すべてを新しい鍵で暗号化し直します。途中で止めても続きから。"""
    from workflows.cli import keys

    return keys.rotate()


@keys_app.command(cls=Command)
def export(
    out: Annotated[Path, typer.Argument(help="鍵の控えを書くファイル")],
    passphrase_file: PassphraseFile = None,
) -> None:
    """鍵の控えを、合言葉で閉じて書きます。データと別の場所にしまってください。"""
    from workflows.cli import keys

    keys.export(out, passphrase_file)


@keys_app.command("import", cls=Command)
def import_(
    file: Annotated[Path, typer.Argument(help="utsushi keys export で書いたファイル")],
    passphrase_file: PassphraseFile = None,
) -> None:
    """鍵の控えを、鍵のない設置に戻します。"""
    from workflows.cli import keys

    keys.bring_back(file, passphrase_file)


def original(
    number: Annotated[int, typer.Argument(help="受付番号")],
    out: Annotated[
        Path | None, typer.Option("--out", help="書き出すファイルかフォルダ (省くと、いまの場所)")
    ] = None,
) -> None:
    """受け付けた書類の原本を、届いたときのまま取り出します (操作の記録に残ります)。"""
    from workflows.cli import keys

    keys.save_original(number, out)
