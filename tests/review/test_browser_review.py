"""A clerk's way through the pages in a real browser, with the keyboard alone."""

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import select

from forms.record import Doubt
from tests.review.browsing import Desk
from tests.review.seeding import BLANK, JIDO, RISAI, TWO_MARKS, UNCERTAIN
from workflows.reviewing import Reviewing
from workflows.store.states import State
from workflows.store.tables import TimingRow

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


def test_enter_during_composition_does_not_confirm(desk: Desk) -> None:
    record = desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN, "address": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("name")
    input_method = desk.page.context.new_cdp_session(desk.page)
    typing = {"selectionStart": 3, "selectionEnd": 3, "text": "さとう"}
    input_method.send("Input.imeSetComposition", typing)
    desk.press("Enter")
    input_method.send("Input.insertText", {"text": "佐藤"})
    expect(desk.page.locator("#input-name")).to_have_value("佐藤")
    desk.see_field("name")
    assert desk.office.values(record)["name"] == "山田　花子"
    desk.press("Enter")
    desk.see_field("address")
    assert desk.office.values(record)["name"] == "佐藤"


def test_escape_during_composition_does_not_leave(desk: Desk) -> None:
    desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("name")
    input_method = desk.page.context.new_cdp_session(desk.page)
    typing = {"selectionStart": 3, "selectionEnd": 3, "text": "さとう"}
    input_method.send("Input.imeSetComposition", typing)
    desk.press("Escape")
    desk.see_field("name")


def test_a_my_number_is_seen_only_when_asked_for(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "utsushi.audit")
    number = "123456789018"
    record = desk.office.add(
        "jido-teate-nintei", JIDO, {"seikyusha_my_number": UNCERTAIN, "seikyusha_phone": UNCERTAIN}
    )
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("seikyusha_my_number")
    assert number not in desk.page.content()
    desk.press("Enter")
    expect(desk.page.locator("#message-seikyusha_my_number")).to_contain_text("F2 で表示")
    assert not [each for each in caplog.records if "revealed" in each.getMessage()]
    desk.press("F2")
    expect(desk.page.locator("#input-seikyusha_my_number")).to_have_value(number)
    expect(desk.page.locator(".sheet .shown")).to_be_visible()
    desk.press("Enter")
    desk.see_field("seikyusha_phone")
    assert number not in desk.page.content()
    expect(desk.page.locator(".sheet .shown")).to_have_count(0)
    lines = [each.getMessage() for each in caplog.records if "revealed" in each.getMessage()]
    assert lines == [f"revealed record={record} field=seikyusha_my_number by=田中"]
    desk.assert_clean()


def test_a_shown_my_number_hides_again_when_left(desk: Desk) -> None:
    desk.office.add(
        "jido-teate-nintei", JIDO, {"seikyusha_my_number": UNCERTAIN, "seikyusha_phone": UNCERTAIN}
    )
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("seikyusha_my_number")
    desk.press("F2")
    expect(desk.page.locator("#input-seikyusha_my_number")).to_have_value("123456789018")
    desk.press("Tab")
    desk.see_field("seikyusha_phone")
    assert "123456789018" not in desk.page.content()
    desk.press("Shift+Tab")
    desk.see_field("seikyusha_my_number")
    expect(desk.page.locator("#input-seikyusha_my_number")).to_have_value("")


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


def test_what_was_typed_and_not_sent_stops_the_record_from_going_on(desk: Desk) -> None:
    record = desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN, "phone": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("name")
    desk.press("Enter")
    desk.see_field("phone")
    desk.press("Enter")
    desk.see_finish()
    desk.press("Shift+Tab")
    desk.see_field("phone")
    desk.type("0769999999")
    desk.press("Tab")
    desk.see_finish()
    desk.press("Enter")
    desk.see_field("phone")
    expect(desk.page.locator("#message-phone")).to_contain_text("入力したままです")
    assert desk.office.state(record) is State.DOUBTED
    desk.press("Enter")
    desk.see_finish()
    assert desk.office.values(record)["phone"] == "0769999999"


def test_a_held_down_enter_confirms_one_field_only(desk: Desk) -> None:
    desk.office.add("risai-shomei", RISAI, {"kana": UNCERTAIN, "name": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("kana")
    calls: list[str] = []
    desk.page.on("request", lambda request: calls.append(request.method))
    desk.page.keyboard.down("Enter")
    desk.see_field("name")
    for _ in range(5):
        desk.page.keyboard.down("Enter")
    desk.page.keyboard.up("Enter")
    desk.see_field("name")
    assert calls == ["POST"]


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


def test_a_lost_server_loses_nothing_that_was_typed(desk: Desk) -> None:
    desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("name")
    desk.page.context.set_offline(True)
    desk.type("山田　華子")
    desk.press("Enter")
    expect(desk.page.locator("#message-name")).to_contain_text("サーバーにつながりません")
    expect(desk.page.locator("#input-name")).to_have_value("山田　華子")
    desk.page.context.set_offline(False)
    desk.press("Enter")
    desk.see_finish()


def test_a_script_in_a_value_is_text(desk: Desk) -> None:
    nasty = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
    desk.office.add(
        "risai-shomei", {**RISAI, "damage_text": nasty}, {"damage_text": Doubt("uncertain", nasty)}
    )
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("damage_text")
    expect(desk.page.locator("#input-damage_text")).to_have_value(nasty)
    expect(desk.page.locator("#doubts-damage_text")).to_have_text(nasty)
    desk.press("Enter")
    desk.see_finish()
    desk.assert_clean()


def test_seconds_at_the_fields_reach_the_store(desk: Desk) -> None:
    desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("name")
    desk.type("山田　華子")
    desk.press("Enter")
    desk.see_finish()
    with desk.office.store.read() as session:
        seconds = session.scalars(select(TimingRow.seconds).where(TimingRow.kind == "review")).one()
    assert 0 < seconds < 60


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


def test_keys_typed_during_a_call_go_to_the_next_field(desk: Desk) -> None:
    record = desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN, "phone": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("name")
    waiting: list[Route] = []

    def keep(route: Route) -> None:
        waiting.append(route)

    desk.page.route("**/fields/name", keep)
    with desk.page.expect_request("**/fields/name"):
        desk.press("Enter")
    desk.press(*"0761111111", "Enter")
    waiting[0].continue_()
    desk.see_field("phone")
    expect(desk.page.locator("#input-phone")).to_have_value("0761111111")
    assert desk.office.values(record)["phone"] == "0761234567"


def test_closing_the_window_gives_the_record_back(desk: Desk) -> None:
    record = desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("name")
    desk.page.goto(f"{desk.address}/sign-in")
    desk.page.goto(desk.address)
    expect(desk.page.get_by_text("あなたが確認中")).to_have_count(0)
    assert desk.office.holder(record) is None


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
