"""The pages of double entry without a browser: what they show, and to whom."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.review.seeding import JIDO, RISAI, UNCERTAIN, Office
from tests.review.visiting import Visitor
from workflows.accounts import Role
from workflows.audit import Act
from workflows.store.states import State

PHONE, CAUSE = "0761234567", "風水害"
WORK = "/second/double/tasks"


@pytest.fixture
def visitor(client: TestClient) -> Visitor:
    return Visitor(client)


def ids(html: str) -> list[str]:
    return re.findall(r'class="task" data-id="(\d+)"', html)


def type_all(visitor: Visitor, name: str, texts: dict[str, str | None]) -> None:
    visitor.sign_in(name, Role.CLERK)
    html = visitor.text(WORK)
    while found := re.search(r'data-id="(\d+)" data-field="(\w+)"', html):
        task, field = found.groups()
        answer = visitor.call(f"{WORK}/{task}", {"text": texts[field], "seconds": 2.5})
        assert answer.status_code == 200, answer.text
        html = answer.json()["task"] or ""


def test_nothing_that_was_read_or_typed_is_in_any_answer(visitor: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    visitor.sign_in("田中")
    for path in (WORK, f"/records/{record}", f"/records/{record}/history", "/double"):
        text = visitor.text(path)
        assert PHONE not in text
    assert "checked" not in visitor.text(WORK)
    type_all(visitor, "田中", {"phone": "0761111111", "cause": CAUSE})
    visitor.sign_in("鈴木")
    assert "0761111111" not in visitor.text(WORK)


def test_the_record_page_says_that_two_people_type_the_field(
    visitor: Visitor, office: Office
) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    visitor.sign_in("田中")
    assert "二人入力待ち" in visitor.text(f"/records/{record}")
    refused = visitor.call(f"/records/{record}/fields/phone", {"text": PHONE})
    assert refused.status_code == 422
    assert "二人入力" in refused.json()["message"]


def test_two_alike_make_the_record_ready(visitor: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI)
    assert office.state(record) is State.DOUBTED
    for name in ("田中", "鈴木"):
        type_all(visitor, name, {"phone": "076-123-4567", "cause": CAUSE})
    assert office.state(record) is State.READY
    assert office.values(record)["phone"] == PHONE


def test_one_person_gets_each_field_once(visitor: Visitor, office: Office) -> None:
    office.add("risai-shomei", RISAI)
    type_all(visitor, "田中", {"phone": PHONE, "cause": CAUSE})
    assert ids(visitor.text(WORK)) == []
    again = visitor.call(f"{WORK}/1", {"text": PHONE})
    assert again.status_code == 409
    assert "すでにあなたが入力しました" in again.json()["message"]


def test_nobody_sends_what_was_not_handed_to_him(visitor: Visitor, office: Office) -> None:
    office.add("risai-shomei", RISAI)
    visitor.sign_in("田中")
    (task,) = ids(visitor.text(WORK))
    visitor.sign_in("鈴木")
    assert visitor.call(f"{WORK}/{task}", {"text": PHONE}).status_code == 409
    assert visitor.client.get(f"{WORK}/{task}/picture").status_code == 404
    visitor.sign_in("森", Role.CLERK, ["こども課"])
    assert ids(visitor.text(WORK)) == []
    assert visitor.call(f"{WORK}/{task}", {"text": PHONE}).status_code == 404


def test_a_difference_is_settled_by_a_third_who_sees_both(visitor: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI)
    type_all(visitor, "田中", {"phone": PHONE, "cause": CAUSE})
    type_all(visitor, "鈴木", {"phone": None, "cause": "地震"})
    for name in ("田中", "鈴木"):
        visitor.sign_in(name, Role.CLERK)
        assert ids(visitor.text("/double/differences")) == []
    visitor.sign_in("佐藤")
    html = visitor.text("/double/differences")
    assert "（読めない）" in html
    assert PHONE in html
    assert "田中" not in html.replace('data-person="佐藤"', "")
    (task,) = ids(html)
    answer = visitor.call(f"/double/differences/{task}", {"text": PHONE})
    assert answer.status_code == 200
    (task,) = ids(answer.json()["task"])
    assert visitor.call(f"/double/differences/{task}", {}).status_code == 422
    assert visitor.call(f"/double/differences/{task}", {"text": "地震"}).json()["task"] is None
    assert office.state(record) is State.READY
    assert office.values(record)["cause"] == "地震"


def test_a_place_on_the_paper_is_a_small_piece_of_it(visitor: Visitor, office: Office) -> None:
    office.add("risai-shomei", RISAI)
    visitor.sign_in("田中")
    (task,) = ids(visitor.text(WORK))
    picture = visitor.client.get(f"{WORK}/{task}/picture")
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.content[:2] == b"\xff\xd8"


def test_a_form_without_such_fields_asks_for_nothing(visitor: Visitor, office: Office) -> None:
    record = office.add("jido-teate-nintei", JIDO)
    assert office.state(record) is State.READY
    visitor.sign_in("田中")
    assert "あなたが入力する項目はありません" in visitor.text("/double")


def test_a_settled_field_of_a_record_in_review_may_be_typed_anew(
    visitor: Visitor, office: Office
) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    for name in ("田中", "鈴木"):
        type_all(visitor, name, {"phone": PHONE, "cause": CAUSE})
    assert f"/double/{record}/fields/phone/restart" in visitor.text("/double")
    at = f"/double/{record}/fields/phone/restart"
    assert visitor.client.post(at, data={"token": visitor.token}).status_code == 303
    assert len(ids(visitor.text(WORK))) == 1
    assert office.values(record)["phone"] is None


def test_every_look_and_word_stands_in_the_audit_log(visitor: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI)
    type_all(visitor, "田中", {"phone": PHONE, "cause": CAUSE})
    seen = [(line.by, line.record, line.field) for line in office.audited(Act.OPENED)]
    said = [(line.by, line.record, line.field) for line in office.audited(Act.ANSWERED)]
    assert ("田中", record, "phone") in seen
    assert ("田中", record, "phone") in said
    assert all(PHONE not in line.what for line in office.audited())


def test_it_is_not_for_those_who_do_not_review(visitor: Visitor) -> None:
    for role in (Role.IT, Role.AUDITOR):
        visitor.sign_in("伊藤" if role is Role.IT else "監査", role)
        for path in ("/double", WORK, "/double/differences", "/sampling"):
            assert visitor.client.get(path).status_code == 403
