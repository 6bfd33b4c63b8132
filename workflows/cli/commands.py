"""The commands and their help. What they do is imported when they run: help must be fast."""

from pathlib import Path
from typing import Annotated

import typer

from workflows.cli.account_commands import account_app, audit_app
from workflows.cli.backup_commands import backup_app, restore
from workflows.cli.bots.commands import bot_app
from workflows.cli.claim_commands import claim
from workflows.cli.cost_commands import cost_app
from workflows.cli.effect_commands import effect_app, report
from workflows.cli.export_commands import export
from workflows.cli.intake_commands import form_intake
from workflows.cli.japanese import Command, Group
from workflows.cli.key_commands import keys_app, original
from workflows.cli.prefect_commands import prefect_app
from workflows.cli.privacy_commands import privacy_app
from workflows.cli.retention_commands import retention_app
from workflows.cli.separator_commands import separator_app
from workflows.cli.worker_commands import worker

app = typer.Typer(
    cls=Group,
    name="utsushi",
    help="紙の申請書を読み取り、業務システムに二重なく写します。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
form_app = typer.Typer(cls=Group, help="様式の一覧と内容を見ます。", no_args_is_help=True)
models_app = typer.Typer(cls=Group, help="文字認識の重みを入れます。", no_args_is_help=True)
app.add_typer(form_app, name="form")
form_app.command("intake", cls=Command)(form_intake)
app.add_typer(models_app, name="models")
app.add_typer(bot_app, name="bot")
app.add_typer(account_app, name="account")
app.add_typer(audit_app, name="audit")
app.add_typer(cost_app, name="cost")
app.add_typer(effect_app, name="effect")
app.command(cls=Command)(report)
app.command(cls=Command)(claim)
app.command(cls=Command)(export)
app.add_typer(prefect_app, name="prefect")
app.add_typer(privacy_app, name="privacy")
app.add_typer(retention_app, name="retention")
app.add_typer(keys_app, name="keys")
app.command(cls=Command)(original)
app.add_typer(backup_app, name="backup")
app.command(cls=Command)(restore)
app.add_typer(separator_app, name="separator")
app.command(cls=Command)(worker)

Json = Annotated[bool, typer.Option("--json", help="プログラム向けに JSON で出します。")]
Bare = Annotated[bool, typer.Option("--no-prefect", help="Prefect を使わずに動かします。")]
Once = Annotated[bool, typer.Option("--once", help="いまある分だけを済ませて終わります。")]
WithParent = Annotated[bool, typer.Option("--with-parent", hidden=True)]


@app.command(cls=Command)
def read(
    files: Annotated[list[Path], typer.Argument(help="PDF・TIFF・JPEG・PNG のファイル")],
    json: Json = False,
    show_private: Annotated[
        bool, typer.Option("--show-private", help="表でも個人番号を隠さずに出します。")
    ] = False,
    free: Annotated[
        bool, typer.Option("--free", help="様式の定義がない紙から、見出しと値を探します。")
    ] = False,
) -> int:
    """ファイルを読み取って結果を表示します (受付も登録もしません)。"""
    if free:
        from workflows.cli.free import read_free

        return read_free(files, as_json=json, show_private=show_private)
    from workflows.cli.reading import read_files

    return read_files(files, as_json=json, show_private=show_private)


@form_app.command("list", cls=Command)
def form_list(
    json: Json = False,
    csv: Annotated[
        bool, typer.Option("--csv", help="手続きの一覧だけを CSV (UTF-8) で出します。")
    ] = False,
) -> None:
    """登録済みの様式と、手続きごとの紙の状態を一覧にします。"""
    from workflows.cli.forms import list_forms

    list_forms(as_json=json, as_csv=csv)


@form_app.command("show", cls=Command)
def form_show(
    form: Annotated[str, typer.Argument(help="様式の id (form list で分かります)")],
    json: Json = False,
) -> None:
    """様式のページ (mm) と項目 (枠はページに対する割合) を表示します。"""
    from workflows.cli.forms import show_form

    show_form(form, as_json=json)


@form_app.command("test", cls=Command)
def form_test(
    form: Annotated[str | None, typer.Argument(help="様式の id")] = None,
    every: Annotated[bool, typer.Option("--all", help="見本のある様式を全部")] = False,
    json: Json = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="新しい結果を認め、次からこれと比べます (確かめます)。")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="確かめずに認めます。")] = False,
    report: Annotated[
        Path | None, typer.Option("--report", help="全項目の結果を書くファイル (CSV)")
    ] = None,
) -> int:
    """見本を読み直し、正しい値・前に認めた結果と比べます (悪くなれば終了コード 1)。"""
    from workflows.cli.form_testing import run_form_test

    return run_form_test(form, every=every, as_json=json, do_accept=accept, yes=yes, report=report)


@form_app.command("propose", cls=Command)
def form_propose(
    blank: Annotated[Path, typer.Argument(help="何も書いていない様式の PDF か画像")],
    out: Annotated[
        Path | None, typer.Option("--out", help="書き出すフォルダ (新しく作ります)。")
    ] = None,
    form_id: Annotated[str | None, typer.Option("--id", help="様式の id")] = None,
) -> None:
    """白紙の様式から項目の案を作り、form.yaml と blank.pdf を書きます。"""
    from workflows.cli.proposing import propose_form

    propose_form(blank, out, form_id)


@models_app.command("install", cls=Command)
def models_install(
    source: Annotated[
        Path | None, typer.Argument(help="閉じたネットワークでは、持ち込んだ wheel ファイル")
    ] = None,
) -> None:
    """重みを wheel から取り出し、ハッシュを確かめて置きます。"""
    from workflows.cli.setup import install_models

    install_models(source)


@app.command(cls=Command)
def watch(once: Once = False, no_prefect: Bare = False, with_parent: WithParent = False) -> None:
    """受付フォルダを見張り、届いた書類を読み取ります。"""
    from workflows.cli.running import run_watch

    run_watch(once=once, use_prefect=not no_prefect, with_parent=with_parent)


@app.command(cls=Command)
def enter(
    once: Once = False,
    no_prefect: Bare = False,
    with_parent: WithParent = False,
    sessions: Annotated[
        int | None,
        typer.Option(min=1, help="同時に使うログインの数 (system.yaml の sessions が上限・既定)"),
    ] = None,
) -> None:
    """入力待ちの記録を業務システムに登録し、照会して確かめます。"""
    from workflows.cli.running import run_enter

    run_enter(once=once, use_prefect=not no_prefect, with_parent=with_parent, sessions=sessions)


@app.command(cls=Command)
def resolve(
    record: Annotated[
        int | None, typer.Argument(help="手で確定する記録の番号。なければ全部を照会します。")
    ] = None,
    receipt: Annotated[
        str | None, typer.Option(help="業務システムで見つけた受付番号 (登録済みとします)")
    ] = None,
    not_entered: Annotated[
        bool, typer.Option("--not-entered", help="登録されていないと確かめた (入力し直します)")
    ] = False,
    by: Annotated[str, typer.Option(help="確かめた人の名前")] = "",
) -> None:
    """登録できたか分からない記録を照会し、または人の確認で確定します。"""
    from workflows.cli.running import run_resolve

    run_resolve(record, receipt, not_entered, by)


@app.command(cls=Command)
def up() -> None:
    """受付・登録・確認画面・Prefect の画面をまとめて動かします (Ctrl+C で終わります)。"""
    from workflows.cli.together import run_up

    run_up()


@app.command(cls=Command)
def review(with_parent: WithParent = False) -> int:
    """確認画面を動かします (Ctrl+C で終わります)。"""
    from workflows.cli.together import run_review

    return run_review(with_parent=with_parent)


@app.command(cls=Command)
def status(json: Json = False) -> None:
    """記録の数を状態ごとに表示します。"""
    from workflows.cli.reports import show_status

    show_status(as_json=json)


@app.command(cls=Command)
def health(json: Json = False) -> int:
    """処理が動いているか、空きが足りるかを調べます (問題があれば終了コード 1)。"""
    from workflows.cli.health import show_health

    return show_health(as_json=json)


@app.command("reading-queue", cls=Command)
def reading_queue(json: Json = False) -> None:
    """確認待ちの記録を古い順に表示します。"""
    from workflows.cli.reports import show_queue

    show_queue(as_json=json)


@app.command(cls=Command)
def costs(
    month: Annotated[str | None, typer.Option(help="年月 (例: 2026-04)。なければ全部")] = None,
    json: Json = False,
) -> None:
    """月と様式ごとに、件数・機械の時間・省けた時間の見積りを表示します。"""
    from workflows.cli.reports import show_costs

    show_costs(month, as_json=json)


@app.command(cls=Command)
def measures(
    month: Annotated[str | None, typer.Option(help="年月 (例: 2026-04)。なければ全部")] = None,
    json: Json = False,
) -> None:
    """確認にかかった時間を手入力と比べ、人が見ずに済んだ割合を表示します。"""
    from workflows.cli.measures import show_measures

    show_measures(month, as_json=json)


@app.command(cls=Command)
def calibrate(
    error: Annotated[
        float,
        typer.Option(
            help="自動採用した項目のうち、許せる誤りの割合 (なければ 0.001 = 0.1 %)",
            show_default=False,
        ),
    ] = 0.001,
    apply: Annotated[
        bool, typer.Option("--apply", help="学んだ基準を、次の起動から使います。")
    ] = False,
    reset: Annotated[bool, typer.Option("--reset", help="出荷時の基準に戻します。")] = False,
    json: Json = False,
) -> None:
    """確認済みの記録から、自動で採用する基準を項目の種類ごとに学びます。"""
    from workflows.cli.calibrating import calibrate as learn

    learn(error, do_apply=apply, do_reset=reset, as_json=json)
