"""Double entry, sampling and the effect in a real browser, with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.review.axe import violations
from tests.review.browsing import Desk
from tests.review.second.test_sampling_pages import drawn, slow
from tests.review.seeding import JIDO, RISAI, Office
from workflows.accounts import Role
from workflows.store.states import State

pytestmark = pytest.mark.browser
WORK = "/second/double/tasks"


def see(desk: Desk, field: str) -> None:
    """The field is in hand: its input has the focus."""
    expect(desk.page.locator(f'.task[data-field="{field}"] :focus')).to_have_count(1)


def see_done(desk: Desk) -> None:
    expect(desk.page.locator("#done")).to_be_visible()
    expect(desk.page.locator("#done a:focus")).to_have_count(1)


def test_two_people_type_blind_and_a_third_settles(desk: Desk, office: Office) -> None:
    record = office.add("risai-shomei", RISAI)
    desk.sign_in("田中", Role.CLERK, path="/double")
    expect(desk.page.locator("a.primary:focus")).to_have_count(1)
    assert violations(desk.page) == []
    desk.press("Enter")
    see(desk, "phone")
    expect(desk.page.locator(".strip img")).to_be_visible()
    assert violations(desk.page) == []
    desk.press("Enter")
    expect(desk.page.locator("#message")).to_contain_text("もう一度 Enter")
    desk.type("12")
    desk.press("Enter")
    expect(desk.page.locator("#message")).to_contain_text("桁")
    desk.press("Control+a")
    desk.type("０７６－１２３－４５６７")
    desk.press("Enter")
    see(desk, "cause")
    desk.press("3", "Enter")
    see_done(desk)
    desk.assert_clean()

    desk.sign_in("鈴木", Role.CLERK, path=WORK)
    see(desk, "phone")
    desk.type("0761234567")
    desk.press("Enter")
    see(desk, "cause")
    desk.press("F9")
    see_done(desk)
    assert office.state(record) is State.DOUBTED

    desk.sign_in("佐藤", path="/double/differences")
    see(desk, "cause")
    assert violations(desk.page) == []
    desk.press("Alt+1")
    see_done(desk)
    desk.press("Enter")
    expect(desk.page.get_by_role("heading", name="二人入力", exact=True)).to_be_visible()
    desk.assert_clean()
    assert office.state(record) is State.READY
    assert office.values(record)["phone"] == "0761234567"


def test_what_passed_is_looked_at_blind_and_the_effect_is_shown(desk: Desk, office: Office) -> None:
    record = office.add("jido-teate-nintei", JIDO)
    drawn(office, record, "bank_code")
    slow(office)
    desk.sign_in("佐藤", path="/sampling")
    assert violations(desk.page) == []
    desk.press("Enter")
    see(desk, "bank_code")
    desk.type("0124")
    desk.press("Enter")
    see_done(desk)
    desk.press("Escape")
    expect(desk.page.get_by_role("heading", name="抜き取り確認")).to_be_visible()
    assert office.state(record) is State.DOUBTED
    desk.page.goto(f"{desk.address}/measures")
    expect(desk.page.get_by_text("手入力より時間がかかっています")).to_be_visible()
    assert violations(desk.page) == []
    desk.press("Escape")
    expect(desk.page.get_by_text("手入力より時間がかかっています")).to_be_visible()
    desk.assert_clean()
