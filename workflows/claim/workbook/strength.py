"""「財政力補正」: the index of three years, the steps, and the coefficient that follows."""

from decimal import Decimal

from workflows.claim.dossier import Dossier
from workflows.claim.sums import NOT_CORRECTED
from workflows.claim.workbook.sheets import Cell, Column, Formula, Sheet, Style
from workflows.ledger.strength import KIND_TITLES, Kind, Strength, mean

YEARS = (
    Column("財政力指数", 34),
    Column("登録した値", 14, Style.RATE),
    Column("四捨五入", 14, Style.INDEX),
)
STEPS = (
    Column("指数（この値以上）", 34, Style.INDEX),
    Column(KIND_TITLES[Kind.MUNICIPALITY], 14, Style.RATE),
    Column(KIND_TITLES[Kind.PREFECTURE], 14, Style.RATE),
)
RESULT = (Column("補正", 34), Column("値", 14, Style.RATE))


def fill(sheet: Sheet, dossier: Dossier) -> str | None:
    """The cell of the coefficient; None where no index was entered."""
    sheet.widths([column.width for column in YEARS])
    strength = dossier.strength
    if strength is None:
        sheet.say("財政力指数が登録されていません。申請額は計算していません。")
        _steps(sheet, dossier)
        return None
    index = _index(sheet, strength)
    lowest, factors = _steps(sheet, dossier, strength.kind)
    sheet.heading("財政力補正係数")
    found = coefficient(dossier)
    placed = sheet.table(
        RESULT,
        [[KIND_TITLES[strength.kind], Formula(f"=LOOKUP({index},{lowest},{factors})", found)]],
    )
    sheet.say(f"財政力指数の出所: {strength.source}")
    return placed.cell(0, "値")


def coefficient(dossier: Dossier) -> Decimal:
    """That of the measures which are corrected."""
    return next(
        (
            each.coefficient
            for each in dossier.claim.measures
            if each.measure.corrected and each.coefficient is not None
        ),
        NOT_CORRECTED,
    )


def _index(sheet: Sheet, strength: Strength) -> str:
    """Each year's figure and their mean, half up to two decimals."""
    names = ["3 か年平均（公表値）"] if len(strength.yearly) == 1 else [
        f"{n} 年目" for n in range(1, len(strength.yearly) + 1)
    ]  # fmt: skip
    first = sheet.next_row + 2
    rows: list[list[Cell]] = [
        [name, value, Formula(f"=ROUND(B{first + n},2)", mean([value]))]
        for n, (name, value) in enumerate(zip(names, strength.yearly, strict=True))
    ]
    placed = sheet.table(YEARS, rows)
    average = Formula(f"=ROUND(AVERAGE({placed.column('四捨五入')}),2)", strength.index)
    sheet.total(YEARS, ["平均（小数第 3 位を四捨五入）", "", average])
    return f"'{sheet.name}'!$C${placed.last + 2}"


def _steps(sheet: Sheet, dossier: Dossier, kind: Kind = Kind.MUNICIPALITY) -> tuple[str, str]:
    """The columns of the lower ends and of the factors of `kind`, ascending for LOOKUP."""
    sheet.heading("補正の段階")
    by_kind = dossier.steps.by_kind
    pairs = zip(by_kind[Kind.MUNICIPALITY], by_kind[Kind.PREFECTURE], strict=True)
    rows = sorted([lowest, factor, other] for (lowest, factor), (_, other) in pairs)
    placed = sheet.table(STEPS, rows)
    sheet.say(f"出典: {dossier.steps.source}\n{dossier.steps.confirm}")
    return placed.column(STEPS[0].title), placed.column(KIND_TITLES[kind])
