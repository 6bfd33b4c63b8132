"""The review desk beside fields that two people type: nobody waits in front of them."""

import pytest
from fastapi.testclient import TestClient

from tests.review.second.test_double_pages import type_all
from tests.review.seeding import RISAI, UNCERTAIN, Office
from tests.review.visiting import Visitor
from workflows.store.states import State


@pytest.fixture
def clerk(client: TestClient) -> Visitor:
    return Visitor(client).sign_in("田中")


def test_the_rest_is_confirmed_and_the_record_leaves_the_desk(
    clerk: Visitor, office: Office
) -> None:
    first = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    second = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    page = clerk.text(f"/records/{first}")
    assert "残り 1<" in page
    assert 'id="row-phone"' not in page
    refused = clerk.call(f"/records/{first}/confirm", {})
    assert refused.status_code == 422
    assert "氏名" in refused.json()["message"]
    assert "電話" not in refused.json()["message"]
    clerk.call(f"/records/{first}/fields/name", {})
    answer = clerk.call(f"/records/{first}/confirm", {})
    assert answer.json() == {"next": f"/records/{second}"}
    assert (office.state(first), office.holder(first)) == (State.DOUBTED, None)
    assert f'href="/records/{first}"' not in clerk.text("/")


def test_it_goes_on_by_itself_when_two_have_typed(clerk: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    clerk.text(f"/records/{record}")
    clerk.call(f"/records/{record}/fields/name", {})
    clerk.call(f"/records/{record}/confirm", {})
    for name in ("鈴木", "佐藤"):
        type_all(clerk, name, {"phone": "0761234567", "cause": "風水害"})
    assert office.state(record) is State.READY
