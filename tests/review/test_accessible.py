"""No page has a serious accessibility violation."""

import pytest

from tests.review.axe import violations
from tests.review.browsing import Desk
from tests.review.routes import routes
from tests.review.seeding import JIDO, RISAI, UNCERTAIN
from workflows.accounts import Role


def test_the_checker_sees_a_violation(desk: Desk) -> None:
    desk.page.set_content("<html lang=ja><title>x</title><main><img src=x></main>")
    assert any(each.startswith("image-alt") for each in violations(desk.page))


def test_the_sign_in_page_is_accessible(desk: Desk) -> None:
    desk.page.goto(desk.address)
    assert violations(desk.page) == []


def test_the_queue_is_accessible(desk: Desk) -> None:
    desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    desk.sign_in()
    assert violations(desk.page) == []


def test_an_open_record_is_accessible(desk: Desk) -> None:
    desk.office.add("jido-teate-nintei", JIDO, {"seikyusha_my_number": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("seikyusha_my_number")
    assert violations(desk.page) == []
    desk.press("F9")
    assert violations(desk.page) == []


def test_the_history_is_accessible(desk: Desk) -> None:
    record = desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    desk.sign_in()
    desk.page.goto(f"{desk.address}/records/{record}/history")
    assert violations(desk.page) == []


@pytest.mark.parametrize("role", Role)
def test_every_page_is_accessible_to_every_role(desk: Desk, role: Role) -> None:
    """Whatever address gives a page, a refusal too. What only a deed brings about (dialogs, grids,
    drawings) is held to the same in the tests of its own."""
    desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    desk.sign_in(role=role, path="/password")
    found, bodies, seen = {}, set[bytes](), 0
    for route in routes("GET"):
        address = f"{desk.address}{route.at()}"
        answer = desk.page.request.get(address)
        body = answer.body()
        if not body.lower().startswith(b"<!doctype html"):
            continue  # a picture, a file, a part of a page
        seen += answer.ok
        if body in bodies:
            continue  # the same refusal, byte for byte
        bodies.add(body)
        desk.page.goto(address)
        found[route.path] = violations(desk.page)
    assert seen >= 6
    assert {path: lines for path, lines in found.items() if lines} == {}
