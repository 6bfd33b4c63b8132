"""A grid worked through with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.review.axe import violations
from tests.review.browsing import Desk
from tests.review.seeding import RISAI, UNCERTAIN
from workflows.store.states import State

pytestmark = pytest.mark.browser


def test_wrong_ones_are_marked_and_one_enter_accepts_the_rest(desk: Desk) -> None:
    numbers = [
        desk.office.add(
            "risai-shomei", {**RISAI, "postal": f"921815{n}"},
            {"name": UNCERTAIN, "postal": UNCERTAIN},
        )
        for n in range(5)
    ]  # fmt: skip
    desk.sign_in(path="/alike")
    page = desk.page
    assert violations(page) == []
    expect(page.locator(".pick:focus")).to_have_text("氏名")
    desk.press("Enter")
    expect(page.locator(".piece")).to_have_count(5)
    expect(page.locator(".piece").first.locator("input")).to_be_focused()
    desk.press("ArrowRight", "Space", "ArrowDown", "Home", "ArrowRight")
    expect(page.locator(".piece :checked")).to_have_count(1)
    page.reload()
    expect(page.locator(".piece :checked")).to_have_count(1)  # marks are not lost
    assert violations(page) == []
    expect(page.locator("#settle[aria-busy]")).to_have_count(0)
    desk.press("Enter")
    expect(page.locator("#status")).to_have_text(
        "4 項目を確かめました。1 項目を確認待ちに残しました。"
    )
    expect(page.get_by_text("すべて確かめました")).to_be_visible()
    page.goto(f"{desk.address}/alike/field?form=risai-shomei&field=postal")
    assert violations(page) == []
    page.get_by_role("link", name="8 5").focus()
    desk.press("Enter")
    expect(page.locator(".pieces.figure .piece")).to_have_count(5)
    expect(page.locator("#settle[aria-busy]")).to_have_count(0)
    desk.press("Enter")
    expect(page.locator("#status")).to_contain_text("5 桁を確かめました")
    desk.assert_clean()
    assert [desk.office.state(each) for each in numbers] == [State.DOUBTED] * 5


def test_a_picture_that_is_lost_is_not_accepted(desk: Desk) -> None:
    numbers = [desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN}) for _ in range(2)]
    lost = desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    desk.sign_in(path="/alike/grid?form=risai-shomei&field=name")
    expect(desk.page.locator(".piece.lost")).to_have_count(1)
    expect(desk.page.locator("#settle[aria-busy]")).to_have_count(0)
    desk.press("Enter")
    expect(desk.page.locator("#status")).to_contain_text("2 件の記録を確定しました")
    assert [desk.office.state(each) for each in (*numbers, lost)] == [
        State.READY, State.READY, State.DOUBTED,
    ]  # fmt: skip


def test_what_was_never_on_the_screen_is_not_accepted(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 1280, "height": 420})
    numbers = [
        desk.office.add("risai-shomei", RISAI, {"address": UNCERTAIN}) for _ in range(14)
    ]  # fmt: skip
    desk.sign_in(path="/alike/grid?form=risai-shomei&field=address")
    expect(desk.page.locator("#settle[aria-busy]")).to_have_count(0)
    desk.press("Enter")
    expect(desk.page.locator("#message")).to_contain_text("まだ画面に出ていない画像")
    assert {desk.office.state(each) for each in numbers} == {State.DOUBTED}
    desk.assert_clean()
