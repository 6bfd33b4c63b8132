"""The approval gate as a supervisor meets it: a headless browser, a real server and worker."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.workflows.fakes import filled, scan
from tests.workflows.prefect_ui import WAIT_SECONDS, Place, browser, field, place, ui
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.store.states import State
from workflows.store.tables import AuditRow

pytestmark = [pytest.mark.prefect, pytest.mark.browser]
__all__ = ["browser", "place", "ui"]  # fixtures
WAIT = WAIT_SECONDS * 1000


@pytest.fixture
def app(place: Place) -> Iterator[Utsushi]:
    with place.app() as app:
        yield app


def start_with_approval(page: Page, place: Place) -> None:
    deployment = place.ask("deployments/name/入力/入力")
    page.goto(f"{place.url}/deployments/deployment/{deployment['id']}/run")
    switch(page, "承認を求める").click()
    page.get_by_role("button", name="Submit").click()


def switch(page: Page, title: str) -> Locator:
    return field(page, title).locator("[role=switch], input[type=checkbox]").first


def answer(page: Page, name: str, excluded: str = "") -> None:
    """Fill the form in, approve and send it."""
    page.get_by_role("button", name="Resume").click()
    field(page, "承認者").locator("textarea").fill(name)
    switch(page, "承認する").click()
    field(page, "対象外とする記録番号").locator("textarea").fill(excluded)
    page.get_by_role("button", name="Submit").click()


def test_a_supervisor_approves_in_the_ui_and_the_entry_follows(
    place: Place, ui: Page, app: Utsushi
) -> None:
    for number, name in enumerate("一二三"):
        app.take_in(place.drop(f"{number}.pdf", scan(filled(name=name))))
    start_with_approval(ui, place)
    ui.goto(f"{place.url}/runs")
    run = ui.get_by_role("link", name="承認待ち: 入力 3 件")
    run.wait_for(timeout=WAIT)
    run.click()
    ui.get_by_text("Artifacts", exact=True).click()
    ui.get_by_role("link", name="utsushi-approval-table").wait_for()
    address = ui.url

    answer(ui, "係長", "99")  # a record that is not among them: asked again
    ui.wait_for_timeout(500)
    ui.goto(address)
    expect(ui.get_by_text("Suspended").first).to_be_visible(timeout=WAIT)
    ui.get_by_role("button", name="Resume").click()
    expect(ui.get_by_text("記録 99 は、この承認の対象にありません。")).to_be_visible(timeout=WAIT)
    assert place.target.rows() == []
    ui.get_by_role("button", name="Close").click()

    answer(ui, "　")  # no name
    ui.goto(address)
    assert place.target.rows() == []

    answer(ui, "係長", "２")
    ui.goto(f"{place.url}/runs")
    ui.get_by_role("link", name="入力 2 件: 登録確認済み 2").wait_for(timeout=WAIT)
    assert sorted(row["name"] for row in place.target.rows()) == ["一", "三"]
    assert app.status()[State.READY] == 1
    with app.store.read() as session:
        (line,) = session.query(AuditRow).filter(AuditRow.act == Act.APPROVED).all()
    assert (line.by, line.what) == ("係長", "approval 1: 2 approved, 1 left out")
