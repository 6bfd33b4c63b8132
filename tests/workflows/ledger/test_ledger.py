"""Costs are kept, changed with a journal, struck out and never lost."""

from decimal import Decimal

import pytest

from forms.errors import SetupError
from tests.workflows.ledger.conftest import R6
from tests.workflows.ledger.costs import DRAFT, draft
from workflows.accounts import Scope
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.audit.reading import AuditReader, Wanted
from workflows.fiscal import FiscalYear
from workflows.ledger import (
    BadCost,
    BadVoucher,
    CostChanged,
    CostDraft,
    Eligible,
    Funding,
    Kind,
    Ledger,
    Measure,
    NoSuchCost,
    VoucherKind,
    YearLocked,
)
from workflows.ledger.journal import Deed
from workflows.shared_files import FileChanged

PDF = b"%PDF-1.7 a bill"
ELSEWHERE = Scope(frozenset({"こども課"}))


def test_a_cost_comes_back_as_it_was_entered(ledger: Ledger) -> None:
    kept = ledger.add(DRAFT, "佐藤")
    assert ledger.items(R6) == (kept,)
    assert CostDraft.of(kept) == draft(decided_by="佐藤", funding={Funding.GENERAL: 1_100_000})


def test_a_line_without_funding_is_paid_from_general_funds(ledger: Ledger) -> None:
    kept = ledger.add(DRAFT, "佐藤")
    assert (kept.specific_funds, kept.general_funds) == (0, 1_100_000)


def test_what_is_not_general_is_specific(ledger: Ledger) -> None:
    funding = {Funding.GENERAL: 500_000, Funding.NATIONAL: 400_000, Funding.BONDS: 200_000}
    kept = ledger.add(draft(funding=funding), "佐藤")
    assert (kept.specific_funds, kept.general_funds) == (600_000, 500_000)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"payee": " "}, "payee"),
        ({"title": ""}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"payee": "甲\u202e社"}, "payee"),
        ({"amount": 0}, "amount"),
        ({"amount": 10**12}, "amount"),
        ({"tax": 1_100_001}, "tax"),
        ({"tax": -1}, "tax"),
        ({"measure": None}, "measure"),
        ({"category": "人件費"}, "category"),
        ({"category": "ソフトウェア"}, "category"),
        ({"eligible": Eligible.NO, "reason": ""}, "reason"),
        ({"funding": {Funding.NATIONAL: 1_100_001}}, "general"),
        ({"funding": {Funding.NATIONAL: -1, Funding.GENERAL: 1_100_001}}, "national"),
    ],
)
def test_what_cannot_be_true_is_refused_with_its_field(
    ledger: Ledger, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(BadCost) as told:
        ledger.add(draft(**changes), "佐藤")
    assert told.value.field == field
    assert ledger.items(R6) == ()


def test_a_refund_is_a_negative_line(ledger: Ledger) -> None:
    kept = ledger.add(draft(amount=-110_000, tax=-10_000), "佐藤")
    assert kept.general_funds == -110_000


def test_a_change_is_journaled_with_what_was_before(ledger: Ledger) -> None:
    kept = ledger.add(DRAFT, "佐藤")
    ledger.change(kept.id, draft(amount=990_000, tax=90_000), kept.serial, "田中", "値引き")
    line = ledger.lines(kept.id)[0]
    assert (line.by, line.deed, line.reason) == ("田中", Deed.CHANGED, "値引き")
    assert line.changes["金額"] == ("1,100,000", "990,000")
    assert "支払先" not in line.changes
    assert [each.deed for each in ledger.lines(kept.id)] == [Deed.CHANGED, Deed.ADDED]


def test_saving_without_a_change_leaves_no_line(ledger: Ledger) -> None:
    kept = ledger.add(DRAFT, "佐藤")
    after = ledger.change(kept.id, CostDraft.of(kept), kept.serial, "田中")
    assert after == kept
    assert len(ledger.lines(kept.id)) == 1


def test_what_another_changed_meanwhile_is_not_overwritten(ledger: Ledger) -> None:
    kept = ledger.add(DRAFT, "佐藤")
    ledger.change(kept.id, draft(title="別の摘要"), kept.serial, "田中")
    with pytest.raises(CostChanged):
        ledger.change(kept.id, draft(title="古い画面から"), kept.serial, "佐藤")
    assert ledger.find(kept.id).title == "別の摘要"


def test_a_struck_line_stays_and_counts_no_more(ledger: Ledger) -> None:
    kept = ledger.add(DRAFT, "佐藤")
    ledger.strike(kept.id, "二重に登録した", "田中")
    assert ledger.items(R6) == ()
    (struck,) = ledger.items(R6, with_struck=True)
    assert struck.struck
    assert (struck.struck.by, struck.struck.reason) == ("田中", "二重に登録した")
    with pytest.raises(CostChanged):
        ledger.change(kept.id, DRAFT, struck.serial, "佐藤")
    with pytest.raises(CostChanged):
        ledger.strike(kept.id, "もう一度", "佐藤")
    ledger.restore(kept.id, "誤って抹消した", "田中")
    assert [each.id for each in ledger.items(R6)] == [kept.id]
    assert [each.deed for each in ledger.lines(kept.id)][:2] == [Deed.RESTORED, Deed.STRUCK]


def test_nothing_is_struck_without_a_reason(ledger: Ledger) -> None:
    kept = ledger.add(DRAFT, "佐藤")
    with pytest.raises(BadCost):
        ledger.strike(kept.id, "  ", "田中")
    assert ledger.items(R6) == (kept,)


def test_a_document_is_kept_by_its_hash_and_comes_back_as_it_was(ledger: Ledger) -> None:
    kept = ledger.add(DRAFT, "佐藤")
    voucher, others = ledger.attach(kept.id, VoucherKind.INVOICE, "請求書.pdf", PDF, "佐藤")
    assert others == ()
    assert ledger.find(kept.id).vouchers == (voucher,)
    assert ledger.bytes_of(ledger.document(kept.id, voucher.id)) == PDF


def test_a_document_that_was_changed_on_the_disk_is_told(ledger: Ledger, app: Utsushi) -> None:
    kept = ledger.add(DRAFT, "佐藤")
    voucher, _ = ledger.attach(kept.id, VoucherKind.INVOICE, "請求書.pdf", PDF, "佐藤")
    (app.settings.home_path / voucher.path).write_bytes(b"%PDF-1.7 another")
    with pytest.raises(FileChanged):
        ledger.bytes_of(voucher)


def test_the_same_document_on_another_line_is_told(ledger: Ledger) -> None:
    first, second = (ledger.add(draft(title=text), "佐藤") for text in ("一", "二"))
    ledger.attach(first.id, VoucherKind.INVOICE, "a.pdf", PDF, "佐藤")
    _, others = ledger.attach(second.id, VoucherKind.CONTRACT, "b.pdf", PDF, "佐藤")
    assert others == (first.id,)
    with pytest.raises(BadVoucher, match="もう付いて"):
        ledger.attach(first.id, VoucherKind.OTHER, "c.pdf", PDF, "佐藤")


def test_a_document_taken_off_stays_in_keeping(ledger: Ledger, app: Utsushi) -> None:
    kept = ledger.add(DRAFT, "佐藤")
    voucher, _ = ledger.attach(kept.id, VoucherKind.INVOICE, "請求書.pdf", PDF, "佐藤")
    with pytest.raises(BadCost):
        ledger.detach(voucher.id, "", "田中")
    with pytest.raises(NoSuchCost):
        ledger.detach(voucher.id, "別の部署から", "田中", ELSEWHERE)
    ledger.detach(voucher.id, "別の費用のもの", "田中")
    assert ledger.find(kept.id).vouchers == ()
    assert app.files.read(voucher.path) == PDF
    with pytest.raises(NoSuchCost):
        ledger.document(kept.id, voucher.id)


@pytest.mark.parametrize(
    "data", [b"", b"MZ\x90 a program", b"<html>", b"PK\x03\x04 broken", b"x" * 20_000_001]
)
def test_what_is_no_document_is_not_attached(ledger: Ledger, data: bytes) -> None:
    kept = ledger.add(DRAFT, "佐藤")
    with pytest.raises(BadVoucher):
        ledger.attach(kept.id, VoucherKind.OTHER, "x.pdf", data, "佐藤")
    assert ledger.find(kept.id).vouchers == ()


def test_another_departments_cost_is_not_there(ledger: Ledger) -> None:
    kept = ledger.add(DRAFT, "佐藤")
    assert ledger.items(R6, scope=ELSEWHERE) == ()
    for deed in (
        lambda: ledger.find(kept.id, ELSEWHERE),
        lambda: ledger.change(kept.id, draft(department="こども課"), 1, "田中", scope=ELSEWHERE),
        lambda: ledger.strike(kept.id, "理由", "田中", ELSEWHERE),
        lambda: ledger.attach(kept.id, VoucherKind.OTHER, "x.pdf", PDF, "田中", ELSEWHERE),
    ):
        with pytest.raises(NoSuchCost):
            deed()


def test_nobody_puts_a_cost_into_another_department(ledger: Ledger) -> None:
    own = ledger.add(draft(department="こども課"), "佐藤", ELSEWHERE)
    with pytest.raises(BadCost):
        ledger.add(DRAFT, "田中", ELSEWHERE)
    with pytest.raises(BadCost):
        ledger.change(own.id, DRAFT, own.serial, "田中", scope=ELSEWHERE)
    assert ledger.items(R6) == (own,)


def test_a_locked_year_refuses_every_change_until_it_is_unlocked(ledger: Ledger) -> None:
    kept = ledger.add(DRAFT, "佐藤")
    voucher, _ = ledger.attach(kept.id, VoucherKind.INVOICE, "請求書.pdf", PDF, "佐藤")
    later = ledger.add(draft(year=FiscalYear(2025)), "佐藤")
    with ledger.store.write() as session:
        ledger.lock_in(session, R6, "田中", "申請済み")
    for deed in (
        lambda: ledger.add(DRAFT, "佐藤"),
        lambda: ledger.look(DRAFT, "佐藤"),
        lambda: ledger.change(kept.id, draft(title="別"), kept.serial, "佐藤"),
        lambda: ledger.change(kept.id, draft(year=FiscalYear(2025)), kept.serial, "佐藤"),
        lambda: ledger.change(later.id, DRAFT, later.serial, "佐藤"),  # into the locked year
        lambda: ledger.strike(kept.id, "理由", "佐藤"),
        lambda: ledger.attach(kept.id, VoucherKind.OTHER, "b.pdf", PDF + b"2", "佐藤"),
        lambda: ledger.detach(voucher.id, "理由", "佐藤"),
        lambda: ledger.set_strength(R6, Kind.MUNICIPALITY, [Decimal("0.5")], "決算カード", "佐藤"),
    ):
        with pytest.raises(YearLocked):
            deed()
    with ledger.store.write() as session:
        ledger.unlock_in(session, R6, "田中", "誤りがあったため")
    assert not ledger.is_locked(R6)
    ledger.strike(kept.id, "理由", "佐藤")


def test_every_deed_is_a_line_of_the_audit_log_without_values(ledger: Ledger, app: Utsushi) -> None:
    kept = ledger.add(DRAFT, "佐藤")
    ledger.change(kept.id, draft(title="別の摘要"), kept.serial, "田中")
    ledger.attach(kept.id, VoucherKind.INVOICE, "請求書.pdf", PDF, "佐藤")
    ledger.strike(kept.id, "二重", "佐藤")
    lines = list(AuditReader(app.store).each(Wanted(act=Act.COSTS_CHANGED)))
    assert [each.what.split()[0] for each in lines] == [
        "added",
        "changed",
        "attached",
        "struck_out",
    ]
    said = " ".join(each.what for each in lines)
    assert not any(word in said for word in ("写し商事", "摘要", "請求書", "1100000", "1,100,000"))
    assert app.audit.verified().is_intact


def test_the_database_is_asked_for_documents_once(ledger: Ledger) -> None:
    items = ledger.add_all([draft(title=f"費用 {n}") for n in range(20)], "佐藤")
    for each in items[:3]:
        ledger.attach(each.id, VoucherKind.INVOICE, "a.pdf", PDF + str(each.id).encode(), "佐藤")
    assert [len(each.vouchers) for each in ledger.items(R6)] == [1, 1, 1, *[0] * 17]


def test_one_bad_line_keeps_all_out(ledger: Ledger) -> None:
    with pytest.raises(BadCost):
        ledger.add_all([DRAFT, draft(amount=0)], "佐藤")
    assert ledger.items(R6) == ()


def test_whose_word_it_is_that_a_cost_is_eligible_is_kept(ledger: Ledger) -> None:
    decided = ledger.add(draft(decided_by="山本"), "佐藤")
    undecided = ledger.add(draft(eligible=Eligible.UNDECIDED, decided_by="山本"), "佐藤")
    assert (decided.decided_by, undecided.decided_by) == ("山本", "")


def test_who_decides_anew_answers_for_it(ledger: Ledger) -> None:
    kept = ledger.add(DRAFT, "佐藤")
    same = ledger.change(kept.id, draft(decided_by="佐藤", title="別"), 1, "田中")
    assert same.decided_by == "佐藤"
    anew = draft(decided_by="佐藤", eligible=Eligible.NO, reason="保守のため")
    assert ledger.change(kept.id, anew, 2, "田中").decided_by == "田中"
    named = draft(decided_by="山本", eligible=Eligible.YES)
    assert ledger.change(kept.id, named, 3, "田中").decided_by == "山本"


def test_a_year_before_the_measures_takes_costs_without_any(ledger: Ledger) -> None:
    before = FiscalYear(2019)
    with pytest.raises(SetupError):
        ledger.measures(before)
    with pytest.raises(BadCost):
        ledger.add(draft(year=before), "佐藤")
    ledger.add(draft(year=before, measure=None, category=None), "佐藤")
    assert len(ledger.items(before)) == 1


def test_the_ids_of_measures_are_those_of_the_declarations(ledger: Ledger) -> None:
    assert [each.id for each in ledger.measures(R6)] == list(Measure)
