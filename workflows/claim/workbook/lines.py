"""「明細」: every line, and what of it counts; 「共同利用」: who bears a shared cost."""

from collections.abc import Iterator, Mapping

from workflows.claim.sums import Claim
from workflows.claim.workbook.sheets import Cell, Column, Formula, Placed, Sheet, Style
from workflows.ledger.item import ELIGIBLE_TITLES, CostItem, Eligible, Funding
from workflows.ledger.sharing import KEY_TITLES

COUNTS = ELIGIBLE_TITLES[Eligible.YES]
UNPLACED = f"{COUNTS}（区分なし）"
OWN, SPECIFIC, LEFT, BASE = "当団体の負担額", "特定財源の計", "差引", "申請に入れる額"
MEASURE, CATEGORY, STANDING, AMOUNT = "措置", "経費の区分", "対象", "金額（税込）"
FUNDS = (Funding.NATIONAL, Funding.PREFECTURAL, Funding.BONDS, Funding.OTHER)
LINES = (
    Column("番号", 5, Style.NUMBER), Column(MEASURE, 12), Column(CATEGORY, 20),
    Column(STANDING, 8), Column("摘要", 24), Column("支払先", 18),
    Column("契約日", 10, Style.DATE), Column("検収日", 10, Style.DATE),
    Column("支出日", 10, Style.DATE), Column(AMOUNT, 12, Style.YEN),
    Column("うち消費税", 10, Style.YEN), Column(OWN, 12, Style.YEN),
    Column("国庫", 9, Style.YEN), Column("県費", 9, Style.YEN), Column("地方債", 9, Style.YEN),
    Column("その他", 9, Style.YEN), Column(SPECIFIC, 11, Style.YEN), Column(LEFT, 12, Style.YEN),
    Column(BASE, 12, Style.YEN),
)  # fmt: skip
SHARED = (
    Column("番号", 6, Style.NUMBER), Column("摘要", 34), Column("按分", 10),
    Column("団体コード", 11), Column("団体", 20), Column("按分の数", 13, Style.PLAIN),
    Column("負担額", 14, Style.YEN), Column("当団体", 8),
)  # fmt: skip


def measure_title(claim: Claim, item: CostItem) -> str:
    found = {each.measure.id: each.measure.title for each in claim.measures}
    return found.get(item.measure, str(item.measure.value)) if item.measure else ""


def standing(claim: Claim, item: CostItem) -> str:
    """In words; one that cannot be placed says so, and is not summed up."""
    return UNPLACED if item in claim.unplaced else ELIGIBLE_TITLES[item.eligible]


def fill(sheet: Sheet, claim: Claim, shared: Mapping[int, str]) -> Placed:
    """`shared`: by id of a line, the cell of our part on the sheet of 共同利用."""
    sheet.widths([column.width for column in LINES])
    sheet.say(
        "「申請に入れる額」は、対象の行の 当団体の負担額 − 特定財源 です。"
        "対象外・要確認の行は 0 です。金額は円です。"
    )
    first = sheet.next_row + 1
    place = Placed(sheet.name, first, first, tuple(column.title for column in LINES))
    rows = [
        _row(claim, item, place, number, shared.get(item.id))
        for number, item in enumerate(claim.items)
    ]
    placed = sheet.table(LINES, rows, repeat=True)
    sheet.total(LINES, _total(claim, placed))
    return placed


def _row(
    claim: Claim, item: CostItem, place: Placed, number: int, shared: str | None
) -> list[Cell]:
    def here(title: str) -> str:
        return place.here(number, title)

    is_counted = standing(claim, item) == COUNTS
    left = item.own_amount - item.specific_funds
    own = f"={shared}" if shared else f"={here(AMOUNT)}"
    counted = f'=IF({here(STANDING)}="{COUNTS}",{here(LEFT)},0)'
    return [
        item.id, measure_title(claim, item), item.category or "", standing(claim, item),
        item.title, item.payee, item.contracted_on, item.inspected_on, item.paid_on,
        item.amount, item.tax, Formula(own, item.own_amount),
        *(item.funding.get(fund, 0) for fund in FUNDS),
        Formula(f"=SUM({here('国庫')}:{here('その他')})", item.specific_funds),
        Formula(f"={here(OWN)}-{here(SPECIFIC)}", left),
        Formula(counted, left if is_counted else 0),
    ]  # fmt: skip


def _total(claim: Claim, placed: Placed) -> list[Cell]:
    sums: dict[str, int] = {
        AMOUNT: sum(item.amount for item in claim.items),
        "うち消費税": sum(item.tax for item in claim.items),
        OWN: sum(item.own_amount for item in claim.items),
        SPECIFIC: sum(item.specific_funds for item in claim.items),
        LEFT: sum(item.own_amount - item.specific_funds for item in claim.items),
        BASE: claim.base,
    }
    for title, fund in zip(("国庫", "県費", "地方債", "その他"), FUNDS, strict=True):
        sums[title] = sum(item.funding.get(fund, 0) for item in claim.items)
    cells: list[Cell] = ["計", *[""] * (len(LINES) - 1)]
    for title, value in sums.items():
        letters = f"=SUM({placed.column(title)})"
        cells[placed.titles.index(title)] = Formula(letters, value)
    return cells


def fill_shared(sheet: Sheet, claim: Claim) -> Mapping[int, str]:
    """Where our part of each shared line stands: a cell by the line's id."""
    sheet.widths([column.width for column in SHARED])
    sheet.say(
        "按分の数の比で分け、円未満を切り捨て、残りの円は端数の大きい団体から 1 円ずつ足します。"
        "各行の負担額を足すと、費用の金額になります。"
    )
    rows = list(_shares(claim))
    placed = sheet.table(SHARED, [cells for _, _, cells in rows], repeat=True)
    return {
        item.id: placed.cell(number, "負担額")
        for number, (item, is_own, _) in enumerate(rows)
        if is_own
    }


def _shares(claim: Claim) -> Iterator[tuple[CostItem, bool, list[Cell]]]:
    for item in claim.items:
        share = item.share
        if share is None:
            continue
        parts = share.parts(item.amount)
        for party in share.parties:
            is_own = party.code == share.own
            yield item, is_own, [
                item.id, item.title, KEY_TITLES[share.key], party.code, party.name, party.weight,
                parts[party.code], "○" if is_own else "",
            ]  # fmt: skip
