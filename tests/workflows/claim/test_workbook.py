"""The workbook: its formulas, calculated by another program, give what our own sums give."""

import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workflows.claim import office_suite
from tests.workflows.claim.making import YEAR, dossier, effect, item
from workflows.claim.dossier import Dossier
from workflows.claim.workbook import workbook_of
from workflows.ledger import measures
from workflows.ledger.item import CostItem, Eligible, Funding
from workflows.ledger.sharing import Key, Party, Share

needs_libreoffice = pytest.mark.skipif(
    office_suite.find() is None, reason="LibreOffice (libreoffice-calc-nogui) is not installed"
)


def is_close(ours: str, theirs: str) -> bool:
    """Numbers to within what a double holds; texts exactly."""
    try:
        return abs(float(ours) - float(theirs)) <= 1e-9 * max(1.0, abs(float(ours)))
    except ValueError:
        return ours == theirs


def drawn(seed: int) -> Dossier:
    """A ledger drawn by chance, the same for a seed: shared, funded, refunded, undecided costs."""
    chance = random.Random(seed)
    declared = measures.load(YEAR)
    items: list[CostItem] = []
    for number in range(1, chance.randrange(15, 40)):
        measure = chance.choice(declared)
        amount = chance.choice([1, -1, 1, 1]) * chance.randrange(1, 3_000_000)
        made = item(
            number, amount, measure=measure.id, tax=0,
            category=chance.choice([*measure.categories, None]),
            eligible=chance.choice([Eligible.YES] * 4 + [Eligible.NO, Eligible.UNDECIDED]),
            share=shared(chance) if chance.random() < 0.3 else None,
        )  # fmt: skip
        own, given = made.own_amount, 0
        funding = {}
        for fund in chance.sample(list(Funding)[1:], 2):
            funding[fund] = round(own * chance.choice([0, 0, 0.25, 0.5]))
            given += funding[fund]
        items.append(replace(made, funding={**funding, Funding.GENERAL: own - given}))
    index = f"{chance.randrange(20, 120) / 100:.2f}"
    seconds, rate = chance.randrange(0, 50_000), chance.choice([None, 2_345])
    return dossier(items, index=index, shown=effect(seconds, rate))


def shared(chance: random.Random) -> Share:
    codes = ("131016", "131024", "131032")
    parties = tuple(Party(code, f"町{code}", chance.randrange(1, 90_000)) for code in codes)  # type: ignore[arg-type]
    return Share(Key.POPULATION, parties, chance.choice(codes))


def totals(cells: office_suite.Cells) -> list[str]:
    """The amounts of the first sheet, in thousands of yen: each measure's, and the sum."""
    head = next(
        int(place[1:]) for (sheet, place), text in cells.items()
        if sheet == "総括" and place[0] == "G" and text == "申請額（千円）"
    )  # fmt: skip
    return [cells["総括", f"G{head + n}"] for n in range(1, 5)]


SEEDS = tuple(range(1, 9))


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, office_suite.Cells]:
    """Every drawn ledger, calculated by LibreOffice."""
    books = {str(seed): workbook_of(drawn(seed)) for seed in SEEDS}
    return office_suite.recalculated(books, tmp_path_factory.mktemp("office"))


@needs_libreoffice
@pytest.mark.parametrize("seed", SEEDS)
def test_libreoffice_recalculates_every_formula_to_what_we_wrote(
    seed: int, theirs: Mapping[str, office_suite.Cells], tmp_path: Path
) -> None:
    made = drawn(seed)
    ours = office_suite.values_of(workbook_of(made), tmp_path, formulas_only=True)
    assert len(ours) > 150
    cells = theirs[str(seed)]
    wrong = {
        cell: (value, cells.get(cell))
        for cell, value in ours.items()
        if not is_close(value, cells.get(cell, ""))
    }
    assert wrong == {}
    amounts = [*(each.thousands for each in made.claim.measures), made.claim.total]
    assert totals(cells) == [str(amount) for amount in amounts]
