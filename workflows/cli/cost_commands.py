"""`utsushi cost`: the commands and their help."""

from pathlib import Path
from typing import Annotated

import typer

from workflows.cli.japanese import Command, Group

cost_app = typer.Typer(
    cls=Group, help="費用の台帳: 登録、一覧、表の取り込み、書類の添付。", no_args_is_help=True
)

By = Annotated[str, typer.Option(help="登録する人の login (管理者。経過に残ります)")]
Year = Annotated[str, typer.Option(help="年度 (例: 令和6、2024)")]
Number = Annotated[int, typer.Argument(help="費用の番号 (cost list で分かります)")]
Json = Annotated[bool, typer.Option("--json", help="プログラム向けに JSON で出します。")]
Sure = Annotated[bool, typer.Option("--sure", help="確かめるところを見て、正しいと確かめました。")]


@cost_app.command(cls=Command)
def add(
    payee: Annotated[str, typer.Option(help="支払先")],
    title: Annotated[str, typer.Option(help="摘要 (何の費用か)")],
    amount: Annotated[str, typer.Option(help="金額 (税込、円)")],
    by: By,
    year: Year = "",
    tax: Annotated[str, typer.Option(help="うち消費税 (円)")] = "",
    contracted: Annotated[str, typer.Option(help="契約日 (R6.4.1 など)")] = "",
    inspected: Annotated[str, typer.Option(help="検収日")] = "",
    paid: Annotated[str, typer.Option(help="支出日")] = "",
    measure: Annotated[str, typer.Option(help="措置: rpa、online、telework")] = "",
    category: Annotated[str, typer.Option(help="措置の区分")] = "",
    eligible: Annotated[str, typer.Option(help="対象・対象外・要確認 (なければ要確認)")] = "",
    reason: Annotated[str, typer.Option(help="対象・対象外とした理由")] = "",
    decided_by: Annotated[str, typer.Option(help="判断した人 (なければ登録する人)")] = "",
    fund: Annotated[
        list[str], typer.Option(help="財源 (例: --fund 国庫=500000。なければ全額が一般財源)")
    ] = [],  # noqa: B006  (Typer's own way)
    share_key: Annotated[str, typer.Option(help="共同利用: 人口割・均等割・利用割")] = "",
    share: Annotated[
        str, typer.Option(help="団体 (例: 「131016 千代田区 67000 当団体; 131024 中央区 170000」)")
    ] = "",
    other_claims: Annotated[str, typer.Option(help="同じ費用を挙げている他の補助・申請")] = "",
    department: Annotated[str, typer.Option(help="部署")] = "",
    project: Annotated[str, typer.Option(help="事業")] = "",
    sure: Sure = False,
) -> None:
    """費用を一件登録します。"""
    from workflows.cli import costing

    texts = {
        "payee": payee, "title": title, "amount": amount, "year": year, "tax": tax,
        "contracted_on": contracted, "inspected_on": inspected, "paid_on": paid,
        "measure": measure, "category": category, "eligible": eligible, "reason": reason,
        "decided_by": decided_by, "share_key": share_key, "share": share,
        "other_claims": other_claims, "department": department, "project": project,
    }  # fmt: skip
    costing.add(texts, fund, by, is_sure=sure)


@cost_app.command("list", cls=Command)
def list_(
    year: Year = "",
    struck: Annotated[bool, typer.Option("--struck", help="抹消した費用も出します。")] = False,
    json: Json = False,
) -> None:
    """年度の費用を一覧にします (年度がなければ今年度)。"""
    from workflows.cli import costing

    costing.list_all(year, with_struck=struck, as_json=json)


@cost_app.command("import", cls=Command)
def import_(
    file: Annotated[Path, typer.Argument(help="Excel (.xlsx) か CSV (UTF-8・CP932)")],
    by: By,
    year: Annotated[str, typer.Option(help="年度の書いていない行の年度")] = "",
    look: Annotated[
        bool, typer.Option("--look", help="内容を確かめるだけで、取り込みません。")
    ] = False,
    sure: Sure = False,
) -> None:
    """費用の表を取り込みます。直すところが一つでもあれば、何も取り込みません。"""
    from workflows.cli import costing

    costing.import_file(file, by, year, is_look=look, is_sure=sure)


@cost_app.command(cls=Command)
def template(
    out: Annotated[Path, typer.Argument(help="書き出すファイル (.xlsx か .csv)")],
    year: Year = "",
) -> None:
    """費用の表のひな形を書き出します。"""
    from workflows.cli import costing

    costing.write_template(out, year)


@cost_app.command(cls=Command)
def attach(
    number: Number,
    file: Annotated[Path, typer.Argument(help="書類 (PDF・画像・Excel・Word)")],
    by: By,
    kind: Annotated[
        str,
        typer.Option(
            help="種類: invoice 請求書、contract 契約書、inspection 検収調書、"
            "payment 支出命令・領収書、estimate 見積書、other"
        ),
    ] = "invoice",
) -> None:
    """費用に書類を付けます。"""
    from workflows.cli import costing

    costing.attach(number, file, kind, by)


@cost_app.command(cls=Command)
def strike(number: Number, by: By, reason: Annotated[str, typer.Option(help="抹消の理由")]) -> None:
    """費用を抹消します (記録は残り、合計と申請から外れます)。"""
    from workflows.cli import costing

    costing.strike(number, reason, by)


@cost_app.command(cls=Command)
def strength(
    year: Year,
    index: Annotated[str, typer.Argument(help="3 か年の値か、平均一つ (例: 「0.45 0.46 0.47」)")],
    source: Annotated[str, typer.Option(help="出所 (例: 令和6年度 決算カード)")],
    by: By,
    kind: Annotated[
        str, typer.Option(help="municipality 市町村、prefecture 道府県")
    ] = "municipality",
) -> None:
    """年度の財政力指数を登録し、財政力補正を表示します。"""
    from workflows.cli import costing

    costing.set_strength(year, kind, index, source, by)
