"""`utsushi effect` and `utsushi report`: the commands and their help."""

from pathlib import Path
from typing import Annotated

import typer

from workflows.cli.japanese import Command, Group

effect_app = typer.Typer(
    cls=Group, invoke_without_command=True, help="年度の効果と、その元になる時間と単価を見ます。"
)

Year = Annotated[
    str | None, typer.Option(help="年度 (例: 令和6、2024)。なければ今年度", show_default=False)
]
By = Annotated[str, typer.Option(help="登録する人の login (監査ログに残ります)")]
Json = Annotated[bool, typer.Option("--json", help="プログラム向けに JSON で出します。")]


@effect_app.callback(cls=Group)
def effect(context: typer.Context, year: Year = None, json: Json = False) -> None:
    """年度の効果を、業務の分野・様式・月ごとに表示します。"""
    if context.invoked_subcommand is None:
        from workflows.cli.effect import show_effect

        show_effect(year, as_json=json)


@effect_app.command(cls=Command)
def baseline(
    form: Annotated[str | None, typer.Argument(help="様式の id。なければ一覧")] = None,
    seconds: Annotated[
        int | None, typer.Option(help="合計の秒 (--records がなければ 1 件の見積り)")
    ] = None,
    records: Annotated[int | None, typer.Option(help="計った件数")] = None,
    people: Annotated[int, typer.Option(help="計った人数")] = 1,
    day: Annotated[str | None, typer.Option(help="計った日 (例: 2026-04-01)。なければ今日")] = None,
    note: Annotated[str, typer.Option(help="備考。見積りではその根拠")] = "",
    strike: Annotated[
        int | None, typer.Option(help="取り消す番号 (一覧で分かります。理由は --note)")
    ] = None,
    by: By = "",
    json: Json = False,
) -> None:
    """手入力の時間を登録します (計測か見積り)。引数がなければ一覧を表示します。"""
    from workflows.cli import effect as keeping

    if strike is not None:
        keeping.strike(strike, note, by)
    elif form is not None:
        keeping.add_baseline(
            form, seconds, records=records, people=people, day=day, note=note, by=by
        )
    else:
        keeping.list_baselines(as_json=json)


@effect_app.command(cls=Command)
def rate(
    yen: Annotated[int | None, typer.Argument(help="1 時間あたりの円。なければ表示だけ")] = None,
    year: Year = None,
    source: Annotated[str, typer.Option(help="根拠 (例: 給与費÷勤務時間)")] = "",
    by: By = "",
) -> None:
    """年度の時間単価を登録します。"""
    from workflows.cli import effect as keeping

    if yen is None:
        keeping.show_rate(year)
    else:
        keeping.set_rate(yen, year, source, by)


def report(
    month: Annotated[
        str | None, typer.Option(help="年月 (例: 2026-10)。なければ先月", show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option(help="PDF と HTML の写しを置くフォルダ")] = None,
    json: Json = False,
) -> None:
    """月次報告 (PDF・HTML) を作ります。確認画面の「月次報告」にも出ます。"""
    from workflows.cli.effect import make_monthly

    make_monthly(month, out, as_json=json)
