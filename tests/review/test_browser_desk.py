"""The desk in a browser: a hundred fields by keyboard, a killed server, a session that ends."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from review.room import COOKIE
from tests.review.axe import violations
from tests.review.browsing import Desk
from tests.review.seeding import BLANK, JIDO, RISAI, UNCERTAIN, Office
from tests.review.signing_in import secret_for
from workflows.reviewing import Reviewing
from workflows.reviewing.drafting import Drafts
from workflows.reviewing.hand import Hand
from workflows.store.states import State
from workflows.store.tables import DocumentRow

pytestmark = pytest.mark.browser
MANY = ("kana", "name", "postal", "address", "phone", "relation", "setai_nushi", "setai_ninzu",
        "house_address", "house_kind")  # fmt: skip


def drafts(office: Office, record: int) -> dict[str, str]:
    hand = Hand(office.store, office.catalogue, office.settings)
    return dict(Drafts(hand).of(record, "田中"))


@contextmanager
def server(office: Office, port: int) -> Iterator[int]:
    """`python -m review` as a process of its own; killed at the end. The port it listens on."""
    environment = os.environ | {
        "UTSUSHI_HOME": str(office.settings.home_path), "UTSUSHI_REVIEW_PORT": str(port),
        "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "review"], env=environment, stdout=subprocess.PIPE, text=True,
        encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stdout
        lines = iter(process.stdout.readline, "")
        found = next(m for line in lines if (m := re.search(r"http://127\.0\.0\.1:(\d+)/", line)))
        try:
            yield int(found[1])
        finally:
            process.kill()


def test_a_hundred_fields_are_cleared_without_a_mouse(desk: Desk) -> None:
    doubts = dict.fromkeys(MANY, UNCERTAIN)
    records = [
        desk.office.add("risai-shomei", RISAI, doubts, {"name": ["山田　華子", "山田　花代"]},
                        picture=False)
        for _ in range(10)
    ]  # fmt: skip
    desk.sign_in()
    desk.press("Enter")
    for record in records:
        desk.page.wait_for_url(f"**/records/{record}")
        for field in MANY:
            desk.see_field(field)
            if field == "name":
                desk.press("Alt+1")
            elif field == "phone":
                desk.type("0769123456")
                desk.press("Enter")
            else:
                desk.press("Enter")
        desk.see_finish()
        desk.press("Enter")
    expect(desk.page.get_by_text("確認を待つ記録はありません。")).to_be_visible()
    desk.assert_clean()
    for record in records:
        assert desk.office.state(record) is State.READY
        values = desk.office.values(record)
        assert (values["name"], values["phone"]) == ("山田　華子", "0769123456")


def test_what_was_typed_survives_a_killed_server(desk: Desk) -> None:
    office, page = desk.office, desk.page
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN, "phone": UNCERTAIN})
    with server(office, 0) as port:
        desk.address = f"http://127.0.0.1:{port}"
        desk.sign_in(path=f"/records/{record}")
        desk.see_field("name")
        with page.expect_response("**/draft"):
            desk.type("山田　華")
    desk.type("子")
    desk.press("Tab")
    desk.see_field("phone")
    desk.type("0769")
    expect(page.locator("#row-name .words")).to_have_text("山田　華子")
    expect(page.locator("#status")).to_contain_text("サーバーにつながりません")
    expect(page.locator("#input-name")).to_have_value("山田　華子")
    assert drafts(office, record) == {"name": "山田　華"}
    with server(office, port):
        expect(page.locator("#status")).to_be_empty()
        assert drafts(office, record) == {"name": "山田　華子", "phone": "0769"}
        page.goto("about:blank")
        page.goto(f"{desk.address}/records/{record}")
        expect(page.locator("#restored")).to_contain_text("途中の 2 項目を戻しました")
        desk.see_field("name")
        expect(page.locator("#input-name")).to_have_value("山田　華子")
        expect(page.locator("#input-phone")).to_have_value("0769")
        desk.press("Enter")
        desk.see_field("phone")
        assert office.values(record)["name"] == "山田　華子"
        assert drafts(office, record) == {"phone": "0769"}
        desk.press("Escape")
        expect(page.locator("#input-phone")).to_have_value("0761234567")


def test_the_last_moment_of_typing_is_kept_when_the_page_closes(desk: Desk) -> None:
    record = desk.office.add("risai-shomei", RISAI, {"cause": UNCERTAIN})
    desk.sign_in(path=f"/records/{record}")
    desk.see_field("cause")
    desk.press("3")
    desk.page.goto("about:blank")
    for _ in range(200):  # the call outlives its page
        if desk.office.holder(record) is None:
            break
        desk.page.wait_for_timeout(50)
    assert drafts(desk.office, record) == {"cause": "火災"}
    desk.page.goto(f"{desk.address}/records/{record}")
    desk.see_field("cause")
    expect(desk.page.locator("#row-cause :checked")).to_have_attribute("value", "火災")
    expect(desk.page.locator("#restored")).to_be_visible()


def test_a_session_that_ends_loses_nothing_and_is_taken_up(desk: Desk) -> None:
    record = desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    desk.sign_in(path=f"/records/{record}")
    desk.see_field("name")
    desk.page.context.clear_cookies()
    desk.type("山田　華子")
    expect(desk.page.locator("#status")).to_contain_text("サインアウトしています")
    secret = secret_for(desk.office, "田中")  # as signing in in another tab does
    desk.page.context.add_cookies([{"name": COOKIE, "value": secret, "url": desk.address}])
    expect(desk.page.locator("#status")).to_be_empty()
    assert drafts(desk.office, record) == {"name": "山田　華子"}
    desk.press("Enter")
    desk.see_finish()
    assert desk.office.values(record)["name"] == "山田　華子"


def test_whoever_comes_back_late_is_told_at_the_next_key(desk: Desk) -> None:
    office = desk.office
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    desk.page.clock.install()
    desk.sign_in(path=f"/records/{record}")
    desk.see_field("name")
    reviewing = Reviewing(office.store, office.catalogue, office.settings)
    reviewing.release(record, "田中")
    reviewing.open(record, "鈴木")
    desk.page.clock.run_for(61_000)
    desk.press("Shift")
    expect(desk.page.locator("#status")).to_contain_text("鈴木 さんが確認中です")
    expect(desk.page.locator("#input-name")).to_have_value("山田　花子")


def test_a_record_is_sent_back_by_keyboard_and_the_next_one_opens(desk: Desk) -> None:
    first = desk.office.add("risai-shomei", {**RISAI, "phone": None, "name": "山田　花子"},
                            {"kana": BLANK, "name": UNCERTAIN})  # fmt: skip
    second = desk.office.add("risai-shomei", RISAI, {"phone": UNCERTAIN})
    desk.sign_in(path=f"/records/{first}")
    desk.see_field("kana")
    desk.press("F6")
    expect(desk.page.locator("#reason")).to_be_focused()
    expect(desk.page.locator(".lack input:checked")).to_have_count(1)
    assert violations(desk.page) == []
    desk.press("Alt+1", "Enter")
    expect(desk.page.get_by_role("heading", name="書類の差戻しについて")).to_be_visible()
    assert violations(desk.page) == []
    assert desk.office.state(first) is State.RETURNED
    desk.press("Enter")
    desk.page.wait_for_url(f"**/records/{second}")
    desk.see_field("phone")
    desk.assert_clean()


def test_another_form_is_chosen_by_typing_a_part_of_its_name(desk: Desk) -> None:
    record = desk.office.add("jido-teate-nintei", JIDO, {"seikyusha_name": UNCERTAIN})
    with desk.office.store.write() as session:
        session.get_one(DocumentRow, 1).stored_path = "originals/x.pdf"
    desk.sign_in(path=f"/records/{record}")
    desk.see_field("seikyusha_name")
    desk.press("F7")
    expect(desk.page.locator("#narrow")).to_be_focused()
    assert violations(desk.page) == []
    desk.press("Escape")
    desk.see_field("seikyusha_name")
    desk.press("F7")
    expect(desk.page.locator("#narrow")).to_be_focused()
    desk.type("罹災証明")
    expect(desk.page.locator(".choice:visible")).to_have_count(1)
    desk.press("Enter")
    expect(desk.page.get_by_text("確認を待つ記録はありません。")).to_be_visible()
    assert desk.office.state(record) is State.RECEIVED
    desk.assert_clean()


def test_the_queue_is_parted_and_searched_by_keyboard(desk: Desk) -> None:
    first = desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    desk.office.add("jido-teate-nintei", JIDO, {"seikyusha_name": UNCERTAIN}, picture=False)
    desk.sign_in()
    desk.press("Shift+ArrowRight")
    desk.page.wait_for_url("**/?department=*")
    expect(desk.page.locator(".pick:focus")).to_have_count(1)
    desk.press("4")
    desk.page.wait_for_url("**/?department=*&age=7")
    expect(desk.page.locator(".pick:focus")).to_have_count(1)
    desk.press("F3")
    expect(desk.page.locator("#q")).to_be_focused()
    desk.type(str(first))
    desk.press("Enter")
    expect(desk.page.get_by_role("heading", name=f"「{first}」で見つかった記録")).to_be_visible()
    expect(desk.page.locator(".pick:focus")).to_have_attribute("href", f"/records/{first}")
    assert violations(desk.page) == []
    desk.press("Enter")
    desk.see_field("name")
    desk.press("F1")
    expect(desk.page.get_by_role("dialog", name="キーの説明")).to_be_visible()
    assert violations(desk.page) == []
    desk.press("Enter")
    desk.see_field("name")
    desk.assert_clean()
