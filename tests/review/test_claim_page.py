"""申請 on its page: the amount, the check, the files, the lock, what was decided."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from tests.review.axe import violations
from tests.review.browsing import Desk
from tests.review.seeding import Office
from tests.review.visiting import Visitor
from tests.workflows.ledger.costs import draft
from workflows.accounts import Role
from workflows.audit import Act, AuditLog
from workflows.fiscal import FiscalYear
from workflows.ledger import CostItem, Eligible, Kind, Ledger, VoucherKind, YearLocked
from workflows.shared_files import Files
from workflows.store.tables import ClaimRow

R6 = FiscalYear(2024)
PAGE = "/claim?year=2024"
YEAR = {"year": "2024"}


@pytest.fixture
def ledger(office: Office) -> Ledger:
    home = office.settings.home_path
    made = Ledger(office.store, AuditLog(office.store, home), Files.of(office.settings))
    made.set_strength(R6, Kind.MUNICIPALITY, [Decimal("0.55")], "令和6年度 決算カード", "佐藤")
    return made


@pytest.fixture
def cost(ledger: Ledger) -> CostItem:
    made = ledger.add(draft(), "佐藤")
    ledger.attach(made.id, VoucherKind.INVOICE, "請求書.pdf", b"%PDF-1.4", "佐藤")
    return ledger.find(made.id)


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF that is none, where it does not matter."""
    monkeypatch.setattr("workflows.claim.service.pdf_of", lambda html: html.encode("utf-8"))


@pytest.fixture
def chief(client: TestClient) -> Visitor:
    return Visitor(client).sign_in("木村")


def send(visitor: Visitor, path: str, **said: str) -> Any:
    return visitor.client.post(path, data=YEAR | said | {"token": visitor.token})


def test_the_page_shows_the_amount_and_what_it_is_made_of(chief: Visitor, cost: CostItem) -> None:
    shown = chief.text(PAGE)
    assert '<p class="sum">297 <span>千円</span></p>' in shown
    assert "RPA 導入: ライセンス費用" in shown
    assert "見込み" in shown
    assert cost.vouchers[0].sha256 in shown


def test_a_lock_that_was_changed_past_us_is_told_on_the_page(
    chief: Visitor, ledger: Ledger, cost: CostItem, no_browser: None
) -> None:
    send(chief, "/claim/lock")
    with ledger.store.write() as session:
        session.execute(update(ClaimRow).values(total=9_999))
    assert "確定の記録が、確定した時と合いません" in chief.text(PAGE)
    assert send(chief, "/claim/book").status_code == 409


def test_the_check_leads_to_the_line(chief: Visitor, ledger: Ledger, cost: CostItem) -> None:
    other = ledger.add(draft(title="書類なし", amount=330_000, tax=30_000), "佐藤")
    shown = chief.text(PAGE)
    assert "誤り 1 件" in shown
    assert f'<a href="/costs/{other.id}">{other.id}</a>' in shown
    assert "書類が付いていません。" in shown


def test_what_is_left_out_is_said(chief: Visitor, ledger: Ledger, cost: CostItem) -> None:
    ledger.add(draft(title="研修", amount=220_000, tax=20_000, eligible=Eligible.UNDECIDED), "佐藤")
    shown = chief.text(PAGE)
    assert "申請額に入れていない費用" in shown
    assert "220,000" in shown
    assert '<p class="sum">297 ' in shown


def test_a_year_without_measures_says_so(chief: Visitor) -> None:
    assert "登録されていません" in chief.text("/claim?year=2012")
    for odd in ("abc", "0", "99999", "-1", "9998"):
        assert chief.client.get(f"/claim?year={odd}").status_code == 422, odd


@pytest.mark.parametrize("year", ["9997", "明治元", "2020", "令和1"])
def test_every_year_there_can_be_has_its_page(chief: Visitor, year: str) -> None:
    chief.text(f"/claim?year={year}")


def test_without_an_index_nothing_is_claimed_and_nothing_locked(
    chief: Visitor, office: Office
) -> None:
    shown = chief.text("/claim?year=2025")
    assert "計算できません" in shown
    assert 'action="/claim/lock"' not in shown
    answer = send(chief, "/claim/lock", year="2025", despite="急ぐ")
    assert answer.status_code == 409


@pytest.mark.usefixtures("no_browser")
def test_the_files_are_handed_out_and_noted(chief: Visitor, cost: CostItem, office: Office) -> None:
    book = send(chief, "/claim/book")
    assert book.content.startswith(b"PK")
    assert book.headers["content-disposition"].startswith("attachment; ")
    assert "%E4%BB%A4%E5%92%8C6" in book.headers["content-disposition"]
    assert send(chief, "/claim/summary").headers["content-type"] == "application/pdf"
    noted = [each.what for each in office.audited(Act.EXPORTED)]
    assert noted == ["claim 令和6年度 xlsx estimate", "claim 令和6年度 pdf estimate"]


@pytest.mark.usefixtures("no_browser")
def test_a_lock_holds_until_it_is_undone_with_a_reason(
    chief: Visitor, ledger: Ledger, cost: CostItem
) -> None:
    assert send(chief, "/claim/lock").headers["location"] == f"{PAGE}#lock"
    shown = chief.text(PAGE)
    assert "297 千円で確定しました" in shown
    with pytest.raises(YearLocked):
        ledger.strike(cost.id, "二重", "佐藤")
    assert send(chief, "/claim/unlock").status_code == 422
    assert send(chief, "/claim/unlock", reason="検収日の誤り").status_code == 303
    shown = chief.text(PAGE)
    assert "検収日の誤り" in shown
    kept = send(chief, "/claim/kept", lock="1", paper="xlsx")
    assert kept.content.startswith(b"PK")
    for lock, paper in (("1", "exe"), ("2", "xlsx"), ("9" * 15, "pdf"), ("x", "pdf")):
        assert send(chief, "/claim/kept", lock=lock, paper=paper).status_code in (409, 422)
    assert ledger.strike(cost.id, "二重", "佐藤").struck


@pytest.mark.usefixtures("no_browser")
def test_what_changed_since_it_was_looked_at_is_not_locked(
    chief: Visitor, ledger: Ledger, cost: CostItem
) -> None:
    seen = chief.text(PAGE).split('name="seen" value="')[1].split('"')[0]
    ledger.change(cost.id, draft(amount=2_200_000, tax=200_000), cost.serial, "佐藤")
    answer = send(chief, "/claim/lock", seen=seen)
    assert answer.status_code == 409
    assert "費用が変わりました" in answer.text
    assert not ledger.is_locked(R6)


def test_errors_stop_a_lock_on_the_page_too(chief: Visitor, ledger: Ledger) -> None:
    ledger.add(draft(), "佐藤")
    assert "誤りを残す理由" in chief.text(PAGE)
    answer = send(chief, "/claim/lock")
    assert answer.status_code == 409
    assert "誤りが 1 件あります" in answer.text


def test_decisions_are_written_down_held_against_the_claim_and_struck(
    chief: Visitor, cost: CostItem
) -> None:
    said = {"told_on": "2024-12-20", "words": "12月分の決定", "thousands": "1,297"}
    assert send(chief, "/claim/notes", kind="decided", **said).status_code == 303
    shown = chief.text(PAGE)
    assert "12月分の決定" in shown
    assert "決定額の計は 1,297 千円、申請額との差は 1,000 千円です。" in shown
    assert send(chief, "/claim/notes/1/strike", reason="写し間違い").status_code == 303
    assert "取り消し: 写し間違い（木村）" in chief.text(PAGE)
    assert send(chief, "/claim/notes/1/strike", reason="もう一度").status_code == 409


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "gift"}, {"thousands": "-1"}, {"thousands": "1.5"}, {"told_on": "昨日"},
        {"words": ""}, {"taken_year": "2025"}, {"told_on": "2024-03-31"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_not_written_down(chief: Visitor, said: dict[str, str]) -> None:
    good = {"kind": "decided", "thousands": "1", "told_on": "2024-12-20", "words": "決定"}
    assert send(chief, "/claim/notes", **(good | said)).status_code == 422
    assert "決定</td>" not in chief.text(PAGE)


def test_an_auditor_reads_and_changes_nothing(client: TestClient, cost: CostItem) -> None:
    auditor = Visitor(client).sign_in("監査", Role.AUDITOR)
    shown = auditor.text(PAGE)
    assert 'action="/claim/lock"' not in shown
    assert 'action="/claim/notes"' not in shown
    assert send(auditor, "/claim/book").status_code == 200
    for path in ("lock", "unlock", "notes", "notes/1/strike"):
        assert send(auditor, f"/claim/{path}").status_code == 403


@pytest.mark.parametrize("role", [Role.CLERK, Role.IT])
def test_others_see_no_page_of_it(client: TestClient, role: Role) -> None:
    visitor = Visitor(client).sign_in("職員", role)
    assert client.get("/claim").status_code == 403
    assert send(visitor, "/claim/book").status_code == 403


def test_who_sees_some_departments_only_sees_no_claim_of_all(client: TestClient) -> None:
    visitor = Visitor(client).sign_in("係長", Role.SUPERVISOR, ["こども課"])
    answer = client.get(PAGE)
    assert answer.status_code == 403
    assert "全部署の費用から作ります" in answer.text
    assert send(visitor, "/claim/book").status_code == 403


def test_the_page_is_accessible_open_and_locked(desk: Desk, ledger: Ledger, cost: CostItem) -> None:
    """With findings, sums, documents and notes on it; the lock makes a real PDF."""
    ledger.add(draft(title="書類なし", amount=330_000, tax=30_000), "佐藤")
    desk.sign_in(path=PAGE)
    desk.page.get_by_text("証憑（書類 1 件とハッシュ）").click()
    desk.page.get_by_text("計算の方法と出典").click()
    assert violations(desk.page) == []
    desk.page.get_by_label("誤りを残す理由").fill("請求書は財政課で保管")
    desk.page.get_by_role("button", name="386 千円で確定する").click()
    desk.page.get_by_text("386 千円で確定しました").wait_for()
    desk.page.get_by_label("額", exact=True).fill("386")
    desk.page.get_by_label("差し引いた年度").press("Escape")  # leaves no form half filled
    desk.page.get_by_label("通知・判明した日").fill(date(2024, 12, 20).isoformat())
    desk.page.get_by_label("内容").fill("12月分の決定")
    desk.page.get_by_role("button", name="記入する").click()
    desk.page.get_by_role("cell", name="12月分の決定").wait_for()
    assert violations(desk.page) == []
    with desk.page.expect_download() as waited:
        desk.page.get_by_role("button", name="総括（PDF）を受け取る").click()
    assert waited.value.suggested_filename == "令和6年度_特別交付税措置_確定.pdf"
    assert waited.value.path().read_bytes().startswith(b"%PDF-")
