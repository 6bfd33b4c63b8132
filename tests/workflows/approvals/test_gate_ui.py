"""The approval gate as a supervisor meets it: a headless browser, a real server and worker."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from time import monotonic, sleep

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select, update

from tests.workflows.fakes import filled, scan
from tests.workflows.prefect_ui import WAIT_SECONDS, Place, browser, field, place, ui
from workflows.app import Utsushi
from workflows.approvals import asking
from workflows.audit import Act
from workflows.flows.events import tell_rest
from workflows.store.states import State
from workflows.store.tables import ApprovalRow, AuditRow

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


def is_suspended(place: Place, run: str) -> bool:
    return bool(place.ask(f"flow_runs/{run}")["state_type"] == "PAUSED")


def asked_again(place: Place, app: Utsushi, run: str, round_: int) -> None:
    """Return when the question stands there in this round."""

    def is_there() -> bool:
        question = asking.question_of(app.office, run)
        return question is not None and question.round == round_ and is_suspended(place, run)

    until(is_there)


def until(is_so: Callable[[], bool]) -> None:
    """The server gives no sign to wait on."""
    limit = monotonic() + WAIT_SECONDS
    while not is_so():
        assert monotonic() < limit
        sleep(0.2)


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
    run_id = address.partition("/flow-run/")[2].partition("?")[0]

    answer(ui, "係長", "99")  # a record that is not among them
    asked_again(place, app, run_id, 1)
    ui.goto(address)
    ui.get_by_role("button", name="Resume").click()
    expect(ui.get_by_text("記録 99 は、この承認の対象にありません。")).to_be_visible(timeout=WAIT)
    ui.get_by_role("button", name="Close").click()
    assert place.target.rows() == []
    answer(ui, "係長", "２")
    ui.goto(f"{place.url}/runs")
    ui.get_by_role("link", name="入力 2 件: 登録確認済み 2").wait_for(timeout=WAIT)
    assert sorted(row["name"] for row in place.target.rows()) == ["一", "三"]
    assert app.status()[State.READY] == 1
    with app.store.read() as session:
        (line,) = session.scalars(select(AuditRow).where(AuditRow.act == Act.APPROVED))
    assert (line.by, line.what) == ("係長", "approval 1: 2 approved, 1 left out")


def asked(place: Place) -> str:
    """A run of 入力 that waits for approval; its id."""
    deployment = place.ask("deployments/name/入力/入力")
    parameters = {"parameters": {"approval": True}}
    run = place.ask(f"deployments/{deployment['id']}/create_flow_run", parameters)
    until(lambda: is_suspended(place, run["id"]))
    return str(run["id"])


def test_a_question_that_nobody_answers_ends_in_japanese_and_is_asked_again(
    place: Place, app: Utsushi
) -> None:
    app.take_in(place.drop("unanswered.pdf", scan(filled(name="期限 切れ"))))
    run = asked(place)
    without_name = place.ask(f"flow_runs/{run}/resume", {"run_input": {"承認する": True}})
    assert without_name["status"] == "REJECT"
    with app.store.write() as session:
        over = app.clock() - timedelta(seconds=1)
        session.execute(update(ApprovalRow).values(until=over))
    tell_rest(app)
    ended = place.ask(f"flow_runs/{run}")
    assert (ended["state_type"], ended["state_name"]) == ("FAILED", "承認の期限切れ")
    assert "もう一度求めます" in ended["state"]["message"]
    assert asked(place) != run
    assert "期限 切れ" not in [row["name"] for row in place.target.rows()]
