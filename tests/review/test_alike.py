"""まとめて確認 on its pages."""

import re
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from tests.review.seeding import JIDO, RISAI, UNCERTAIN, Office
from tests.review.visiting import Visitor
from workflows.accounts import Role
from workflows.audit import Act
from workflows.store.states import State

GRID = "/alike/grid?form=risai-shomei&field=name"


@pytest.fixture
def clerk(client: TestClient) -> Visitor:
    return Visitor(client).sign_in("田中")


def keys(text: str) -> list[str]:
    return re.findall(r'<input type="checkbox" value="([^"]+)" tabindex', text)


def settle(visitor: Visitor, items: list[str], *wrong: str) -> Any:
    said = {"items": items, "wrong": list(wrong), "seconds": 3, "confirm": True}
    return visitor.call("/alike/settle", said)


def add(office: Office, *doubted: str, picture: bool = False) -> int:
    doubts = dict.fromkeys(doubted, UNCERTAIN)
    return office.add("risai-shomei", RISAI, doubts, picture=picture)


def test_the_pages_lead_from_a_field_to_a_grid(clerk: Visitor, office: Office) -> None:
    for _ in range(2):
        add(office, "name", "postal")
    first = clerk.text("/alike")
    assert "/alike/grid?form=risai-shomei&amp;field=name" in first
    assert "値・数字ごとに" in first
    narrow = clerk.text("/alike/field?form=risai-shomei&field=postal")
    assert "/alike/grid?form=risai-shomei&amp;field=postal&amp;figure=8" in narrow
    assert "9218155" in narrow
    grid = clerk.text("/alike/grid?form=risai-shomei&field=postal&figure=8")
    assert len(keys(grid)) == 2
    assert "/records/1/fields/postal/crop?figure=3" in grid


def test_a_day_goes_along_from_page_to_page(clerk: Visitor, office: Office) -> None:
    for _ in range(2):
        add(office, "postal")
    assert "/alike/field?form=risai-shomei&amp;field=postal&amp;day=2026-04-01" in clerk.text(
        "/alike?day=2026-04-01"
    )
    narrow = clerk.text("/alike/field?form=risai-shomei&field=postal&day=2026-04-01")
    assert "figure=8&amp;day=2026-04-01" in narrow
    assert 'href="/alike?day=2026-04-01"' in narrow
    assert "まとめて確かめられる項目はありません" in clerk.text("/alike?day=2026-04-02")
    assert clerk.client.get("/alike?day=x").status_code == 422


def test_no_value_stands_in_an_address(clerk: Visitor, office: Office) -> None:
    for _ in range(2):
        add(office, "name", "address")
    found = keys(clerk.text(GRID))
    page = clerk.text("/alike/field?form=risai-shomei&field=name")
    links = re.findall(r'href="(/alike/grid[^"]+value=[^"]+)"', page)
    assert len(links) == 1
    assert re.fullmatch(
        r"/alike/grid\?form=risai-shomei&amp;field=name&amp;value=[0-9a-f]{24}", links[0]
    )
    assert keys(clerk.text(links[0].replace("&amp;", "&"))) == found
    assert keys(clerk.text(f"{GRID}&value=0")) == []


def test_a_decision_is_carried_out_and_told_in_numbers(clerk: Visitor, office: Office) -> None:
    numbers = [add(office, "name") for _ in range(3)]
    found = keys(clerk.text(GRID))
    told = settle(clerk, found, found[0]).json()
    assert told == {"accepted": 2, "partly": 0, "marked": 1, "skipped": 0, "confirmed": 2}
    assert [office.state(each) for each in numbers].count(State.READY) == 2
    assert "すべて確かめました" in clerk.text(GRID)


def test_a_crop_is_the_field_alone_and_hides_private_places(clerk: Visitor, office: Office) -> None:
    doubts = {"seikyusha_name": UNCERTAIN, "seikyusha_my_number": UNCERTAIN}
    number = office.add("jido-teate-nintei", JIDO, doubts)
    answer = clerk.client.get(f"/records/{number}/fields/seikyusha_name/crop")
    image = Image.open(BytesIO(answer.content))
    box = office.catalogue["jido-teate-nintei"].field("seikyusha_name").box
    assert image.width < 1654 * box.w * 1.2
    hidden = clerk.client.get(f"/records/{number}/fields/seikyusha_my_number/crop")
    assert hidden.status_code == 404


def seen(office: Office) -> list[tuple[int | None, str]]:
    return [(line.record, line.field) for line in office.audited(Act.PICTURE_SEEN)]


def test_a_crop_asked_for_outside_a_grid_is_in_the_audit_log(
    clerk: Visitor, office: Office
) -> None:
    number = add(office, "name", picture=True)
    for _ in range(2):  # one line of the same look
        assert clerk.client.get(f"/records/{number}/fields/name/crop").status_code == 200
    assert seen(office) == [(number, "name")]


def test_the_crops_of_a_grid_are_in_the_audit_log_once(clerk: Visitor, office: Office) -> None:
    number = add(office, "name", picture=True)
    clerk.text(GRID)
    clerk.client.get(f"/records/{number}/fields/name/crop")
    assert seen(office) == [(number, "name")]


def test_looking_at_the_values_of_a_field_is_in_the_audit_log(
    clerk: Visitor, office: Office
) -> None:
    add(office, "name")
    clerk.text("/alike/field?form=risai-shomei&field=name")
    lines = [line.what for line in office.audited(Act.OPENED)]
    assert lines == ["alike values form=risai-shomei field=name"]


@pytest.mark.parametrize("key", ["1.--1.x", "１.0.x", "1.²1.x", "..", "1.-.x"])
def test_a_key_that_is_none_is_refused(clerk: Visitor, office: Office, key: str) -> None:
    assert settle(clerk, [key]).status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "name/crop?figure=0", "postal/crop?figure=7", "postal/crop?figure=-1", "nothing/crop",
        "../../review.key/crop",
    ],
)  # fmt: skip
def test_a_crop_that_is_none_is_not_found(clerk: Visitor, office: Office, path: str) -> None:
    number = add(office, "name", picture=True)
    assert clerk.client.get(f"/records/{number}/fields/{path}").status_code == 404


def test_another_departments_crops_and_groups_are_not_there(
    client: TestClient, office: Office
) -> None:
    number = add(office, "name", picture=True)
    other = Visitor(client).sign_in("木村", Role.CLERK, ["介護保険課"])
    assert client.get(f"/records/{number}/fields/name/crop").status_code == 404
    assert client.get(GRID).status_code == 404
    assert "罹災" not in other.text("/alike")


@pytest.mark.parametrize("role", [Role.IT, Role.AUDITOR])
def test_who_may_not_review_sees_no_grid(client: TestClient, office: Office, role: Role) -> None:
    number = add(office, "name", picture=True)
    visitor = Visitor(client).sign_in("木村", role)
    for path in ("/alike", GRID, f"/records/{number}/fields/name/crop"):
        assert client.get(path).status_code == 403, path
    assert settle(visitor, []).status_code == 403


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 404), ("field=name", 404), ("form=risai-shomei&field=nothing", 404),
        ("type=my_number", 404), ("type=x", 422),
        ("form=risai-shomei&field=postal&figure=ab", 422),
        ("form=risai-shomei&field=postal&skip=-1", 422),
    ],
)  # fmt: skip
def test_a_group_that_makes_no_sense_is_refused(clerk: Visitor, query: str, status: int) -> None:
    assert clerk.client.get(f"/alike/grid?{query}").status_code == status


def test_keys_that_are_none_are_refused(clerk: Visitor, office: Office) -> None:
    assert settle(clerk, ["1; DROP TABLE answers"]).status_code == 422
    assert settle(clerk, ["1.-1.x"] * 400).status_code == 422
