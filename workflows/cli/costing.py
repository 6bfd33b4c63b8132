"""`utsushi cost …`: the ledger from the console."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from forms.errors import SetupError, StoreError, UnreadableFile
from workflows.accounts import EVERYTHING, Account, Right
from workflows.app import Utsushi
from workflows.cli.tables import print_table
from workflows.fiscal import FiscalYear
from workflows.ledger import CostItem, Funding, Kind, Ledger, VoucherKind
from workflows.ledger.item import ELIGIBLE_TITLES, FUNDING_TITLES, MEASURE_TITLES
from workflows.ledger.sheets import template
from workflows.ledger.sheets.imports import Imports
from workflows.ledger.sheets.lines import Sheet
from workflows.ledger.sheets.values import draft_of
from workflows.ledger.strength import KIND_TITLES, figures_of
from workflows.settings import Settings


class NotAllowed(StoreError):
    default_advice = "費用を登録できる人 (管理者) の login を --by で指定してください。"


class ToBeSeen(StoreError):
    default_advice = "正しければ、--sure を付けてもう一度実行してください。何も登録していません。"


@dataclass(frozen=True, slots=True)
class Desk:
    """The ledger, and who writes in it."""

    ledger: Ledger
    person: Account


@contextmanager
def _open() -> Iterator[tuple[Utsushi, Ledger]]:
    with Utsushi(Settings.load()) as app:
        yield app, Ledger(app.store, app.audit, app.files, app.clock, app.settings.shared_path)


@contextmanager
def _desk(login: str) -> Iterator[Desk]:
    """Raises NotAllowed, NoSuchAccount."""
    with _open() as (app, ledger):
        listed = app.accounts.get(login)
        if listed.is_locked or not listed.account.may(Right.KEEP_COSTS):
            raise NotAllowed(f"アカウント {login} は費用を登録できません。")
        yield Desk(ledger, listed.account)


def add(texts: Mapping[str, str], funds: Sequence[str], by: str, *, is_sure: bool) -> None:
    """Raises BadCost with the first mistake, ToBeSeen for what is odd, unless `is_sure`."""
    with _desk(by) as desk:
        draft, mistakes = draft_of({**texts, **_funds(funds)}, desk.ledger.measures)
        if draft is None:
            raise mistakes[0]
        made, odd = desk.ledger.look(draft, desk.person.name, scope=desk.person.scope)
        for each in odd:
            print(f"確かめてください: {each.message}")
        if odd and not is_sure:
            raise ToBeSeen(f"確かめるところが {len(odd)} 件あります。")
        kept = desk.ledger.add(made, desk.person.name, desk.person.scope)
    print(f"費用 {kept.id} を登録しました ({kept.year}、{kept.own_amount:,} 円)。")


def _funds(pairs: Sequence[str]) -> dict[str, str]:
    """Raises SetupError."""
    titles = {title: fund.value for fund, title in FUNDING_TITLES.items()}
    found = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        fund = titles.get(name, name)
        if not sign or fund not in list(Funding):
            raise SetupError(
                f"財源「{pair}」を読めません。",
                advice=f"例: --fund 国庫=500000 (使える名前: {'、'.join(titles)})",
            )
        found[fund] = text
    return found


def list_all(year: str, *, with_struck: bool, as_json: bool) -> None:
    with _open() as (app, ledger):
        of = FiscalYear.parse(year) if year else FiscalYear.at(app.clock())
        items = ledger.items(of, with_struck=with_struck)
    if as_json:
        print(json.dumps([_plain(each) for each in items], ensure_ascii=False, indent=2))
        return
    print_table(
        f"{of}の費用",
        ["番号", "支出日", "支払先", "摘要", "金額", "措置", "対象", "書類", "部署"],
        [_row(each) for each in items],
    )
    total = sum(each.own_amount for each in items if each.struck is None)
    print(f"合計 {total:,} 円 (共同利用は当団体の負担額、抹消した費用を除く)")


def _row(item: CostItem) -> tuple[object, ...]:
    return (
        f"{item.id}{' 抹消' if item.struck else ''}", item.paid_on or "—", item.payee, item.title,
        f"{item.own_amount:,}", MEASURE_TITLES[item.measure] if item.measure else "—",
        ELIGIBLE_TITLES[item.eligible], len(item.vouchers), item.department or "—",
    )  # fmt: skip


def _plain(item: CostItem) -> dict[str, object]:
    days = (item.contracted_on, item.inspected_on, item.paid_on)
    contracted, inspected, paid = (day.isoformat() if day else None for day in days)
    return {
        "id": item.id, "year": item.year.begins, "contracted_on": contracted,
        "inspected_on": inspected, "paid_on": paid, "payee": item.payee, "title": item.title,
        "amount": item.amount, "own_amount": item.own_amount, "tax": item.tax,
        "measure": item.measure, "category": item.category, "eligible": item.eligible,
        "reason": item.reason, "decided_by": item.decided_by,
        "funding": {fund.value: yen for fund, yen in item.funding.items()},
        "other_claims": item.other_claims, "department": item.department,
        "project": item.project, "struck": item.struck.reason if item.struck else None,
        "vouchers": [
            {"kind": each.kind, "name": each.name, "sha256": each.sha256} for each in item.vouchers
        ],
    }  # fmt: skip


def import_file(file: Path, by: str, year: str, *, is_look: bool, is_sure: bool) -> None:
    """Raises BadSheet where anything must be mended, ToBeSeen for what is odd."""
    data = _read(file)
    of = FiscalYear.parse(year) if year else None
    with _desk(by) as desk:
        imports = Imports(desk.ledger)
        made = imports.put(file.name, data, of, desk.person.name)
        sheet = imports.look(made, desk.person.name)
        _show(sheet)
        if made.earlier:
            print(f"同じ中身のファイルを {made.earlier[0]:%Y-%m-%d} に取り込んでいます。")
        if is_look:
            return
        odd = made.earlier or any(each.notices for each in sheet.lines)
        if sheet.is_whole and odd and not is_sure:
            raise ToBeSeen("確かめるところがあります。")
        kept = imports.take(made.id, desk.person.name, is_sure=is_sure, scope=desk.person.scope)
    print(f"{len(kept)} 件を取り込みました。")


def _show(sheet: Sheet) -> None:
    """What must be mended, and what is odd, by line."""
    told = [
        (line.number, words)
        for line in sheet.lines
        for words in (
            *(f"{each.message}{each.advice}" for each in line.mistakes),
            *(f"確かめてください: {each.message}" for each in line.notices),
        )
    ]
    print(f"{sheet.how}: {len(sheet.lines)} 行")
    if told:
        print_table("", ["行", "内容"], told)
    if sheet.unknown:
        print(f"読まない列: {'、'.join(sheet.unknown)}")


def write_template(out: Path, year: str) -> None:
    with _open() as (app, ledger):
        of = FiscalYear.parse(year) if year else FiscalYear.at(app.clock())
        if out.suffix.lower() == ".csv":
            data = template.as_csv()
        elif out.suffix.lower() == ".xlsx":
            data = template.as_excel(of, ledger.measures(of))
        else:
            raise SetupError(
                f"「{out.suffix}」のひな形はありません。", advice=".xlsx か .csv にしてください。"
            )
    try:
        with out.open("xb") as written:
            written.write(data)
    except FileExistsError as error:
        raise SetupError(
            f"{out.name} はもうあります。", advice="別の名前にしてください。"
        ) from error
    except OSError as error:
        raise SetupError(
            f"{out.name} を書けません。", advice="フォルダと書き込みの権限を確かめてください。"
        ) from error
    print(f"ひな形を書きました: {out}")


def attach(number: int, file: Path, kind: str, by: str) -> None:
    if kind not in list(VoucherKind):
        raise SetupError(f"書類の種類「{kind}」はありません。", advice="、".join(VoucherKind))
    data = _read(file)
    with _desk(by) as desk:
        voucher, others = desk.ledger.attach(
            number, VoucherKind(kind), file.name, data, desk.person.name, desk.person.scope
        )
    print(f"費用 {number} に {voucher.name} を付けました (SHA-256 {voucher.sha256})。")
    if others:
        print(
            f"確かめてください: 同じ書類が、費用 {'、'.join(map(str, others))} にも付いています。"
        )


def strike(number: int, reason: str, by: str) -> None:
    with _desk(by) as desk:
        desk.ledger.strike(number, reason, desk.person.name, desk.person.scope)
    print(f"費用 {number} を抹消しました。")


def set_strength(year: str, kind: str, index: str, source: str, by: str) -> None:
    if kind not in list(Kind):
        raise SetupError(
            f"団体「{kind}」は使えません。", advice="municipality か prefecture です。"
        )
    of = FiscalYear.parse(year)
    with _desk(by) as desk:
        if desk.person.scope != EVERYTHING:
            raise NotAllowed("財政力指数は、全部署を見られる人が登録します。")
        made = desk.ledger.set_strength(of, Kind(kind), figures_of(index), source, desk.person.name)
        factor = desk.ledger.coefficient(of)
    print(f"{of}の財政力指数 {made.index} ({KIND_TITLES[made.kind]})、財政力補正 {factor}")


def _read(file: Path) -> bytes:
    """Raises UnreadableFile."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"{file.name} を開けません。", advice="ファイルの名前と場所を確かめてください。"
        ) from error
