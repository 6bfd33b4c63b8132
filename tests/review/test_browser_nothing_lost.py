"""Nothing typed is lost, nothing is confirmed unseen, nothing private is shown unasked."""

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import select

from forms.record import Doubt
from tests.review.browsing import Desk
from tests.review.seeding import JIDO, RISAI, UNCERTAIN
from workflows.audit import Act
from workflows.store.states import State
from workflows.store.tables import TimingRow

pytestmark = pytest.mark.browser


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


def test_a_my_number_is_seen_only_when_asked_for(desk: Desk) -> None:
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
    assert desk.office.audited(Act.REVEALED) == []
    desk.press("F2")
    expect(desk.page.locator("#input-seikyusha_my_number")).to_have_value(number)
    expect(desk.page.locator(".sheet .shown")).to_be_visible()
    desk.press("Enter")
    desk.see_field("seikyusha_phone")
    assert number not in desk.page.content()
    expect(desk.page.locator(".sheet .shown")).to_have_count(0)
    (line,) = desk.office.audited(Act.REVEALED)
    assert (line.record, line.field, line.by) == (record, "seikyusha_my_number", "田中")
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
    desk.page.wait_for_function(
        "async () => !(await (await fetch('/')).text()).includes('あなたが確認中')"
    )
    assert desk.office.holder(record) is None


def test_a_record_that_is_opened_again_stays_in_hand(desk: Desk) -> None:
    record = desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    desk.sign_in()
    desk.press("Enter")
    desk.see_field("name")
    with desk.page.expect_response("**/keep"):  # after the page before has given it back
        desk.page.reload()
    desk.see_field("name")
    assert desk.office.holder(record) == "review:田中"
