"""A record that waits for approval, and the way of one that got it, on its history."""

from fastapi.testclient import TestClient

from review.app import create_app
from tests.review.conftest import BASE
from tests.review.seeding import RISAI, Office
from tests.review.visiting import Visitor
from workflows.app import Utsushi
from workflows.approvals import asking
from workflows.approvals.answer import Answer
from workflows.approvals.deciding import decide


def history(office: Office, record: int, *, is_gated: bool) -> str:
    settings = office.settings.model_copy(update={"approval": is_gated})
    app = create_app(office.store, office.catalogue, settings)
    client = TestClient(app, base_url=BASE, follow_redirects=False)
    return Visitor(client).sign_in("田中").text(f"/records/{record}/history")


def answered(office: Office, record: int, *, is_approval: bool) -> None:
    app = Utsushi(office.settings, catalogue=office.catalogue)
    app.__dict__["store"] = office.store
    asked = asking.ask(app.office, "run", [record])
    assert asked is not None
    decide(app, asked, Answer("課長", is_approval, frozenset(), "急ぎのため"))


def test_a_ready_record_says_that_it_waits_for_approval(office: Office) -> None:
    record = office.add("risai-shomei", RISAI, picture=False)
    assert "承認待ち" in history(office, record, is_gated=True)
    assert "承認待ち" not in history(office, record, is_gated=False)


def test_the_question_and_the_answer_stand_in_the_way(office: Office) -> None:
    record = office.add("risai-shomei", RISAI, picture=False)
    answered(office, record, is_approval=True)
    text = history(office, record, is_gated=True)
    for words in ("入力の承認を求めました", "入力が承認されました", "課長", "急ぎのため"):
        assert words in text
    assert "承認待ち" not in text


def test_a_record_that_was_left_out_goes_on_waiting_without_the_gate(office: Office) -> None:
    record = office.add("risai-shomei", RISAI, picture=False)
    answered(office, record, is_approval=False)
    text = history(office, record, is_gated=False)
    assert "入力は見送られました" in text
    assert "承認待ち" in text
