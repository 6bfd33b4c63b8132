"""`utsushi export`: the command and its help."""

from pathlib import Path
from typing import Annotated

import typer


def export(
    layout: Annotated[
        str | None, typer.Argument(help="レイアウトの id、または様式の id (標準の並び)")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Argument(
            help="書き出すファイル (国の標準の項目名・コードは .zip)。あれば置きかえます。"
        ),
    ] = None,
    by: Annotated[str, typer.Option(help="書き出す人の login (監査ログに残ります)")] = "",
    since: Annotated[str | None, typer.Option("--from", help="受付日 (この日から)")] = None,
    until: Annotated[str | None, typer.Option("--to", help="受付日 (この日まで)")] = None,
    state: Annotated[
        list[str] | None, typer.Option(help="状態の id。なければ ready・submitting・verified")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="utf-8 か cp932")] = None,
    characters: Annotated[
        str | None, typer.Option(help="受け取る側の文字の範囲: all、cp932、jis_x_0213、jis_x_0208")
    ] = None,
    substitute: Annotated[
        list[str] | None, typer.Option(help="書けない文字の置きかえ (例: 𠮷=吉)")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="置きかえた文字の一覧 (CSV) を書くファイル")
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="レイアウトにある個人番号などの項目も書き出します。")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="プログラム向けに JSON で出します。")
    ] = False,
) -> None:
    """記録をファイルに書き出します。引数がなければレイアウトの一覧を表示します。"""
    from workflows.cli import exporting

    if layout is None:
        exporting.list_layouts(as_json=json)
        return
    exporting.export_records(
        layout, out, by, since=since, until=until, states=state or (), encoding=encoding,
        characters=characters, substitutes=substitute or (), report=report, private=private,
        as_json=json,
    )  # fmt: skip
