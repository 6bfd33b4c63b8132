"""The workbook: its formulas, calculated by another program, give what our own sums give."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.workflows.claim import office_suite
from tests.workflows.claim.documented import DOCUMENTS, items_in, tables
from tests.workflows.claim.making import NOW, YEAR, dossier, effect, item, strength
from workflows.claim.dossier import Dossier
from workflows.claim.note import ClaimNote, NoteKind
from workflows.claim.workbook import workbook_of
from workflows.fiscal import FiscalYear
from workflows.ledger import measures
from workflows.ledger.item import CostItem, Eligible, Funding, Voucher
from workflows.ledger.sharing import Key, Party, Share
from workflows.ledger.strength import Kind
from workflows.shared_files import FileChanged

needs_libreoffice = pytest.mark.skipif(
    office_suite.find() is None, reason="LibreOffice (libreoffice-calc-nogui) is not installed"
)


def is_close(ours: str, theirs: str) -> bool:
    """Numbers to within what a double holds; texts exactly."""
    try:
        return abs(float(ours) - float(theirs)) <= 1e-9 * max(1.0, abs(float(ours)))
    except ValueError:
        return ours == theirs


def test_the_method_is_not_one_column_that_a_printed_page_cuts_off() -> None:
    """LibreOffice fits columns to a page, but not a single one that is wider than it."""
    sheet = load_workbook(BytesIO(workbook_of(dossier([item()]))))["方法と出典"]
    assert all(each.width < 60 for each in sheet.column_dimensions.values())
    assert all(each.size["columns"] == 4 for each in sheet.merged_cells.ranges)
    assert sheet.merged_cells.ranges


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
    yearly = [f"0.{chance.randrange(200, 999)}" for _ in range(chance.choice([1, 3]))]
    known = strength(*yearly, kind=chance.choice(list(Kind)))
    seconds, rate = chance.randrange(0, 50_000), chance.choice([None, 2_345])
    return dossier(items, known=known, shown=effect(seconds, rate))


def shared(chance: random.Random) -> Share:
    codes = ("131016", "131024", "131032")
    parties = tuple(Party(code, f"町{code}", chance.randrange(1, 90_000)) for code in codes)  # type: ignore[arg-type]
    return Share(Key.POPULATION, parties, chance.choice(codes))


def example() -> Dossier:
    """The one of the documents."""
    name, heading = DOCUMENTS[0]
    return dossier(items_in(tables(name, heading)[0]))


def totals(cells: office_suite.Cells) -> list[str]:
    """The amounts of the first sheet, in thousands of yen: each measure's, and the sum."""
    head = next(
        int(place[1:]) for (sheet, place), text in cells.items()
        if sheet == "総括" and place[0] == "G" and text == "申請額（千円）"
    )  # fmt: skip
    return [cells["総括", f"G{head + n}"] for n in range(1, 5)]


SEEDS = tuple(range(1, 7))


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, office_suite.Cells]:
    """Every drawn ledger, calculated by LibreOffice."""
    books = {str(seed): workbook_of(drawn(seed)) for seed in SEEDS}
    books["example"] = workbook_of(example())
    books["broken"] = office_suite.altered(books["example"], "<f>SUMIFS(", "<f>-SUMIFS(")
    return office_suite.recalculated(books, tmp_path_factory.mktemp("office"))


@needs_libreoffice
@pytest.mark.parametrize("seed", SEEDS)
def test_libreoffice_recalculates_every_formula_to_what_we_wrote(
    seed: int, theirs: Mapping[str, office_suite.Cells]
) -> None:
    made = drawn(seed)
    ours = office_suite.values_of(workbook_of(made), formulas_only=True)
    assert len(ours) > 150
    cells = theirs[str(seed)]
    wrong = {
        cell: (value, cells.get(cell))
        for cell, value in ours.items()
        if not is_close(value, cells.get(cell, ""))
    }
    assert wrong == {}
    amounts = [*(each.thousands for each in made.claim.measures), made.claim.total]
    assert [float(each) for each in totals(cells)] == amounts


@needs_libreoffice
def test_libreoffice_gives_the_totals_of_the_documented_example(
    theirs: Mapping[str, office_suite.Cells],
) -> None:
    assert totals(theirs["example"]) == ["689", "1057", "0", "1746"]


@needs_libreoffice
def test_a_wrong_formula_would_be_seen(theirs: Mapping[str, office_suite.Cells]) -> None:
    assert totals(theirs["broken"]) != totals(theirs["example"])


@pytest.fixture(scope="module")
def book() -> bytes:
    """With everything that a claim may hold."""
    said = item(8, payee='=HYPERLINK("http://x")', title="=1+1")
    excess = ClaimNote(
        1, FiscalYear(2023), NoteKind.EXCESS, 120, date(2025, 1, 6), "誤り", "佐", NOW
    )
    return workbook_of(dossier([*example().claim.items, said], notes=[excess]))


def test_a_text_is_never_a_formula(book: bytes) -> None:
    formulas = office_suite.formulas_of(book)
    assert not [text for text in formulas.values() if "HYPERLINK" in text or text == "1+1"]
    assert '=HYPERLINK("http://x")' in office_suite.values_of(book).values()


def test_every_formula_has_its_value_beside_it(book: bytes) -> None:
    values = office_suite.values_of(book, formulas_only=True)
    assert [cell for cell, value in values.items() if value == ""] == []


@pytest.mark.parametrize(
    ("cell", "formula"),
    [
        (("総括", "G7"), "ROUND(ROUND(D7*E7*F7,2)/1000,0)"),
        (("総括", "F7"), "'財政力補正'!$B$"),
        (("経費区分", "B6"), "COUNTIFS"),
        (("経費区分", "C6"), "SUMIFS"),
        (("財政力補正", "C6"), "ROUND(AVERAGE('財政力補正'!$C$3:$C$5),2)"),
    ],
)
def test_a_reviewer_can_follow_the_figures(
    book: bytes, cell: tuple[str, str], formula: str
) -> None:
    assert formula in office_suite.formulas_of(book)[cell]


def test_every_sheet_is_printed_on_a4_with_its_title_and_page_numbers(book: bytes) -> None:
    sheets = office_suite.parts(book, "xl/worksheets/sheet")
    assert len(sheets) == 12
    for text in sheets:
        assert 'paperSize="9"' in text
        assert 'fitToHeight="0"' in text
        assert "令和6年度 特別交付税措置 申請資料" in text
        assert "&amp;P / &amp;N" in text


def test_the_months_have_four_charts_of_excels_own(book: bytes) -> None:
    charts = office_suite.parts(book, "xl/charts/chart")
    assert len(charts) == 4
    for title in ("処理した量", "自動化率", "職員の時間", "削減した時間"):
        assert any(title in text for text in charts)


def test_the_same_dossier_gives_the_same_bytes() -> None:
    assert workbook_of(example()) == workbook_of(example())


def test_without_an_index_the_workbook_says_so() -> None:
    made = workbook_of(dossier([item()], known=None))
    values = office_suite.values_of(made).values()
    assert "計算できません" in values
    assert any("財政力指数が登録されていません" in each for each in values)


def test_without_any_cost_there_is_a_workbook_all_the_same() -> None:
    values = office_suite.values_of(workbook_of(dossier()))
    assert values["総括", "G9"] == "0"


def test_every_document_stands_with_its_hash_and_whether_it_is_still_the_same() -> None:
    good, bad = item(1), item(2)

    def read(each: Voucher) -> None:
        if each == bad.vouchers[0]:
            raise FileChanged

    values = office_suite.values_of(workbook_of(dossier([good, bad], read=read)))
    told = {values["証憑", f"F{row}"]: values["証憑", f"G{row}"] for row in (4, 5)}
    assert told == {good.vouchers[0].sha256: "一致", bad.vouchers[0].sha256: "不一致"}
