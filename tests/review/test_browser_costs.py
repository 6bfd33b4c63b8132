"""「費用」 in a browser, by the keyboard alone: a line, its document, a table."""

import pytest
from playwright.sync_api import expect

from tests.review.axe import violations
from tests.review.browsing import Desk
from tests.workflows.ledger.books import GOOD, OTHER, csv_of
from tests.workflows.ledger.costs import draft
from workflows.accounts import EVERYTHING
from workflows.app import Utsushi
from workflows.fiscal import FiscalYear
from workflows.ledger import Ledger, Measure, VoucherKind

R6 = FiscalYear(2024)
PDF = {"name": "請求書.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a bill"}
pytestmark = pytest.mark.browser


@pytest.fixture
def ledger(desk: Desk) -> Ledger:
    office = desk.office
    app = Utsushi(office.settings, catalogue=office.catalogue)
    return Ledger(office.store, app.audit, app.files, app.clock, office.settings.home_path)


def test_a_cost_is_typed_corrected_and_given_its_document(desk: Desk, ledger: Ledger) -> None:
    desk.sign_in(path="/costs/new?year=2024")
    page = desk.page
    page.get_by_label("支払先").focus()
    for text in ("写し商事", "研修", "１１０，０００", "10000"):
        desk.type(text)
        desk.press("Tab")
    desk.press("Tab")  # the year stands there
    for text in ("R6.4.1", "", "R7.6.1"):
        desk.type(text)
        desk.press("Tab")
    page.get_by_label("措置", exact=True).focus()
    desk.press("ArrowDown")  # RPA 導入
    assert page.get_by_role("option", name="研修費用").count() == 1
    assert page.locator("optgroup:not([hidden])").count() == 1
    desk.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("出納整理期間")
    page.get_by_label("支出日").fill("R6.5.31")
    desk.press("Enter")
    expect(page.get_by_role("heading", name="経過")).to_be_visible()
    (kept,) = ledger.items(R6)
    assert (kept.amount, kept.measure) == (110_000, Measure.RPA)
    page.locator("#file").set_input_files([PDF])  # type: ignore[list-item]
    expect(page.get_by_role("link", name="請求書.pdf")).to_be_visible()
    assert violations(page) == []
    desk.assert_clean()


def test_the_same_document_on_another_cost_is_told_before_the_page_goes_on(
    desk: Desk, ledger: Ledger
) -> None:
    for title in ("一つ目", "二つ目"):
        ledger.add(draft(title=title), "佐藤")
    ledger.attach(1, VoucherKind.INVOICE, "請求書.pdf", b"%PDF-1.7 a bill", "佐藤")
    desk.sign_in(path="/costs/2")
    page = desk.page
    page.locator("#file").set_input_files([PDF])  # type: ignore[list-item]
    expect(page.locator("#said + #seen")).to_be_focused()
    expect(page.locator("#said")).to_contain_text("費用 1 にも付いています")
    desk.press("Enter")
    expect(page.get_by_role("link", name="請求書.pdf")).to_be_visible()
    desk.assert_clean()


def test_a_table_is_dropped_looked_at_and_taken(desk: Desk, ledger: Ledger) -> None:
    ledger.add(
        draft(payee="みなと社", amount=220_000, tax=20_000, paid_on=None), "佐藤", EVERYTHING
    )
    desk.sign_in(path="/costs?year=2024")
    page = desk.page
    put = [{"name": "費用.csv", "mimeType": "text/csv", "buffer": csv_of(GOOD, [*OTHER, "x"])}]
    page.locator("#file").set_input_files(put)  # type: ignore[arg-type]
    expect(page.get_by_role("button", name="2 件を取り込む")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="2 件を取り込む").focus()
    desk.press("Enter")
    expect(page.get_by_role("link", name="写し商事")).to_be_visible()
    assert len(ledger.items(R6)) == 3
    desk.assert_clean()


def test_a_file_that_is_no_table_is_refused_where_it_was_chosen(desk: Desk, ledger: Ledger) -> None:
    desk.sign_in(path="/costs?year=2024")
    page = desk.page
    page.locator("#file").set_input_files([PDF])  # type: ignore[list-item]
    expect(page.locator("#said")).to_contain_text("見出し")
    assert ledger.items(R6) == ()
    desk.assert_clean()
