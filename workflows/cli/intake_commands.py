"""`utsushi form intake` and its help. What it does is imported when it runs: help must be fast."""

from pathlib import Path
from typing import Annotated

import typer


def form_intake(
    form: Annotated[str, typer.Argument(help="様式の id")],
    file: Annotated[
        Path | None, typer.Argument(help="CSV・Excel・XML・ZIP・PDF。どう取り込まれるかを見ます。")
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", help="記入用の空の一覧を書き出します (.csv・.xlsx)。"),
    ] = None,
    draft: Annotated[
        Path | None, typer.Option("--draft", help="ファイルの欄の名前から、対応表の案を書きます。")
    ] = None,
    most: Annotated[int, typer.Option("--most", help="表に出す申請の数", min=0)] = 5,
    show_private: Annotated[
        bool, typer.Option("--show-private", help="表でも個人番号を隠さずに出します。")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="プログラム向けに JSON で出します。")
    ] = False,
) -> None:
    """データで届く申請が、どの項目にどう入るかを確かめます。何も保存しません。"""
    from workflows.cli import intaking

    intaking.run(
        form, file, template=template, draft_to=draft, most=most, reveal=show_private, as_json=json
    )
