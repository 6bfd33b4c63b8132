"""What was written into the database past the ledger is found by the check before a lock."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from tests.workflows.claim.conftest import PDF
from tests.workflows.claim.making import YEAR
from tests.workflows.ledger.books import GOOD, csv_of
from tests.workflows.ledger.costs import draft
from workflows.app import Utsushi
from workflows.claim.checks import Severity
from workflows.claim.errors import ClaimFaults
from workflows.claim.service import Claims
from workflows.fiscal import FiscalYear
from workflows.ledger import CostItem, Eligible, Funding, Key, Ledger, VoucherKind
from workflows.ledger.sharing import share_of
from workflows.ledger.sheets.imports import Imports
from workflows.store.tables import CostRow, VoucherRow

pytestmark = pytest.mark.usefixtures("no_browser")


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (CostRow, {"amount": 2_200_000, "funding": {"general": 2_200_000}}),
        (CostRow, {"funding": {"general": 100_000, "national": 1_000_000}}),
        (CostRow, {"paid_on": date(2024, 8, 1)}),
        (CostRow, {"reason": "県の回答"}),
        (CostRow, {"eligible": "no"}),
        (CostRow, {"measure": "telework", "category": "ソフトウェア"}),
        (VoucherRow, {"sha256": "0" * 64}),
        (VoucherRow, {"kind": "contract"}),
        (VoucherRow, {"cost_id": 2}),
    ],
)
def test_a_row_that_was_changed_past_the_ledger_stops_the_lock(
    app: Utsushi, claims: Claims, ledger: Ledger, cost: CostItem, table: Any, values: dict[str, Any]
) -> None:
    ledger.add(draft(title="研修", amount=220_000, tax=20_000, eligible=Eligible.UNDECIDED), "佐藤")
    with app.store.write() as session:
        session.execute(update(table).where(table.id == 1).values(**values))
    told = [each for each in claims.dossier(YEAR).findings if each.code == "altered"]
    assert cost.id in {number for each in told for number in each.items}
    assert {each.severity for each in told} == {Severity.ERROR}
    with pytest.raises(ClaimFaults):
        claims.lock(YEAR, "木村")


def test_a_struck_line_that_was_brought_back_past_the_ledger_is_found(
    app: Utsushi, claims: Claims, ledger: Ledger, cost: CostItem
) -> None:
    ledger.strike(cost.id, "二重", "佐藤")
    with app.store.write() as session:
        session.execute(update(CostRow).values(struck_at=None))
    assert [each.items for each in claims.dossier(YEAR).findings if each.code == "altered"] == [
        (cost.id,)
    ]


def test_what_people_do_in_the_ledger_is_never_taken_for_that(
    claims: Claims, ledger: Ledger, cost: CostItem
) -> None:
    share = share_of(Key.EQUAL, "131016 千代田区 当団体\n131024 中央区")
    made = Imports(ledger).put("費用.csv", csv_of(GOOD), YEAR, "佐藤")
    (taken,) = Imports(ledger).take(made.id, "佐藤", is_sure=True)
    funding = {Funding.GENERAL: 30_000, Funding.PREFECTURAL: 25_000}
    changed = draft(amount=110_000, tax=10_000, share=share, funding=funding, project="DX")
    ledger.change(taken.id, changed, taken.serial, "鈴木", "県費の分")
    ledger.attach(taken.id, VoucherKind.INVOICE, "請求書 (1).pdf", PDF + b"2", "佐藤")
    again, _ = ledger.attach(taken.id, VoucherKind.OTHER, "別の書類.pdf", PDF + b"3", "佐藤")
    ledger.detach(again.id, "違う費用", "佐藤")
    ledger.strike(taken.id, "二重", "佐藤")
    ledger.restore(taken.id, "二重ではない", "佐藤")
    before = ledger.add(draft(year=FiscalYear(2023), title="移す費用", payee="みなと社"), "佐藤")
    ledger.change(before.id, draft(title="移した費用", payee="みなと社"), before.serial, "佐藤")
    assert len(ledger.items(YEAR)) == 3
    assert ledger.altered(YEAR) == ()


def test_a_line_that_is_put_right_in_the_ledger_is_whole_again(
    app: Utsushi, ledger: Ledger, cost: CostItem
) -> None:
    with app.store.write() as session:
        session.execute(update(CostRow).values(reason="書きかえ"))
    assert ledger.altered(YEAR) == (cost.id,)
    ledger.change(cost.id, draft(), cost.serial, "佐藤")
    assert ledger.altered(YEAR) == ()
