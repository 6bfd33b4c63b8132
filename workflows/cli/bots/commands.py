"""The commands of `utsushi bot` and their help. What they do is imported when they run."""

from pathlib import Path
from typing import Annotated

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


@bot_app.command("lint", cls=Command)
def bot_lint(
    system: Annotated[
        str | None, typer.Argument(help="業務システムの名前 (bot list)。なければ全部")
    ] = None,
) -> int:
    """シナリオの書き間違いを、ブラウザを開かずに、ファイルと行を示してすべて挙げます。"""
    from workflows.cli.bots.writing import lint

    return lint(system)


@bot_app.command("schema", cls=Command)
def bot_schema(
    kind: Annotated[
        str, typer.Argument(help="scenario (シナリオ) か system (system.yaml)")
    ] = "scenario",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="書き出すファイル。なければ画面へ")
    ] = None,
) -> None:
    """エディターが入力を助け、間違いに印を付けるための JSON Schema を書き出します。"""
    from workflows.cli.bots.writing import write_schema

    write_schema(kind, output)


@bot_app.command("check", cls=Command)
def bot_check(
    system: Annotated[str, typer.Argument(help="業務システムの名前 (bot list で分かります)")],
    form: Annotated[str | None, typer.Argument(help="様式の id。なければ全部")] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="直し方を一つずつ尋ね、「はい」のものだけ直します。")
    ] = False,
    record: Annotated[
        Path | None, typer.Option(help="架空の記録の代わりに使う記録のファイル (JSON)")
    ] = None,
    headed: Annotated[bool, typer.Option("--headed", help="ブラウザを画面に出します。")] = False,
) -> int:
    """本物の画面を開き、合わなくなったところと、代わりと思われるものを調べます (登録しません)。"""
    from workflows.cli.bots.check import check

    return check(system, form, do_apply=apply, headed=headed, file=record)


@bot_app.command("record", cls=Command)
def bot_record(
    system: Annotated[
        str,
        typer.Argument(help="業務システムの名前 (bot list で分かります)。--new ではアドレス"),
    ],
    form: Annotated[str, typer.Argument(help="様式の id (form list で分かります)")],
    sample: Annotated[
        Path | None,
        typer.Option("--record", help="見本の記録 (JSON)。なければ、架空の人の記録を作ります"),
    ] = None,
    store: Annotated[
        int | None, typer.Option("--store", help="保存されている記録の番号を見本にします")
    ] = None,
    new: Annotated[
        str | None,
        typer.Option("--new", help="まだ定義のない業務システムを、この名前で作ります (英小文字)"),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="--new の業務システムの、画面に出す名前")
    ] = None,
) -> int:
    """ブラウザで一度入力してみせると、その手順をシナリオに書きます。"""
    if new is not None:
        from workflows.cli.bots.record_new import record_new

        return record_new(system, form, sample, store, name=new, title=title)
    from workflows.cli.bots.record import record

    return record(system, form, sample, store)


@bot_app.command("doctor", cls=Command)
def bot_doctor(
    url: Annotated[str | None, typer.Argument(help="調べる画面のアドレス")] = None,
    login: Annotated[
        str | None, typer.Option(help="この業務システムにログインしてから調べます。")
    ] = None,
    pages: Annotated[int, typer.Option(min=1, help="開く画面の数の上限")] = 12,
    json: Annotated[bool, typer.Option("--json", help="JSON で出します。")] = False,
    headed: Annotated[bool, typer.Option("--headed", help="ブラウザを画面に出します。")] = False,
) -> int:
    """入力先の画面を読むだけで調べ、困りそうなところと、どうすればよいかを知らせます。"""
    from workflows.cli.bots.doctor import diagnose

    return diagnose(url, login, most=pages, as_json=json, headed=headed)


@bot_app.command("edit", cls=Command)
def bot_edit(
    system: Annotated[str, typer.Argument(help="業務システムの名前 (bot list で分かります)")],
    form: Annotated[str, typer.Argument(help="様式の id (form list で分かります)")],
    show: Annotated[
        bool, typer.Option("--open/--no-open", help="編集の画面をブラウザで開きます。")
    ] = True,
    shots: Annotated[
        bool,
        typer.Option("--pictures", help="登録の手前までやってみて、手順ごとの画面を写します。"),
    ] = False,
) -> None:
    """シナリオを一手順ずつ、画面の写しとともに見て、直します (この端末の中だけ)。"""
    from workflows.cli.bots.edit import edit

    edit(system, form, show=show, shots=shots)


@bot_app.command("show", cls=Command)
def bot_show(
    name: Annotated[
        str | None, typer.Argument(help="見るものの名前か、その一部。なければ一覧を出します")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="開かずに書き出すファイルかフォルダ")
    ] = None,
) -> None:
    """bot run・check・record・edit が残した画面の写し・報告・トレースを、一覧にし、開きます。"""
    from workflows.cli.bots.show import show

    show(name, out)


@bot_app.command("run", cls=Command)
def bot_run(
    system: Annotated[str, typer.Argument(help="業務システムの名前 (bot list で分かります)")],
    form: Annotated[str, typer.Argument(help="様式の id")],
    record: Annotated[
        Path | None, typer.Option(help="記録のファイル (項目の id と値の JSON)")
    ] = None,
    store: Annotated[int | None, typer.Option(help="受付を通った記録の番号")] = None,
    sample: Annotated[bool, typer.Option("--sample", help="架空の記録を使います。")] = False,
    step: Annotated[bool, typer.Option("--step", help="手順ごとに止まって尋ねます。")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="登録のボタンを押す手前まで行います。")
    ] = False,
    really: Annotated[
        bool, typer.Option("--really", help="受付を通っていない記録を、本当に登録します。")
    ] = False,
    headed: Annotated[bool, typer.Option("--headed", help="ブラウザを画面に出します。")] = False,
    trace: Annotated[
        bool, typer.Option("--trace", help="Playwright のトレースを残します (--sample だけ)。")
    ] = False,
) -> int:
    """記録を一つ、止まりながら、または登録の手前まで、または本当に登録します。"""
    from workflows.cli.bots.run import Wish, run

    return run(Wish(system, form, record, store, sample, step, dry_run, really, headed, trace))


secret_app = typer.Typer(
    cls=Group,
    help="業務システムの資格情報 (利用者・パスワードなど) を、暗号化して保存します。",
    no_args_is_help=True,
)
bot_app.add_typer(secret_app, name="secret")
_SYSTEM = Annotated[str, typer.Argument(help="業務システムの名前 (bot list で分かります)")]
_NAME = Annotated[str, typer.Argument(help="資格情報の名前 (system.yaml の credentials)")]


@secret_app.command("set", cls=Command)
def secret_set(
    system: _SYSTEM,
    name: _NAME,
    to: Annotated[
        str | None, typer.Option("--to", help="keyring か file。なければ、使えるほう")
    ] = None,
) -> None:
    """資格情報を一つ、画面に出さずに二度尋ねて保存します。"""
    from workflows.cli.bots.secret import set_secret

    set_secret(system, name, to)


@secret_app.command("list", cls=Command)
def secret_list() -> None:
    """資格情報の名前と、どこから来るかを一覧にします。値は決して表示しません。"""
    from workflows.cli.bots.secret import list_secrets

    list_secrets()


@secret_app.command("remove", cls=Command)
def secret_remove(
    system: _SYSTEM,
    name: _NAME,
    place: Annotated[
        str | None, typer.Option("--from", help="keyring か file。なければ、ある所すべて")
    ] = None,
) -> None:
    """保存した資格情報を消します。"""
    from workflows.cli.bots.secret import remove_secret

    remove_secret(system, name, place)
