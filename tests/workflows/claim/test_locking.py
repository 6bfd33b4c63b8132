"""A locked year: what is kept, what is refused, how it is undone."""

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from tests.workflows.claim import office_suite
from tests.workflows.claim.conftest import PDF
from tests.workflows.claim.making import YEAR
from tests.workflows.ledger.costs import draft
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.audit.reading import AuditReader, Wanted
from workflows.claim.errors import (
    BadNote,
    ChangedMeanwhile,
    ClaimFaults,
    NoSuchLock,
    NoSuchNote,
    NotComputed,
    NotLocked,
)
from workflows.claim.inputs import digest_of
from workflows.claim.note import NoteKind
from workflows.claim.service import Change, Claims, Paper, seen_of
from workflows.claim.summary import summary_of
from workflows.fiscal import FiscalYear
from workflows.ledger import BadCost, CostItem, Kind, Ledger, VoucherKind, YearLocked, measures
from workflows.shared_files import FileChanged
from workflows.store.tables import ClaimRow, CostRow

NEXT = FiscalYear(YEAR.begins + 1)
pytestmark = pytest.mark.usefixtures("no_browser")
Deed = Callable[[Ledger, CostItem], object]


@pytest.mark.parametrize(
    "deed",
    [
        lambda ledger, _: ledger.add(draft(title="別の費用"), "佐藤"),
        lambda ledger, cost: ledger.change(cost.id, draft(title="直した"), cost.serial, "佐藤"),
        lambda ledger, cost: ledger.change(cost.id, draft(year=NEXT), cost.serial, "佐藤"),
        lambda ledger, cost: ledger.strike(cost.id, "二重", "佐藤"),
        lambda ledger, cost: ledger.attach(
            cost.id, VoucherKind.CONTRACT, "契約書.pdf", PDF + b"2", "佐藤"
        ),
        lambda ledger, cost: ledger.detach(cost.vouchers[0].id, "違う", "佐藤"),
        lambda ledger, _: ledger.set_strength(
            YEAR, Kind.MUNICIPALITY, [Decimal("0.4")], "決算カード", "佐藤"
        ),
    ],
    ids=["add", "change", "move away", "strike", "attach", "detach", "index"],
)
def test_the_ledger_refuses_every_change_of_a_locked_year(
    claims: Claims, ledger: Ledger, cost: CostItem, deed: Deed
) -> None:
    claims.lock(YEAR, "木村")
    with pytest.raises(YearLocked):
        deed(ledger, cost)
    assert ledger.items(YEAR) == (cost,)


def test_another_year_stays_open(claims: Claims, ledger: Ledger, cost: CostItem) -> None:
    claims.lock(YEAR, "木村")
    assert ledger.add(draft(year=NEXT, title="次の年"), "佐藤").year == NEXT


def test_a_lock_keeps_inputs_and_files_by_hash(
    app: Utsushi, claims: Claims, cost: CostItem
) -> None:
    lock = claims.lock(YEAR, "木村")
    assert lock.total == 297  # 1,100,000 × 0.3 × 0.9
    with app.store.read() as session:
        row = session.get_one(ClaimRow, lock.id)
        assert digest_of(row.inputs) == row.digest
        assert row.inputs["costs"]["items"][0]["vouchers"][0]["sha256"] == cost.vouchers[0].sha256
    for kept in (lock.book, lock.summary):
        data = app.files.read(kept.path, kept.sha256)
        assert hashlib.sha256(data).hexdigest() == kept.sha256
    values = office_suite.values_of(app.files.read(lock.book.path)).values()
    assert any("に確定（木村）" in each for each in values)
    assert any(lock.digest in each for each in values)


def test_the_inputs_of_a_lock_have_the_hash_that_stands_in_its_papers(
    claims: Claims, cost: CostItem
) -> None:
    lock = claims.lock(YEAR, "木村")
    made = claims.kept(lock.id, Paper.INPUTS, "監査")
    assert made.name == "令和6年度_特別交付税措置_確定.json"
    assert hashlib.sha256(made.data).hexdigest() == lock.digest
    assert json.loads(made.data)["costs"]["total_thousands"] == 297
    assert lock.digest in claims.summary(YEAR, "監査").data.decode("utf-8")


def test_what_is_handed_out_of_a_locked_year_are_the_kept_files(
    app: Utsushi, claims: Claims, cost: CostItem
) -> None:
    lock = claims.lock(YEAR, "木村")
    assert claims.book(YEAR, "木村").data == app.files.read(lock.book.path)
    assert claims.summary(YEAR, "木村").data == app.files.read(lock.summary.path)
    assert claims.book(YEAR, "木村").name == "令和6年度_特別交付税措置_確定.xlsx"
    (app.settings.home_path / lock.book.path).write_bytes(b"another")
    with pytest.raises(FileChanged):
        claims.book(YEAR, "木村")


def test_errors_stop_a_lock_unless_a_reason_is_given(
    claims: Claims, ledger: Ledger, cost: CostItem
) -> None:
    ledger.add(draft(title="書類のない費用", amount=330_000, tax=30_000), "佐藤")
    with pytest.raises(ClaimFaults):
        claims.lock(YEAR, "木村")
    with pytest.raises(ClaimFaults):
        claims.lock(YEAR, "木村", "  ")
    assert not ledger.is_locked(YEAR)
    lock = claims.lock(YEAR, "木村", "請求書は財政課で保管")
    assert lock.despite == "請求書は財政課で保管"
    book = claims.book(YEAR, "木村").data
    said = office_suite.values_of(book).values()
    assert "誤りが残ったまま確定した理由: 請求書は財政課で保管" in said


def test_what_cannot_be_computed_is_not_locked_whatever_the_reason(
    app: Utsushi, claims: Claims, ledger: Ledger
) -> None:
    ledger.add(draft(year=NEXT, title="指数のない年"), "佐藤")
    with pytest.raises(NotComputed):
        claims.lock(NEXT, "木村", "急ぐ")
    assert not ledger.is_locked(NEXT)


def test_a_year_is_locked_once(claims: Claims, cost: CostItem) -> None:
    claims.lock(YEAR, "木村")
    with pytest.raises(YearLocked):
        claims.lock(YEAR, "鈴木")
    assert [each.by for each in claims.locks(YEAR)] == ["木村"]


def test_what_nobody_has_looked_at_is_not_locked(
    claims: Claims, ledger: Ledger, cost: CostItem
) -> None:
    seen = seen_of(claims.dossier(YEAR))
    ledger.change(cost.id, draft(amount=2_200_000, tax=200_000), cost.serial, "佐藤")
    with pytest.raises(ChangedMeanwhile):
        claims.lock(YEAR, "木村", seen=seen)
    assert not ledger.is_locked(YEAR)


def test_a_cost_that_changes_while_the_files_are_made_stops_the_lock(
    claims: Claims, ledger: Ledger, cost: CostItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(html: str) -> bytes:
        ledger.strike(cost.id, "二重", "佐藤")
        return html.encode()

    monkeypatch.setattr("workflows.claim.service.pdf_of", slow)
    with pytest.raises(ChangedMeanwhile):
        claims.lock(YEAR, "木村")
    assert not ledger.is_locked(YEAR)
    assert claims.locks(YEAR) == ()


def test_a_cost_entered_at_the_last_moment_waits_and_is_refused(
    claims: Claims, ledger: Ledger, cost: CostItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []

    def enter() -> None:
        try:
            told.append(ledger.add(draft(title="最後の費用"), "佐藤"))
        except YearLocked as refused:
            told.append(refused)

    other, lock_in = threading.Thread(target=enter), ledger.lock_in

    def locking(*said: Any) -> None:
        other.start()  # our transaction is open, and has read the lines for the last time
        lock_in(*said)

    monkeypatch.setattr(ledger, "lock_in", locking)
    lock = claims.lock(YEAR, "木村")
    other.join()
    assert [type(each) for each in told] == [YearLocked]
    assert claims.change_since(lock, claims.dossier(YEAR)) is None


def test_a_change_past_the_ledger_is_noticed(app: Utsushi, claims: Claims, cost: CostItem) -> None:
    lock = claims.lock(YEAR, "木村")
    assert claims.change_since(lock, claims.dossier(YEAR)) is None
    with app.store.write() as session:
        session.execute(update(CostRow).values(amount=9_999_999))
    assert claims.change_since(lock, claims.dossier(YEAR)) is Change.LEDGER


@pytest.mark.parametrize(
    "values",
    [
        {"total": 2_970},
        {"digest": "0" * 64},
        {"book_sha256": "0" * 64},
        {"summary_sha256": "0" * 64},
        {"inputs": {}},
        {"inputs": {"costs": {"total_thousands": 297}}},
    ],
    ids=["amount", "digest", "workbook", "summary", "no values", "other values"],
)
def test_a_lock_that_was_changed_past_us_is_noticed_and_hands_nothing_out(
    app: Utsushi, claims: Claims, cost: CostItem, values: dict[str, Any]
) -> None:
    claims.lock(YEAR, "木村")
    with app.store.write() as session:
        session.execute(update(ClaimRow).values(**values))
    lock = claims.lock_of(YEAR)
    assert lock
    assert claims.change_since(lock, claims.dossier(YEAR)) is Change.LOCK
    for paper in Paper:
        with pytest.raises(FileChanged):
            claims.kept(lock.id, paper, "監査")


def test_values_and_hash_changed_together_do_not_get_past_the_audit_log(
    app: Utsushi, claims: Claims, cost: CostItem
) -> None:
    claims.lock(YEAR, "木村")
    with app.store.write() as session:
        row = session.get_one(ClaimRow, 1)
        costs = {**row.inputs["costs"], "total_thousands": 9_999}
        row.inputs = {**row.inputs, "costs": costs}
        row.total, row.digest = 9_999, digest_of(row.inputs)
    lock = claims.lock_of(YEAR)
    assert lock
    assert not lock.is_whole


def test_newer_tables_do_not_touch_what_was_locked(
    app: Utsushi, claims: Claims, cost: CostItem
) -> None:
    lock = claims.lock(YEAR, "木村")
    folder = app.settings.shared_path / "measures"
    folder.mkdir()
    ours = (measures.HERE / "2020.yaml").read_text(encoding="utf-8")
    newer = ours.replace('rate: "0.3"', 'rate: "0.4"').replace("from: 令和2", "from: 令和6")
    (folder / "r6.yaml").write_text(newer, encoding="utf-8")
    dossier = claims.dossier(YEAR)
    assert dossier.claim.total != lock.total
    assert claims.change_since(lock, dossier) is Change.TABLES
    assert claims.book(YEAR, "木村").data == app.files.read(lock.book.path)


def test_unlocking_needs_a_reason_and_loses_nothing(
    app: Utsushi, claims: Claims, ledger: Ledger, cost: CostItem
) -> None:
    first = claims.lock(YEAR, "木村")
    with pytest.raises(BadCost):
        claims.unlock(YEAR, "木村", " ")
    assert ledger.is_locked(YEAR)
    claims.unlock(YEAR, "木村", "検収日の誤り")
    ledger.change(cost.id, draft(inspected_on=date(2024, 7, 1)), cost.serial, "佐藤")
    second = claims.lock(YEAR, "鈴木")
    assert claims.lock_of(YEAR) == second
    newest, oldest = claims.locks(YEAR)
    assert (newest.id, oldest.id) == (second.id, first.id)
    assert (oldest.unlocked_by, oldest.unlocked_reason) == ("木村", "検収日の誤り")
    assert claims.kept(first.id, Paper.BOOK, "監査").data != claims.book(YEAR, "監査").data
    with pytest.raises(NoSuchLock):
        claims.kept(99, Paper.BOOK, "監査")


def test_an_open_year_cannot_be_unlocked(claims: Claims, cost: CostItem) -> None:
    with pytest.raises(NotLocked):
        claims.unlock(YEAR, "木村", "誤り")


def test_locks_files_and_notes_are_lines_of_the_audit_log(
    app: Utsushi, claims: Claims, cost: CostItem
) -> None:
    claims.book(YEAR, "木村")
    claims.lock(YEAR, "木村")
    claims.summary(YEAR, "監査")
    claims.notes.add(YEAR, NoteKind.DECIDED, 297, date(2024, 12, 20), "12月分", "木村")
    claims.unlock(YEAR, "木村", "検収日の誤り")
    lines = list(AuditReader(app.store).each(Wanted()))
    told = [
        (each.by, each.what) for each in lines if "令和6年度" in each.what or "year" in each.what
    ]
    assert ("木村", "claim 令和6年度 xlsx estimate") in told
    assert ("監査", "claim 令和6年度 pdf lock=1") in told
    assert ("木村", "claim 令和6年度 note=1 kind=decided thousands=297") in told
    assert [each.act for each in lines].count(Act.EXPORTED) == 2
    assert not [each for each in lines if "写し商事" in each.what or "請求書" in each.what]
    assert app.audit.verified().is_intact


def test_a_note_is_struck_with_a_reason_and_stays(claims: Claims) -> None:
    made = claims.notes.add(YEAR, NoteKind.DECIDED, 300, date(2024, 12, 20), "12月分", "木村")
    with pytest.raises(BadNote):
        claims.notes.strike(made.id, "", "木村")
    claims.notes.strike(made.id, "額の写し間違い", "鈴木")
    (kept,) = claims.notes.about(YEAR)
    assert (kept.holds, kept.struck_by, kept.struck_reason) == (False, "鈴木", "額の写し間違い")
    with pytest.raises(NoSuchNote):
        claims.notes.strike(made.id, "もう一度", "木村")


@pytest.mark.parametrize(
    ("kind", "amount", "day", "words", "taken"),
    [
        (NoteKind.DECIDED, -1, date(2024, 12, 20), "12月分", None),
        (NoteKind.DECIDED, 10**9, date(2024, 12, 20), "12月分", None),
        (NoteKind.DECIDED, 1, date(2024, 3, 31), "年度の前", None),
        (NoteKind.DECIDED, 1, date(9000, 1, 1), "まだ来ない日", None),
        (NoteKind.DECIDED, 1, date(2024, 12, 20), " ", None),
        (NoteKind.DECIDED, 1, date(2024, 12, 20), "長" * 501, None),
        (NoteKind.DECIDED, 1, date(2024, 12, 20), "決定額に差し引く年度", NEXT),
        (NoteKind.EXCESS, 1, date(2024, 12, 20), "同じ年度", YEAR),
    ],
)
def test_a_note_that_cannot_be_true_is_refused(
    claims: Claims, kind: NoteKind, amount: int, day: date, words: str, taken: FiscalYear | None
) -> None:
    with pytest.raises(BadNote):
        claims.notes.add(YEAR, kind, amount, day, words, "木村", taken)


def test_an_excess_is_shown_in_later_years_until_it_was_taken(claims: Claims) -> None:
    notes = claims.notes
    notes.add(YEAR, NoteKind.EXCESS, 10, date(2025, 1, 6), "まだ", "木村")
    notes.add(YEAR, NoteKind.EXCESS, 20, date(2025, 1, 6), "翌年度に", "木村", NEXT)
    after = FiscalYear(YEAR.begins + 2)
    assert [each.amount for each in notes.about(YEAR)] == [10, 20]
    assert [each.amount for each in notes.about(NEXT)] == [10, 20]
    assert [each.amount for each in notes.about(after)] == [10]
    assert notes.about(FiscalYear(YEAR.begins - 1)) == ()


def test_a_summary_names_the_amount_and_what_is_wrong(claims: Claims, ledger: Ledger) -> None:
    ledger.add(draft(title="書類のない費用", payee="<b>商事</b>"), "佐藤")
    html = claims.summary(YEAR, "木村").data.decode("utf-8")
    assert "297" in html
    assert "書類が付いていません。" in html
    assert html.count("<svg") == 4
    assert "<b>商事" not in html


def test_a_summary_escapes_what_people_wrote(claims: Claims, cost: CostItem) -> None:
    made = replace(claims.dossier(YEAR), despite="<script>x</script>")
    assert "<script>" not in summary_of(made)
