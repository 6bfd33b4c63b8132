"""`utsushi worker`: the command and its help."""

from typing import Annotated

import typer

Pools = Annotated[
    list[str] | None,
    typer.Argument(help="受け持つワークプール: ocr (読み取り)、bots (入力)。なければ両方。"),
]
Runs = Annotated[
    int | None,
    typer.Option(min=1, help="プールごとに同時に行う処理の数 (UTSUSHI_WORKER_RUNS が既定)"),
]


def worker(
    pools: Pools = None,
    runs: Runs = None,
    with_parent: Annotated[bool, typer.Option("--with-parent", hidden=True)] = False,
) -> None:
    """Prefect に登録された処理 (取込・入力など) を受け取って、この機械で行います。"""
    from workflows.cli.working import run_worker

    run_worker(pools or [], runs=runs, with_parent=with_parent)
