"""`utsushi claim`: the command and its help."""

from pathlib import Path
from typing import Annotated

import typer


def claim(
    year: Annotated[
        str | None, typer.Option(help="年度 (例: 令和6、2024)。なければ今年度", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="申請資料 (Excel) と総括 (PDF) を置くフォルダ")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="足りないもの・おかしいものを挙げます (誤りなら 1)。")
    ] = False,
    lock: Annotated[
        bool, typer.Option("--lock", help="年度を確定します。費用は変えられなくなります。")
    ] = False,
    despite: Annotated[str, typer.Option(help="誤りを残したまま確定する理由")] = "",
    unlock: Annotated[
        str | None, typer.Option(help="確定を解く理由", show_default=False)
    ] = None,
    by: Annotated[str, typer.Option(help="行う人の login (確定と解除で必要)")] = "",
    json: Annotated[
        bool, typer.Option("--json", help="プログラム向けに JSON で出します。")
    ] = False,
) -> int:  # fmt: skip
    """特別交付税措置の申請額を計算し、申請資料を作り、年度を確定します。"""
    from workflows.cli.claiming import Asked, run_claim

    asked = Asked(year, out, check, lock, despite, unlock, by)
    return run_claim(asked, as_json=json)
