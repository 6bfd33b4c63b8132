"""A clerk's way through the pages in a real browser, with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.review.browsing import Desk
from tests.review.seeding import BLANK, RISAI, TWO_MARKS, UNCERTAIN
from workflows.store.states import State

pytestmark = pytest.mark.browser


def test_a_record_goes_from_the_queue_to_ready_and_the_next_one_opens(desk: Desk) -> None:
    first = desk.office.add(
        "risai-shomei", RISAI, {"name": UNCERTAIN, "address": UNCERTAIN, "kana": UNCERTAIN},
        {"address": ["架空市みなと町3-5-12", "架空市みなと町3-5-72"]},
    )  # fmt: skip
    second = desk.office.add("risai-shomei", RISAI, {"phone": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("kana")
    desk.press("Enter")
    desk.see_field("name")
    desk.type("山田　華子")
    desk.press("Enter")
    desk.see_field("address")
    desk.press("Alt+1")
    desk.see_finish()
    desk.press("Enter")
    desk.page.wait_for_url(f"**/records/{second}")
    desk.see_field("phone")
    desk.assert_clean()
    assert desk.office.state(first) is State.READY
    assert desk.office.last_by(first) == "田中"
    values = desk.office.values(first)
    assert values["name"] == "山田　華子"
    assert values["kana"] == "ヤマダ　ハナコ"
    assert values["address"] == "架空市みなと町3-5-72"


def test_the_last_record_leads_back_to_the_queue(desk: Desk) -> None:
    desk.office.add("risai-shomei", RISAI, {"phone": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("phone")
    desk.press("Enter")
    desk.see_finish()
    desk.press("Enter")
    expect(desk.page.get_by_text("確認を待つ記録はありません。")).to_be_visible()


def test_a_value_that_cannot_be_is_refused_under_the_field_and_stays(desk: Desk) -> None:
    record = desk.office.add("risai-shomei", RISAI, {"phone": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("phone")
    desk.type("12345")
    desk.press("Enter")
    message = desk.page.locator("#message-phone")
    expect(message).to_contain_text("電話番号は 10〜11 桁です")
    desk.see_field("phone")
    expect(desk.page.locator("#input-phone")).to_have_value("12345")
    assert desk.office.values(record)["phone"] == "0761234567"


def test_a_blank_required_field_stands_only_by_a_second_step(desk: Desk) -> None:
    record = desk.office.add("risai-shomei", {**RISAI, "kana": None}, {"kana": BLANK})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("kana")
    desk.press("Control+Enter")
    expect(desk.page.locator("#message-kana")).to_contain_text("まず Enter")
    desk.press("Enter")
    expect(desk.page.get_by_role("button", name="このまま確定")).to_be_visible()
    desk.press("Control+Enter")
    desk.see_finish()
    desk.press("Enter")
    expect(desk.page.get_by_text("確認を待つ記録はありません。")).to_be_visible()
    assert desk.office.state(record) is State.READY


def test_a_doubted_blank_is_not_taken_by_one_enter(desk: Desk) -> None:
    desk.office.add("risai-shomei", {**RISAI, "damage_text": None}, {"damage_text": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("damage_text")
    desk.press("Enter")
    expect(desk.page.locator("#message-damage_text")).to_contain_text("もう一度 Enter")
    desk.press("Enter")
    desk.see_finish()
    desk.assert_clean()


def test_a_broken_rule_stands_only_by_a_second_step(desk: Desk) -> None:
    values = {**RISAI, "risai_date": "2026-04-14"}
    record = desk.office.add("risai-shomei", values)
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("shinsei_date")
    desk.press("Enter")
    expect(desk.page.locator("#message-shinsei_date")).to_contain_text("申請年月日より後")
    desk.press("Tab")
    desk.see_field("risai_date")
    desk.type("R8.3.14")
    desk.press("Enter")
    desk.see_finish()
    desk.press("Enter")
    expect(desk.page.get_by_text("確認を待つ記録はありません。")).to_be_visible()
    assert desk.office.values(record)["risai_date"] == "2026-03-14"


def test_options_are_chosen_by_digits(desk: Desk) -> None:
    values = {**RISAI, "cause": None, "damage": ("屋根",)}
    record = desk.office.add(
        "risai-shomei",
        values,
        {"cause": TWO_MARKS, "damage": UNCERTAIN},
        raw={"cause": "地震、火災"},
    )
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("cause")
    desk.press("Enter")
    expect(desk.page.locator("#message-cause")).to_contain_text("用紙を見て選んでください")
    desk.press("3", "Enter")
    desk.see_field("damage")
    desk.press("1", "2", "4", "Enter")
    desk.see_finish()
    values = dict(desk.office.values(record))
    assert values["cause"] == "火災"
    assert values["damage"] == ("外壁", "床下浸水")
    desk.assert_clean()


def test_hold_with_a_reason_goes_on_to_the_next_record(desk: Desk) -> None:
    first = desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    second = desk.office.add("risai-shomei", RISAI, {"phone": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("name")
    desk.press("F9")
    expect(desk.page.locator("#hold-reason")).to_be_focused()
    desk.press("Enter")
    expect(desk.page.locator("#hold-message")).to_contain_text("理由が空です")
    desk.press("Alt+1", "Enter")
    desk.page.wait_for_url(f"**/records/{second}")
    assert desk.office.state(first) is State.HELD
    assert desk.office.reason(first) == "本人に確かめる"


def test_closing_the_hold_dialog_gives_the_field_back(desk: Desk) -> None:
    record = desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("name")
    desk.press("F9")
    expect(desk.page.locator("#hold-reason")).to_be_focused()
    desk.press("Escape")
    desk.see_field("name")
    assert desk.office.state(record) is State.DOUBTED


def test_escape_restores_the_typing_first_and_then_leaves(desk: Desk) -> None:
    record = desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("name")
    desk.type("違う")
    desk.press("Escape")
    expect(desk.page.locator("#input-name")).to_have_value("山田　花子")
    desk.press("Escape")
    expect(desk.page.get_by_role("heading", name="確認の一覧")).to_be_visible()
    expect(desk.page.get_by_text("あなたが確認中")).to_have_count(0)
    assert desk.office.state(record) is State.DOUBTED


def test_an_accepted_field_can_be_corrected_too(desk: Desk) -> None:
    record = desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("name")
    desk.press("Enter")
    desk.see_finish()
    desk.press("F4")
    desk.see_field("shinsei_date")
    desk.press("Tab")
    desk.see_field("kana")
    desk.type("ヤマダ　カコ")
    desk.press("Enter")
    desk.see_field("seal")
    assert desk.office.values(record)["kana"] == "ヤマダ　カコ"
