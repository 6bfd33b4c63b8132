"""確かめた in a real browser, by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.review.browsing import Desk
from tests.review.seeding import Office
from tests.review.test_separators import RISAI, separators, taken
from workflows.stacks.sheets import Separators

pytestmark = pytest.mark.browser
__all__ = ["separators"]


def test_a_sheet_is_ended_from_the_list_by_keys(
    desk: Desk, office: Office, separators: Separators
) -> None:
    taken(office, separators, RISAI, RISAI)
    desk.sign_in(path="/intake")
    desk.page.goto(f"{desk.address}/")
    desk.page.get_by_role("link", name="紙を確かめた").press("Enter")
    desk.page.get_by_label("紙を見て").select_option(label="そのほか")
    desk.page.get_by_label("補足").fill("翌日の便で届きました")
    desk.page.get_by_role("button", name="確かめた").press("Enter")
    desk.page.wait_for_url("**/documents/*")
    expect(desk.page.get_by_text("翌日の便で届きました。").first).to_be_visible()
    desk.page.goto(f"{desk.address}/")
    expect(desk.page.get_by_role("heading", name="保留")).to_have_count(0)
