"""「経費区分」: each measure by the ministry's categories, summed up from 「明細」."""

from collections.abc import Mapping, Sequence

from workflows.claim.sums import CategoryClaim, Claim, MeasureClaim
from workflows.claim.workbook import lines
from workflows.claim.workbook.sheets import Cell, Column, Formula, Placed, Sheet, Style
from workflows.ledger.item import Measure

COLUMNS = (
    Column("経費の区分", 52), Column("件数", 8, Style.COUNT),
    Column("当団体の負担額", 18, Style.YEN), Column("特定財源の計", 18, Style.YEN),
    Column("差引", 18, Style.YEN),
)  # fmt: skip


def fill(sheet: Sheet, claim: Claim, listed: Placed) -> Mapping[Measure, Placed]:
    """`listed`: the lines. Where each measure's table stands; its total is the row below."""
    sheet.widths([column.width for column in COLUMNS])
    sheet.say("対象の費用を、総務省の資料の区分ごとに「明細」から集計しています。金額は円です。")
    return {each.measure.id: _measure(sheet, each, listed) for each in claim.measures}


def _measure(sheet: Sheet, claim: MeasureClaim, listed: Placed) -> Placed:
    sheet.heading(claim.measure.title)
    titles = tuple(column.title for column in COLUMNS)
    place = Placed(sheet.name, sheet.next_row + 1, sheet.next_row + 1, titles)
    rows = [
        _row(claim, category, place, number, listed)
        for number, category in enumerate(claim.categories)
    ]
    placed = sheet.table(COLUMNS, rows)
    sheet.total(COLUMNS, _total(claim, placed))
    return placed


def _row(
    claim: MeasureClaim, category: CategoryClaim, place: Placed, number: int, listed: Placed
) -> Sequence[Cell]:
    conditions = ",".join(
        (
            f'{listed.column(lines.MEASURE)},"{claim.measure.title}"',
            f"{listed.column(lines.CATEGORY)},{place.here(number, '経費の区分')}",
            f'{listed.column(lines.STANDING)},"{lines.COUNTS}"',
        )
    )
    own, specific = (place.here(number, title) for title in ("当団体の負担額", "特定財源の計"))
    return [
        category.title,
        Formula(f"=COUNTIFS({conditions})", len(category.items)),
        Formula(f"=SUMIFS({listed.column(lines.OWN)},{conditions})", category.own),
        Formula(f"=SUMIFS({listed.column(lines.SPECIFIC)},{conditions})", category.specific),
        Formula(f"={own}-{specific}", category.base),
    ]


def _total(claim: MeasureClaim, placed: Placed) -> Sequence[Cell]:
    values = (len(claim.items), claim.own, claim.specific, claim.base)
    return [
        "計",
        *(
            Formula(f"=SUM({placed.column(column.title)})", value)
            for column, value in zip(COLUMNS[1:], values, strict=True)
        ),
    ]
