"""「費用」: seen by supervisor and auditor, kept by the supervisor, within the departments."""

import re
from collections.abc import Mapping
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from tests.review.seeding import Office
from tests.review.visiting import JSON, Visitor
from tests.workflows.ledger.books import GOOD, csv_of
from tests.workflows.ledger.costs import DRAFT, draft
from workflows.accounts import Role
from workflows.audit import Act
from workflows.fiscal import FiscalYear
from workflows.ledger import Ledger, VoucherKind

R6 = FiscalYear(2024)
PDF = b"%PDF-1.7 a bill"
TEXTS = {
    "year": "令和6", "payee": "写し商事", "title": "研修", "amount": "￥110,000", "tax": "10,000",
    "contracted_on": "R6.4.1", "paid_on": "R6.5.1", "measure": "rpa", "category": "研修費用",
    "eligible": "yes", "reason": "挙がっている", "department": "情報政策課",
}  # fmt: skip


@pytest.fixture
def ledger(client: TestClient) -> Ledger:
    found: Ledger = client.app.state.room.ledger  # type: ignore[attr-defined]
    return found


@pytest.fixture
def keeper(client: TestClient) -> Visitor:
    return Visitor(client).sign_in("田中")


def send(visitor: Visitor, path: str, texts: Mapping[str, str]) -> tuple[int, str, str]:
    """Status, where it leads, what it shows."""
    answer = visitor.client.post(path, data={**texts, "token": visitor.token})
    return answer.status_code, answer.headers.get("location", ""), answer.text


def upload(visitor: Visitor, path: str, data: bytes, **headers: str) -> tuple[int, dict[str, str]]:
    said = JSON | {"X-CSRF-Token": visitor.token, "X-File-Name": quote("費用.csv")} | headers
    answer = visitor.client.post(path, content=data, headers=said)
    return answer.status_code, answer.json()


def test_a_cost_is_registered_and_shown_in_the_list(keeper: Visitor, ledger: Ledger) -> None:
    assert "まだありません" in keeper.text("/costs?year=令和6")
    assert send(keeper, "/costs/new", TEXTS)[:2] == (303, "/costs/1")
    (kept,) = ledger.items(R6)
    assert (kept.amount, kept.payee, kept.decided_by) == (110_000, "写し商事", "田中")
    assert "写し商事" in keeper.text("/costs?year=2024")
    assert "経過" in keeper.text("/costs/1")


def test_a_mistake_keeps_what_was_typed_and_names_the_field(
    keeper: Visitor, ledger: Ledger
) -> None:
    status, _, text = send(keeper, "/costs/new", TEXTS | {"amount": "12千円", "paid_on": "R6.13.1"})
    assert status == 422
    assert "直すところが 2 件" in text
    assert 'value="12千円"' in text
    assert re.search(r'id="f-amount"[^>]*aria-invalid="true"', text)
    assert ledger.items(R6) == ()


def test_what_is_odd_is_told_once_and_kept_when_it_was_seen(
    keeper: Visitor, ledger: Ledger
) -> None:
    odd = TEXTS | {"paid_on": "R7.6.1"}
    status, _, text = send(keeper, "/costs/new", odd)
    assert status == 422
    assert "出納整理期間 (令和7年5月31日まで) の後" in text
    seen = re.search(r'name="seen" value="([^"]+)"', text)
    assert seen
    assert ledger.items(R6) == ()
    # Another odd thing was not seen yet.
    other = send(keeper, "/costs/new", odd | {"tax": "5", "seen": seen[1]})
    assert other[0] == 422
    assert send(keeper, "/costs/new", odd | {"seen": seen[1]})[0] == 303
    assert len(ledger.items(R6)) == 1


def test_a_change_shows_what_was_before_and_why(keeper: Visitor, ledger: Ledger) -> None:
    send(keeper, "/costs/new", TEXTS)
    change = TEXTS | {"amount": "99,000", "tax": "9,000", "serial": "1", "why": "値引き"}
    assert send(keeper, "/costs/1", change)[:2] == (303, "/costs/1")
    text = keeper.text("/costs/1")
    assert "<del>110,000</del> → <ins>99,000</ins>" in text
    assert "値引き" in text


@pytest.mark.parametrize("serial", ["0", "1", "", "-1"])
def test_a_change_from_an_old_page_is_refused(keeper: Visitor, ledger: Ledger, serial: str) -> None:
    kept = ledger.add(DRAFT, "佐藤")
    ledger.change(kept.id, draft(title="新しい摘要"), 1, "佐藤")
    assert send(keeper, f"/costs/{kept.id}", TEXTS | {"serial": serial})[0] in (409, 422)
    assert ledger.find(kept.id).title == "新しい摘要"


def test_a_struck_cost_is_kept_out_of_the_sums_and_can_come_back(
    keeper: Visitor, ledger: Ledger
) -> None:
    ledger.add(DRAFT, "佐藤")
    assert send(keeper, "/costs/1/strike", {"why": ""})[0] == 422
    assert send(keeper, "/costs/1/strike", {"why": "二重"})[0] == 303
    text = keeper.text("/costs?year=2024")
    assert "写し商事" not in text
    assert "抹消した費用が 1 件" in text
    assert "写し商事" in keeper.text("/costs?year=2024&struck=1")
    assert send(keeper, "/costs/1", TEXTS | {"serial": "2"})[0] == 409
    assert send(keeper, "/costs/1/restore", {"why": "誤り"})[0] == 303
    assert len(ledger.items(R6)) == 1


def test_the_list_is_filtered_by_measure_eligibility_and_department(
    keeper: Visitor, ledger: Ledger
) -> None:
    ledger.add(DRAFT, "佐藤")
    ledger.add(draft(payee="みなと社", measure=None, category=None, department="総務課"), "佐藤")
    for query, seen in (
        ("measure=rpa", ["写し商事"]),
        ("measure=none", ["みなと社"]),
        ("eligible=no", []),
        ("department=総務課", ["みなと社"]),
        ("measure=x&eligible=y", ["写し商事", "みなと社"]),
    ):
        text = keeper.text(f"/costs?year=2024&{query}")
        assert [each for each in ("写し商事", "みなと社") if each in text] == seen


def test_a_document_is_attached_and_comes_back_byte_by_byte(
    keeper: Visitor, ledger: Ledger
) -> None:
    ledger.add(DRAFT, "佐藤")
    status, answer = upload(
        keeper, "/costs/documents", PDF, **{
            "X-Cost": "1", "X-Kind": "invoice", "X-File-Name": quote('請求書"1.pdf\n')
        },
    )  # fmt: skip
    assert (status, answer["next"]) == (200, "/costs/1#documents")
    got = keeper.client.get("/costs/1/vouchers/1")
    assert got.content == PDF
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert got.headers["x-content-type-options"] == "nosniff"
    send(keeper, "/costs/1/vouchers/1/detach", {"why": "別の費用"})
    assert keeper.client.get("/costs/1/vouchers/1").status_code == 404


def test_a_document_of_another_cost_is_told_only_to_who_sees_that_cost(
    client: TestClient, ledger: Ledger
) -> None:
    ledger.add(draft(department="総務課"), "佐藤")
    ledger.add(draft(department="情報政策課"), "佐藤")
    ledger.attach(1, VoucherKind.INVOICE, "a.pdf", PDF, "佐藤")
    said = {"X-Cost": "2", "X-Kind": "invoice"}
    own = Visitor(client).sign_in("高橋", Role.SUPERVISOR, ["情報政策課"])
    assert upload(own, "/costs/documents", PDF, **said) == (
        200, {"next": "/costs/2#documents", "message": ""},
    )  # fmt: skip
    assert own.client.get("/costs/1/vouchers/1").status_code == 404
    assert own.client.get("/costs/2/vouchers/1").status_code == 404


@pytest.mark.parametrize(
    ("headers", "data"),
    [
        ({"X-Cost": "1", "X-Kind": "x"}, PDF),
        ({"X-Cost": "x", "X-Kind": "invoice"}, PDF),
        ({"X-Cost": "9", "X-Kind": "invoice"}, PDF),
        ({"X-Cost": "9" * 18, "X-Kind": "invoice"}, PDF),
        ({"X-Cost": "1", "X-Kind": "invoice"}, b"MZ a program"),
        ({"X-Cost": "1", "X-Kind": "invoice"}, b""),
    ],
)
def test_what_is_no_document_of_a_cost_is_refused_in_words(
    keeper: Visitor, ledger: Ledger, headers: dict[str, str], data: bytes
) -> None:
    ledger.add(DRAFT, "佐藤")
    status, answer = upload(keeper, "/costs/documents", data, **headers)
    assert status in (404, 409, 422)
    assert answer["message"]
    assert ledger.find(1).vouchers == ()


def test_a_table_is_looked_at_and_then_taken(keeper: Visitor, ledger: Ledger) -> None:
    status, answer = upload(keeper, "/costs/sheets", csv_of(GOOD), **{"X-Year": "2024"})
    assert (status, answer["next"]) == (200, "/costs/imports/1")
    assert "1 件を取り込む" in keeper.text("/costs/imports/1")
    assert ledger.items(R6) == ()
    assert send(keeper, "/costs/imports/1", {})[:2] == (303, "/costs?year=2024")
    assert "取り込み済み" in keeper.text("/costs/imports/1")
    assert send(keeper, "/costs/imports/1", {"sure": "1"})[0] == 409
    assert len(ledger.items(R6)) == 1


def test_a_table_with_a_mistake_offers_nothing_to_take(keeper: Visitor, ledger: Ledger) -> None:
    upload(keeper, "/costs/sheets", csv_of(GOOD, [*GOOD[:5], "x", *GOOD[6:]]))
    text = keeper.text("/costs/imports/1")
    assert "取り込めません" in text
    assert 'name="sure"' not in text
    assert send(keeper, "/costs/imports/1", {"sure": "1"})[0] == 422
    assert ledger.items(R6) == ()


def test_a_table_that_another_put_in_is_not_there(client: TestClient, ledger: Ledger) -> None:
    upload(Visitor(client).sign_in("田中"), "/costs/sheets", csv_of(GOOD))
    other = Visitor(client).sign_in("高橋")
    assert other.client.get("/costs/imports/1").status_code == 404
    assert send(other, "/costs/imports/1", {"sure": "1"})[0] == 404


def test_the_index_of_financial_strength_is_entered_with_its_source(
    keeper: Visitor, ledger: Ledger
) -> None:
    said = {"year": "2024", "kind": "municipality", "yearly": "0.45、0.46 0.47"}
    assert send(keeper, "/costs/strength", said)[0] == 422
    assert send(keeper, "/costs/strength", said | {"source": "決算カード"})[0] == 303
    assert "財政力補正 <strong>1.0</strong>" in keeper.text("/costs?year=2024")


def test_the_index_is_not_for_a_supervisor_of_some_departments(
    client: TestClient, ledger: Ledger
) -> None:
    """It decides about the claim of the whole office."""
    own = Visitor(client).sign_in("高橋", Role.SUPERVISOR, ["こども課"])
    said = {"year": "2024", "kind": "municipality", "yearly": "0.1", "source": "決算カード"}
    assert send(own, "/costs/strength", said)[0] == 403
    assert ledger.strength(R6) is None
    assert 'action="/costs/strength"' not in own.text("/costs?year=2024")


def test_the_list_leads_on_to_the_claim(client: TestClient, ledger: Ledger) -> None:
    link = 'href="/claim?year=2024"'
    assert link in Visitor(client).sign_in("田中").text("/costs?year=2024")
    own = Visitor(client).sign_in("高橋", Role.SUPERVISOR, ["こども課"])
    assert link not in own.text("/costs?year=2024")


def test_who_took_a_document_stands_in_the_audit_log(
    keeper: Visitor, office: Office, ledger: Ledger
) -> None:
    ledger.add(DRAFT, "佐藤")
    ledger.attach(1, VoucherKind.INVOICE, "a.pdf", PDF, "佐藤")
    keeper.client.get("/costs/1/vouchers/1")
    lines = office.audited(Act.EXPORTED)
    assert [(each.by, each.what) for each in lines] == [("田中", "cost=1 voucher=1")]


def test_the_templates_are_handed_out(keeper: Visitor) -> None:
    assert keeper.client.get("/costs/template?year=2024").content.startswith(b"PK")
    assert "支払先" in keeper.client.get("/costs/template?kind=csv").content.decode("utf-8-sig")


def test_the_auditor_sees_everything_and_changes_nothing(
    client: TestClient, ledger: Ledger
) -> None:
    ledger.add(DRAFT, "佐藤")
    ledger.attach(1, VoucherKind.INVOICE, "a.pdf", PDF, "佐藤")
    auditor = Visitor(client).sign_in("会田", Role.AUDITOR)
    assert "写し商事" in auditor.text("/costs?year=2024")
    assert "訂正を登録する" not in auditor.text("/costs/1")
    assert auditor.client.get("/costs/1/vouchers/1").content == PDF
    for path in ("/costs/new", "/costs/1", "/costs/1/strike", "/costs/strength"):
        assert send(auditor, path, TEXTS | {"serial": "1", "why": "x"})[0] == 403
    for path in ("/costs/sheets", "/costs/documents"):
        assert upload(auditor, path, PDF, **{"X-Cost": "1", "X-Kind": "invoice"})[0] == 403
    assert len(ledger.lines(1)) == 2


@pytest.mark.parametrize("role", [Role.CLERK, Role.IT])
def test_costs_are_not_for_every_role(client: TestClient, ledger: Ledger, role: Role) -> None:
    ledger.add(DRAFT, "佐藤")
    visitor = Visitor(client).sign_in("鈴木", role)
    for path in ("/costs", "/costs/1", "/costs/new", "/costs/template", "/costs/imports/1"):
        assert visitor.client.get(path).status_code == 403
    assert send(visitor, "/costs/new", TEXTS)[0] == 403


def test_another_departments_cost_is_not_there(client: TestClient, ledger: Ledger) -> None:
    ledger.add(DRAFT, "佐藤")
    other = Visitor(client).sign_in("高橋", Role.SUPERVISOR, ["こども課"])
    assert "写し商事" not in other.text("/costs?year=2024")
    assert other.client.get("/costs/1").status_code == 404
    for path in ("/costs/1", "/costs/1/strike", "/costs/1/restore"):
        assert send(other, path, TEXTS | {"serial": "1", "why": "x"})[0] == 404
    assert send(other, "/costs/new", TEXTS)[0] == 422
    assert "自分の部署の費用だけ" in send(other, "/costs/new", TEXTS)[2]
    assert len(ledger.items(R6)) == 1


def test_a_cost_is_not_carried_over_to_another_department(
    client: TestClient, ledger: Ledger
) -> None:
    ledger.add(draft(department="こども課"), "佐藤")
    own = Visitor(client).sign_in("高橋", Role.SUPERVISOR, ["こども課"])
    moved = TEXTS | {"serial": "1", "department": "総務課"}
    assert send(own, "/costs/1", moved)[0] == 422
    assert ledger.find(1).department == "こども課"


def test_a_locked_year_shows_that_it_is_and_refuses(keeper: Visitor, ledger: Ledger) -> None:
    ledger.add(DRAFT, "佐藤")
    with ledger.store.write() as session:
        ledger.lock_in(session, R6, "田中", "申請済み")
    assert "申請は確定しています" in keeper.text("/costs?year=2024")
    assert "表から取り込む" not in keeper.text("/costs?year=2024")
    assert "訂正を登録する" not in keeper.text("/costs/1")
    assert send(keeper, "/costs/1", TEXTS | {"serial": "1"})[0] == 409
    assert send(keeper, "/costs/new", TEXTS)[0] == 409


def test_the_audit_log_and_the_addresses_hold_no_payee(
    keeper: Visitor, office: Office, ledger: Ledger
) -> None:
    assert "写し" not in send(keeper, "/costs/new", TEXTS)[1]
    lines = office.audited(Act.COSTS_CHANGED)
    assert [each.by for each in lines] == ["田中"]
    assert "写し商事" not in lines[0].what


def test_what_is_typed_is_never_markup(keeper: Visitor, ledger: Ledger) -> None:
    bad = '"><script>alert(1)</script>'
    send(keeper, "/costs/new", TEXTS | {"payee": bad, "title": bad, "department": bad})
    assert len(ledger.items(R6)) == 1
    for path in ("/costs?year=2024", "/costs/1", f"/costs?year=2024&department={quote(bad)}"):
        assert "<script>alert" not in keeper.text(path)
