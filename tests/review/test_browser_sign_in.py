"""From the first start to a clerk at work, in a browser and with the keyboard alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.review.axe import violations
from tests.review.browsing import Desk
from tests.review.seeding import RISAI, UNCERTAIN
from workflows.accounts import Role
from workflows.accounts.first import setup_code

pytestmark = pytest.mark.browser
RIGHT = "ookina-kurige-no-uma"


def fill(page: Page, said: dict[str, str]) -> None:
    """Each input by its label, reached by Tab from the one before."""
    for number, (label, text) in enumerate(said.items()):
        if number:
            page.keyboard.press("Tab")
        expect(page.get_by_label(label, exact=True)).to_be_focused()
        page.keyboard.insert_text(text)
    page.keyboard.press("Enter")


def reach(page: Page, wanted: Locator) -> None:
    """By Tab, as somebody without a mouse."""
    expect(wanted).to_be_visible()
    for _ in range(40):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("not to be reached by Tab")


def test_the_first_account_makes_a_clerk_who_changes_the_password_and_works(desk: Desk) -> None:
    page = desk.page
    page.goto(f"{desk.address}/sign-in")
    reach(page, page.get_by_role("link", name="最初のアカウントを作る"))
    desk.press("Enter")
    expect(page.get_by_label("設定用のコード")).to_be_focused()
    assert violations(page) == []
    code = setup_code(desk.office.settings.home_path)
    fill(page, {"設定用のコード": code, "ログイン名": "ito", "名前": "伊藤",
                "パスワード": RIGHT, "パスワードをもう一度": RIGHT})  # fmt: skip
    expect(page.get_by_role("navigation", name="画面")).to_be_visible()
    password = a_clerk(desk)
    reach(page, page.get_by_role("button", name="サインアウト"))
    desk.press("Enter")
    fill(page, {"ログイン名": "sato", "パスワード": "wrong"})
    expect(page.get_by_role("alert")).to_contain_text("ログイン名かパスワードが違います")
    assert violations(page) == []
    desk.type(password)  # the login is kept, the cursor is in the password
    desk.press("Enter")
    expect(page.get_by_text("最初の一度だけ")).to_be_visible()
    assert violations(page) == []
    desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    fill(page, {"いまのパスワード": password, "新しいパスワード": "betsu-no-nagai-kotoba",
                "新しいパスワードをもう一度": "betsu-no-nagai-kotoba"})  # fmt: skip
    expect(page.get_by_role("heading", name="確認の一覧")).to_be_visible()
    expect(page.locator(".who")).to_contain_text("佐藤")
    desk.assert_clean()


def a_clerk(desk: Desk) -> str:
    """Made on the page of accounts; the password that it shows."""
    page = desk.page
    reach(page, page.get_by_role("link", name="アカウント"))
    desk.press("Enter")
    expect(page.get_by_role("heading", name="アカウントを作る")).to_be_visible()
    assert violations(page) == []
    reach(page, page.get_by_label("ログイン名"))
    desk.type("sato")
    desk.press("Tab")
    desk.type("佐藤")
    reach(page, page.get_by_label("危機管理課"))
    desk.press("Space")
    reach(page, page.get_by_role("button", name="作る", exact=True))
    desk.press("Enter")
    shown = page.locator(".told code")
    password = shown.inner_text()
    assert violations(page) == []
    reach(page, page.get_by_role("link", name="sato"))
    desk.press("Enter")
    expect(page.get_by_role("heading", name="佐藤")).to_be_visible()
    assert violations(page) == []
    return password


def test_an_auditor_narrows_the_log_and_has_it_verified(desk: Desk) -> None:
    page = desk.page
    desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    desk.sign_in("会田", Role.AUDITOR, path="/audit")
    expect(page.get_by_role("row")).not_to_have_count(1)
    assert violations(page) == []
    reach(page, page.get_by_label("種類"))
    page.get_by_label("種類").select_option("account_changed")
    reach(page, page.get_by_role("button", name="絞る"))
    desk.press("Enter")
    expect(page.get_by_role("cell", name="アカウントの変更")).to_have_count(1)
    reach(page, page.get_by_role("button", name="書き換えがないか確かめる"))
    desk.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("書き換えの跡はありません")
    assert violations(page) == []
    desk.assert_clean()
