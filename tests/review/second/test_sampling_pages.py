"""The pages of sampling and of measures without a browser."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from tests.review.routes import routes
from tests.review.seeding import JIDO, RISAI, START, Office
from tests.review.visiting import Visitor
from workflows.accounts import Role
from workflows.audit import Act
from workflows.measures import ENOUGH
from workflows.second_looks import rates
from workflows.second_looks.drawing import draw
from workflows.second_looks.stages import Purpose, Stage
from workflows.store.states import State
from workflows.store.tables import RecordRow, SecondTaskRow, TimingRow

WORK = "/second/sample/tasks"


@pytest.fixture
def visitor(client: TestClient) -> Visitor:
    return Visitor(client)


def drawn(office: Office, record: int, *only: str) -> None:
    """All that passed is drawn, as when the record became ready; `only` these wait."""
    with office.store.write() as session:
        rates.put(session, rates.OTHERS, 1.0, False, "佐藤", START)
        row = session.get_one(RecordRow, record)
        form = office.catalogue[row.form or ""]
        draw(session, office.settings.home_path, row, form, START)
        for task in session.scalars(select(SecondTaskRow)):
            if only and task.purpose == Purpose.SAMPLE and task.field not in only:
                task.state = Stage.SAME


def look_for(visitor: Visitor, wanted: str, text: str) -> None:
    """Everything before that field is said to be unreadable."""
    html = visitor.text(WORK)
    while found := re.search(r'data-id="(\d+)" data-field="(\w+)"', html):
        task, field = found.groups()
        said = {"text": text if field == wanted else None}
        answer = visitor.call(f"{WORK}/{task}", said)
        assert answer.status_code == 200, answer.text
        if field == wanted:
            return
        html = answer.json()["task"] or ""


def test_the_looker_sees_no_reading(visitor: Visitor, office: Office) -> None:
    kinds = ("seikyusha_name", "seikyusha_sex", "seikyusha_birth", "bank_code")
    drawn(office, office.add("jido-teate-nintei", JIDO), *kinds)
    visitor.sign_in("田中", Role.CLERK)
    html = visitor.text(WORK)
    while found := re.search(r'data-id="(\d+)" data-field="(\w+)"', html):
        value = JIDO.get(found[2])
        assert "checked" not in html
        if isinstance(value, str) and 'class="typed"' in html:
            assert value not in html
        html = visitor.call(f"{WORK}/{found[1]}", {"text": None}).json()["task"] or ""


def test_a_private_field_is_a_reveal_in_the_audit_log(visitor: Visitor, office: Office) -> None:
    record = office.add("jido-teate-nintei", JIDO)
    drawn(office, record, "seikyusha_my_number")
    visitor.sign_in("田中", Role.CLERK)
    look_for(visitor, "seikyusha_my_number", "123456789018")
    assert (record, "seikyusha_my_number") in [
        (line.record, line.field) for line in office.audited(Act.REVEALED)
    ]


def test_a_difference_takes_a_waiting_record_back(visitor: Visitor, office: Office) -> None:
    record = office.add("jido-teate-nintei", JIDO)
    drawn(office, record, "bank_code")
    visitor.sign_in("田中", Role.CLERK)
    look_for(visitor, "bank_code", "0124")
    assert office.state(record) is State.DOUBTED
    page = visitor.text(f"/records/{record}")
    assert "抜き取り確認で、「" in page
    assert visitor.call(f"/records/{record}/confirm", {}).status_code == 422


def test_a_difference_in_an_entered_record_is_listed_until_it_is_corrected(
    visitor: Visitor, office: Office
) -> None:
    record = office.add("jido-teate-nintei", JIDO)
    office.go_through(record, State.SUBMITTING, State.VERIFIED)
    drawn(office, record, "bank_code")
    visitor.sign_in("田中", Role.CLERK)
    look_for(visitor, "bank_code", "0124")
    at = re.search(r"/sampling/flags/\d+", visitor.text("/sampling"))
    assert at
    shown = visitor.text(at[0])
    assert "0123" in shown
    assert "0124" in shown
    assert visitor.client.get(f"{at[0]}/picture").status_code == 200
    other = Visitor(visitor.client).sign_in("森", Role.CLERK, ["危機管理課"])
    assert other.client.get(at[0]).status_code == 404
    assert other.client.get(f"{at[0]}/picture").status_code == 404
    assert other.call(at[0], {"text": "0124"}).status_code == 404
    visitor.sign_in("佐藤")
    assert visitor.call(at[0], {"text": "0124"}).status_code == 200
    assert "業務システムを直した" in visitor.text("/sampling")
    done = visitor.client.post(f"{at[0]}/corrected", data={"token": visitor.token})
    assert done.status_code == 303
    assert "要訂正" not in visitor.text("/sampling")
    assert "0.00 %" in visitor.text("/sampling") or "100.00 %" in visitor.text("/sampling")


def test_the_supervisor_sets_the_rate_and_it_is_logged(visitor: Visitor, office: Office) -> None:
    visitor.sign_in("佐藤")
    said = {"form": "risai-shomei", "percent": "2.5", "holding": "true", "token": visitor.token}
    assert visitor.client.post("/sampling/rates", data=said).status_code == 303
    assert 'value="2.5"' in visitor.text("/sampling")
    again = {"form": "risai-shomei", "percent": "", "token": visitor.token}
    assert visitor.client.post("/sampling/rates", data=again).status_code == 303
    assert 'value="2.5"' not in visitor.text("/sampling")
    line, _ = office.audited(Act.SETTING_CHANGED)
    assert line.what == "sampling form=risai-shomei share=0.025 holding=True"


@pytest.mark.parametrize("percent", ["abc", "-1", "101", "nan", "1e9"])
def test_a_rate_that_is_none_is_refused(visitor: Visitor, percent: str) -> None:
    visitor.sign_in("佐藤")
    said = {"form": "risai-shomei", "percent": percent, "token": visitor.token}
    assert visitor.client.post("/sampling/rates", data=said).status_code == 422


def test_holding_without_a_rate_of_its_own_is_not_passed_over(visitor: Visitor) -> None:
    visitor.sign_in("佐藤")
    said = {"form": "risai-shomei", "percent": "", "holding": "true", "token": visitor.token}
    assert visitor.client.post("/sampling/rates", data=said).status_code == 422


def test_a_clerk_and_another_department_set_no_rate(visitor: Visitor) -> None:
    visitor.sign_in("田中", Role.CLERK)
    said = {"form": "risai-shomei", "percent": "1", "token": visitor.token}
    assert visitor.client.post("/sampling/rates", data=said).status_code == 403
    assert 'name="percent"' not in visitor.text("/sampling")
    visitor.sign_in("係長", Role.SUPERVISOR, ["こども課"])
    for form in ("risai-shomei", "", "x"):
        said = {"form": form, "percent": "1", "token": visitor.token}
        assert visitor.client.post("/sampling/rates", data=said).status_code == 404


def slow(office: Office) -> None:
    """A form whose records take longer than typing them."""
    typing = office.catalogue["risai-shomei"].manual_seconds
    for _ in range(ENOUGH):
        record = office.add("risai-shomei", RISAI, picture=False)
        with office.store.write() as session:
            row = session.get_one(RecordRow, record)
            row.state, row.double_left = State.READY, 0
            session.add(
                TimingRow(document_id=row.document_id, record_id=record, kind="review",
                          step="corrected", seconds=typing * 1.5, at=START)
            )  # fmt: skip


def test_a_form_that_costs_more_than_typing_is_warned_of(visitor: Visitor, office: Office) -> None:
    slow(office)
    visitor.sign_in("佐藤")
    page = visitor.text("/measures")
    assert "手入力より時間がかかっています" in page
    assert "30 件" in page
    assert "手入力より時間がかかっています" in visitor.text("/")
    visitor.sign_in("森", Role.CLERK, ["こども課"])
    assert "手入力より時間がかかっています" not in visitor.text("/measures")
    assert "手入力より時間がかかっています" not in visitor.text("/")


def test_the_effect_of_a_month_or_of_none(visitor: Visitor, office: Office) -> None:
    visitor.sign_in("佐藤")
    assert visitor.client.get("/measures?month=2026-04").status_code == 200
    assert visitor.client.get("/measures?month=x").status_code == 404


def test_no_task_of_another_department_is_there_by_its_number(
    visitor: Visitor, office: Office
) -> None:
    waiting, entered = (office.add("jido-teate-nintei", JIDO) for _ in range(2))
    office.go_through(entered, State.SUBMITTING, State.VERIFIED)
    for record in (waiting, entered):
        drawn(office, record, "bank_code")
    office.add("risai-shomei", RISAI)
    with office.store.write() as session:
        query = select(SecondTaskRow).where(SecondTaskRow.state == Stage.OPEN)
        left = list(session.scalars(query))
        left[0].state = Stage.DIFFERS
        tasks = [task.id for task in left]
    assert len(tasks) == 4
    visitor.sign_in("森", Role.SUPERVISOR, ["どこにもない課"])
    found = [each for each in routes() if "task_id" in each.parts]
    assert len(found) >= 8
    for task in tasks:
        for route in found:
            at = route.at({"task_id": task})
            if route.method == "GET":
                answers = [visitor.client.get(at)]
            else:
                answers = [visitor.call(at, {"text": "0123"})]
                answers.append(visitor.client.post(at, data={"token": visitor.token}))
            assert {answer.status_code for answer in answers} <= {403, 404, 422}, route
            assert 404 in {answer.status_code for answer in answers}, route
