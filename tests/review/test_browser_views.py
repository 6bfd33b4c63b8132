"""The paper at the left and the queue, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.review.browsing import Desk
from tests.review.seeding import BLANK, JIDO, RISAI, UNCERTAIN
from workflows.reviewing import Reviewing

pytestmark = pytest.mark.browser


def test_the_paper_shows_the_field_in_hand_and_whole_on_a_key(desk: Desk) -> None:
    desk.office.add("risai-shomei", RISAI, {"copies": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("copies")
    frame, pane = desk.page.locator(".sheet .frame"), desk.page.locator(".pane")
    expect(frame).to_be_in_viewport()
    outer, inner = pane.bounding_box(), frame.bounding_box()
    assert outer
    assert inner
    assert outer["x"] <= inner["x"]
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]
    desk.press("F8")
    sheet = desk.page.locator(".sheet").bounding_box()
    assert sheet
    assert sheet["height"] <= outer["height"] + 1
    assert sheet["width"] <= outer["width"] + 1


def test_the_two_pages_of_a_form_change_with_the_field(desk: Desk) -> None:
    desk.office.add("kaigo-nintei", {}, {"name": BLANK, "doctor_name": BLANK})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("name")
    expect(desk.page.locator('.sheet[data-page="1"]')).to_be_visible()
    desk.press("Tab")
    desk.see_field("doctor_name")
    expect(desk.page.locator('.sheet[data-page="2"]')).to_be_visible()
    expect(desk.page.locator('.sheet[data-page="1"]')).to_be_hidden()


def test_the_queue_keeps_to_one_form(desk: Desk) -> None:
    desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    desk.office.add("jido-teate-nintei", JIDO, {"seikyusha_name": UNCERTAIN})
    last = desk.office.add("risai-shomei", RISAI, {"phone": UNCERTAIN})
    desk.sign_in()
    expect(desk.page.locator(".pick")).to_have_count(3)
    desk.press("ArrowRight", "ArrowRight")
    desk.page.wait_for_url("**/?form=jido-teate-nintei")
    desk.press("ArrowRight")
    desk.page.wait_for_url("**/?form=risai-shomei")
    expect(desk.page.locator(".pick")).to_have_count(2)
    desk.press("Enter")
    desk.see_field("name")
    desk.press("Enter")
    desk.see_finish()
    desk.press("Enter")
    desk.page.wait_for_url(f"**/records/{last}?form=risai-shomei")


def test_the_queue_follows_what_others_do_and_keeps_the_place(desk: Desk) -> None:
    office = desk.office
    first = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    second = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    desk.page.clock.install()
    desk.sign_in()
    desk.press("ArrowDown")
    Reviewing(office.store, office.catalogue, office.settings).open(first, "鈴木")
    desk.page.clock.run_for(16_000)
    expect(desk.page.get_by_text("鈴木 さんが確認中")).to_be_visible()
    expect(desk.page.locator(".pick:focus")).to_have_attribute("href", f"/records/{second}")
