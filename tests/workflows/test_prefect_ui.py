"""The supervisor's way through the Prefect UI: a headless browser, a real server and worker.

What starts flows comes first: the last tests deploy them anew, with the real systems behind.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select, update

from tests.waiting import WAIT_SECONDS, until
from tests.workflows.fakes import filled, scan
from tests.workflows.prefect_ui import Place, browser, field, place, start, ui
from workflows.app import Utsushi
from workflows.approvals import asking
from workflows.audit import Act
from workflows.deployments import DEPLOYMENTS, Name, schedules
from workflows.deployments.schedules import Schedule
from workflows.flows.events import tell_rest
from workflows.store.states import State
from workflows.store.tables import ApprovalRow, AuditRow

pytestmark = [pytest.mark.prefect, pytest.mark.browser]
__all__ = ["browser", "place", "ui"]  # fixtures
WAIT = WAIT_SECONDS * 1000
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
HISTORY = re.compile(r"http://127\.0\.0\.1:8710/records/\d+/history")


def open_run(page: Page, place: Place, name: str) -> None:
    """Wait in the list of runs until one of that name stands there, and open it."""
    page.goto(f"{place.url}/runs")
    page.get_by_role("link", name=name).first.click(timeout=WAIT)


def open_artifact(page: Page, key: str) -> None:
    """Of the run at hand."""
    page.get_by_text("Artifacts", exact=True).click()
    page.get_by_role("link", name=key).first.click()


def deployment(place: Place, name: Name) -> dict[str, Any]:
    found: dict[str, Any] = place.ask(f"deployments/name/{name}/{name}")
    return found


def test_take_in_started_from_the_form_reads_what_lies_in_the_folder_and_shows_it(
    place: Place, ui: Page
) -> None:
    place.drop("1.pdf", scan(filled(name="林　一")))
    place.drop("2.pdf", scan(filled({"phone": "blank"}, name="森　二")))
    place.drop("3.pdf", scan(raises="UnknownForm"))
    start(ui, place, "取込", 件数の上限=7)
    run = "取込 3 件: 確認待ち 1・入力待ち 1・保留 1"
    open_run(ui, place, run)
    expect(ui.get_by_text("要確認あり").first).to_be_visible()
    expect(ui.get_by_text("部署: 試験課").first).to_be_visible()

    open_artifact(ui, "utsushi-take-in-table")
    row = ui.get_by_role("row").filter(has_text="保留")
    expect(row).to_contain_text("登録されている様式のどれでもない")
    expect(row.get_by_role("link", name="開く")).to_have_attribute("href", HISTORY)

    open_run(ui, place, run)
    open_artifact(ui, "utsushi-take-in-summary")
    expect(ui.get_by_role("heading", name="取込 3 件")).to_be_visible()
    expect(ui.get_by_text("確認画面で、値を確かめます。")).to_be_visible()
    expect(ui.get_by_role("link", name="記録 3")).to_have_attribute("href", HISTORY)

    open_run(ui, place, run)
    open_artifact(ui, "utsushi-take-in-progress")
    expect(ui.get_by_text("100%").first).to_be_visible()


def test_entry_started_from_the_form_enters_what_is_ready(place: Place, ui: Page) -> None:
    with place.app() as app:
        app.take_in(place.drop("4.pdf", scan(filled(name="原　四"))))
    assert place.target.rows() == []
    start(ui, place, "入力", 様式="調査票")
    open_run(ui, place, "入力 2 件: 登録確認済み 2")
    expect(ui.get_by_text("システム: practice").first).to_be_visible()
    assert sorted(each["name"] for each in place.target.rows()) == ["原　四", "林　一"]


@pytest.fixture
def app(place: Place) -> Iterator[Utsushi]:
    with place.app() as app:
        yield app


def take_in(place: Place, app: Utsushi, name: str) -> int:
    """Number of the record."""
    taken = app.take_in(place.drop(f"{name}.pdf", scan(filled(name=name))))
    assert taken
    return taken.records[0][0]


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


def test_a_supervisor_approves_in_the_ui_and_the_entry_follows(
    place: Place, ui: Page, app: Utsushi
) -> None:
    before = [row["name"] for row in place.target.rows()]
    records = [take_in(place, app, name) for name in "一二三四"]
    start_with_approval(ui, place)
    ui.goto(f"{place.url}/runs")
    run = ui.get_by_role("link", name="承認待ち: 入力 4 件")
    run.wait_for(timeout=WAIT)
    run.click()
    ui.get_by_text("Artifacts", exact=True).click()
    ui.get_by_role("link", name="utsushi-approval-table").wait_for()
    address = ui.url
    run_id = address.partition("/flow-run/")[2].partition("?")[0]

    answer(ui, "係長", "999")  # a record that is not among them
    asked_again(place, app, run_id, 1)
    ui.goto(address)
    ui.get_by_role("button", name="Resume").click()
    expect(ui.get_by_text("記録 999 は、この承認の対象にありません。")).to_be_visible(timeout=WAIT)
    ui.get_by_role("button", name="Close").click()
    assert [row["name"] for row in place.target.rows()] == before
    answer(ui, "係長", str(records[1]).translate(WIDE))
    ui.goto(f"{place.url}/runs")
    ui.get_by_role("link", name="入力 3 件: 登録確認済み 3").wait_for(timeout=WAIT)
    assert sorted(row["name"] for row in place.target.rows()) == sorted([*before, *"一三四"])
    assert app.status()[State.READY] == 1
    with app.store.read() as session:
        (line,) = session.scalars(select(AuditRow).where(AuditRow.act == Act.APPROVED))
    assert (line.by, line.what) == ("係長", "approval 1: 3 approved, 1 left out")


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


def test_a_wrong_parameter_ends_in_a_failed_run_that_says_so_in_japanese(
    place: Place, ui: Page
) -> None:
    made = deployment(place, Name.TAKE_IN)
    place.ask(f"deployments/{made['id']}/create_flow_run", {"parameters": {"limit": 0}})
    ui.goto(f"{place.url}/runs")
    words = "「件数の上限」の値が正しくありません (1 以上で指定します)。"
    ui.get_by_role("link", name=f"取込 失敗: {words}").wait_for(timeout=WAIT)
    ui.get_by_text("Failed", exact=True).first.wait_for(timeout=WAIT)


def apply_again(place: Place, planned: dict[Name, Schedule]) -> None:
    from workflows.deployments.applying import apply
    from workflows.deployments.deployed import apply_one

    apply(
        place.settings,
        [lambda ground: (a for e in DEPLOYMENTS for a in apply_one(ground, e, planned[e.name]))],
    )


def test_what_the_office_did_to_a_schedule_survives_the_next_start(place: Place) -> None:
    paused, changed, removed = Name.RESOLVE, Name.REPORT, Name.RETENTION
    ids = {name: deployment(place, name)["schedules"][0]["id"] for name in Name}
    url = {
        name: f"deployments/{deployment(place, name)['id']}/schedules/{ids[name]}" for name in Name
    }
    place.ask(url[paused], {"active": False}, "PATCH")
    other = {"cron": "0 9 2 * *", "timezone": "Asia/Tokyo"}
    place.ask(url[changed], {"schedule": other}, "PATCH")
    place.ask(url[removed], method="DELETE")
    ours = schedules.load()
    apply_again(place, ours)
    newer = {name: replace(each, cron="1 1 1 1 *") for name, each in ours.items()}
    apply_again(place, newer)

    assert [e["active"] for e in deployment(place, paused)["schedules"]] == [False]
    assert deployment(place, changed)["schedules"][0]["schedule"]["cron"] == other["cron"]
    assert deployment(place, removed)["schedules"] == []
    (left_alone,) = deployment(place, Name.TAKE_IN)["schedules"]
    assert left_alone["schedule"]["cron"] == "1 1 1 1 *"
    assert left_alone["schedule"]["timezone"] == "Asia/Tokyo"


def test_a_paused_deployment_stays_paused(place: Place) -> None:
    made = deployment(place, Name.ENTER)
    place.ask(f"deployments/{made['id']}/pause_deployment", {})
    apply_again(place, schedules.load())
    assert deployment(place, Name.ENTER)["paused"] is True
    place.ask(f"deployments/{made['id']}/resume_deployment", {})


def test_every_deployment_tells_in_japanese_what_it_does_and_asks(place: Place) -> None:
    for each in DEPLOYMENTS:
        found = deployment(place, each.name)
        assert found["description"] == each.description
        titles = {one["title"] for one in found["parameter_openapi_schema"]["properties"].values()}
        assert titles
        assert not any(title.isascii() for title in titles)
        assert found["work_pool_name"] == each.pool
