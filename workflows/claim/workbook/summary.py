"""「総括」: the first sheet. Every figure is taken from the sheets behind it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from workflows.claim.checks import Severity
from workflows.claim.dossier import Dossier
from workflows.claim.method import BINARY, FORMULA, ROUNDING
from workflows.claim.sums import YEN_A_UNIT, MeasureClaim
from workflows.claim.workbook import lines
from workflows.claim.workbook.sheets import Cell, Column, Formula, Placed, Sheet, Style
from workflows.ledger.item import ELIGIBLE_TITLES, Eligible, Measure

MEASURES = (
    Column("措置", 34), Column("当団体の負担額（円）", 18, Style.YEN),
    Column("特定財源（円）", 16, Style.YEN), Column("差引（円）", 16, Style.YEN),
    Column("措置率", 9, Style.RATE), Column("財政力補正", 11, Style.RATE),
    Column("申請額（千円）", 16, Style.YEN),
)  # fmt: skip
PARTS = (
    Column("費用の内訳", 34), Column("件数", 18, Style.COUNT),
    Column("負担額（円）", 16, Style.YEN),
)  # fmt: skip
FACTS = (Column("項目", 34), Column("内容", 18))
EFFECT = (Column("効果", 34), Column("値", 18, Style.HOURS), Column("単位", 16))


def fill(
    sheet: Sheet, dossier: Dossier, listed: Placed, categories: Mapping[Measure, Placed],
    coefficient: str | None, work: Placed,
) -> None:  # fmt: skip
    """`listed`, `categories`, `work`: where tables of other sheets stand; `coefficient`: a cell."""
    sheet.widths([column.width for column in MEASURES])
    sheet.say(dossier.state, bold=True)
    sheet.say("団体名：　　　　　　　　　　　　　　　担当：")
    sheet.heading("申請額")
    _measures(sheet, dossier, categories, coefficient, listed)
    sheet.say(f"{FORMULA}{ROUNDING}{BINARY}")
    sheet.heading("費用の内訳")
    _parts(sheet, dossier, listed)
    sheet.heading("効果")
    _effect(sheet, dossier, work)
    sheet.heading("点検")
    counts = [f"{dossier.count(each)} 件" for each in Severity]
    sheet.say(f"誤り {counts[0]}、要確認 {counts[1]}、参考 {counts[2]}（内容は「点検」）")


def _measures(
    sheet: Sheet, dossier: Dossier, categories: Mapping[Measure, Placed],
    coefficient: str | None, listed: Placed,
) -> None:  # fmt: skip
    first = sheet.next_row + 1
    place = Placed(sheet.name, first, first, tuple(column.title for column in MEASURES))
    claims = dossier.claim.measures
    rows = [
        _measure(each, categories[each.measure.id], place, number, coefficient)
        for number, each in enumerate(claims)
    ]
    placed = sheet.table(MEASURES, rows)
    sums = (sum(e.own for e in claims), sum(e.specific for e in claims), dossier.claim.base)
    totals: list[Cell] = [
        Formula(f"=SUM({placed.column(column.title)})", value)
        for column, value in zip(MEASURES[1:4], sums, strict=True)
    ]
    total = dossier.claim.total
    known = Formula(f"=SUM({placed.column('申請額（千円）')})", total) if total is not None else ""
    sheet.total(MEASURES, ["計", *totals, "", "", known])
    lines_total = f"'{listed.sheet}'!{listed.letter(lines.BASE)}{listed.last + 2}"
    own_total = f"{placed.letter('差引（円）')}{placed.last + 2}"
    check = Formula(f'=IF({own_total}={lines_total},"一致","不一致")', "一致")
    sheet.row(FACTS, ["検算（経費区分の計と、明細の計）", check])


def _measure(
    claim: MeasureClaim, table: Placed, place: Placed, number: int, coefficient: str | None
) -> Sequence[Cell]:
    def total(title: str, value: int) -> Formula:
        """The total of the measure's table: the row below it."""
        return Formula(f"='{table.sheet}'!{table.letter(title)}{table.last + 2}", value)

    base, rate, factor = (
        place.here(number, title) for title in ("差引（円）", "措置率", "財政力補正")
    )
    known: Cell = "計算できません"
    if claim.thousands is not None and claim.coefficient is not None:
        places = _places(claim.measure.rate) + _places(claim.coefficient)
        exact = f"ROUND({base}*{rate}*{factor},{places})"
        known = Formula(f"=ROUND({exact}/{YEN_A_UNIT},0)", claim.thousands)
    return [
        claim.measure.title, total("当団体の負担額", claim.own),
        total("特定財源の計", claim.specific), total("差引", claim.base), claim.measure.rate,
        _factor(claim, coefficient), known,
    ]  # fmt: skip


def _places(figure: Decimal) -> int:
    """Digits behind the point: those of a product are the sum, so rounding to them is exact."""
    exponent = figure.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _factor(claim: MeasureClaim, coefficient: str | None) -> Cell:
    if not claim.measure.corrected:
        return Decimal(1)
    if coefficient is None or claim.coefficient is None:
        return None
    return Formula(f"={coefficient}", claim.coefficient)


def _parts(sheet: Sheet, dossier: Dossier, listed: Placed) -> None:
    claim = dossier.claim
    groups = (
        (f"申請額に入れた費用（{lines.COUNTS}）", lines.COUNTS, claim.counted),
        (ELIGIBLE_TITLES[Eligible.UNDECIDED], ELIGIBLE_TITLES[Eligible.UNDECIDED], claim.undecided),
        (ELIGIBLE_TITLES[Eligible.NO], ELIGIBLE_TITLES[Eligible.NO], claim.refused),
        (lines.UNPLACED, lines.UNPLACED, claim.unplaced),
    )  # fmt: skip
    standing, own = listed.column(lines.STANDING), listed.column(lines.OWN)
    rows: list[list[Cell]] = [
        [
            title,
            Formula(f'=COUNTIF({standing},"{word}")', len(items)),
            Formula(f'=SUMIF({standing},"{word}",{own})', sum(item.own_amount for item in items)),
        ]
        for title, word, items in groups
    ]
    placed = sheet.table(PARTS, rows)
    values = (len(claim.items), sum(item.own_amount for item in claim.items))
    sums = [
        Formula(f"=SUM({placed.column(column.title)})", value)
        for column, value in zip(PARTS[1:], values, strict=True)
    ]
    sheet.total(PARTS, ["計", *sums])


def _effect(sheet: Sheet, dossier: Dossier, work: Placed) -> None:
    total, effect = dossier.effect.total, dossier.effect

    def below(title: str) -> str:
        return f"'{work.sheet}'!{work.letter(title)}{work.last + 2}"

    rows: list[list[Cell]] = [
        ["届いた書類", Formula(f"={below('書類')}", total.documents, Style.COUNT), "件"],
        ["登録まで済んだ記録", Formula(f"={below('登録')}", total.entered, Style.COUNT), "件"],
        ["手入力なら", _hours(below("手入力なら（秒）"), total.manual_seconds), "時間"],
        ["職員の時間（確認など）", _hours(below("職員（秒）"), total.review_seconds), "時間"],
        ["削減した時間", _hours(below("削減（秒）"), total.saved_seconds), "時間"],
    ]
    if effect.saved_yen is not None:
        money = Formula(f"={below('金額（円）')}", effect.saved_yen, Style.YEN)
        rows.append(["金額にすると", money, "円"])
    sheet.table(EFFECT, rows)
    if total.saved_seconds < 0:
        sheet.say("手入力より多くの時間がかかっています（損失）。")


def _hours(cell: str, seconds: int) -> Formula:
    return Formula(f"={cell}/3600", Decimal(seconds) / 3600)
