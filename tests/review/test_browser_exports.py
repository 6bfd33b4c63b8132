"""From a new layout to a file in hand, with the keyboard alone."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.review.axe import violations
from tests.review.browsing import Desk
from tests.review.seeding import RISAI

pytestmark = pytest.mark.browser


def test_a_layout_is_made_and_its_file_taken(desk: Desk, tmp_path: Path) -> None:
    desk.office.add("risai-shomei", {**RISAI, "name": "𠮷田　花子"}, picture=False)
    desk.sign_in(path="/exports/layouts/new?form=risai-shomei")
    page = desk.page
    expect(page.locator("#title")).to_be_focused()
    desk.type("台帳")
    page.locator("#name").focus()
    desk.press("Control+a")
    desk.type("daicho")
    page.locator("#encoding").select_option("cp932")
    rows = page.locator("#columns tr")
    while rows.count() > 3:  # 記録, 受付日, 業務システムの受付番号 stay
        rows.last.locator("select").first.focus()
        desk.press("Alt+Delete")
    rows.first.locator("select").first.focus()
    desk.press("Alt+Insert")
    desk.press("Alt+ArrowUp")
    rows.first.get_by_label("内容").select_option("field:name")
    rows.nth(1).get_by_label("内容").select_option("field:risai_date")
    rows.nth(1).get_by_label("日付の書き方").select_option("era")
    assert violations(page) == []
    desk.press("Control+Enter")
    expect(page.locator("#layout")).to_have_value("own:daicho")
    assert violations(page) == []
    page.locator("#layout").focus()
    desk.press("Enter")
    expect(page.get_by_label("𠮷 (U+20BB7) の代わりに書く文字")).to_be_focused()
    assert violations(page) == []
    desk.type("吉")
    desk.press("Enter")
    expect(page.get_by_role("button", name="ファイルを受け取る")).to_be_focused()
    assert violations(page) == []
    with page.expect_download() as waited:
        desk.press("Enter")
    taken = tmp_path / "taken.csv"
    waited.value.save_as(taken)
    lines = taken.read_text(encoding="cp932").splitlines()
    assert lines[0] == "氏名,罹災年月日,受付日,業務システムの受付番号"
    assert lines[1] == "吉田　花子,令和8年3月14日,2026-04-01,"
    desk.assert_clean()
