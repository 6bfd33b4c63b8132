"""The practice target system in a real Chromium: frames, popup, dialogs, one row a procedure.

With UTSUSHI_LEGACY_SHOTS=FOLDER set, pictures of the screens are left there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from legacy_browser import Desk
from legacy_forms import JIDO_VALUES, KAIGO_VALUES, RISAI_VALUES
from playwright.sync_api import Browser, Page, sync_playwright

from bots.browser import launch
from samples.legacy.rows import read_rows
from samples.legacy.server import LegacyServer
from samples.legacy.weather import Weather
from tests.waiting import WAIT_SECONDS
from tests.windows import closing

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def desk(browser: Browser, server: LegacyServer) -> Iterator[Desk]:
    page = browser.new_page(viewport={"width": 1024, "height": 900})
    page.set_default_timeout(WAIT_SECONDS * 1000)
    yield Desk(page, server.url)
    page.close()


def _chosen(popup: Page, button: str) -> None:
    """Press what closes the window: it may be gone before Chromium has said that it was pressed."""
    with closing(popup):
        popup.locator(button).click()


def _claimant(desk: Desk, my_number: str) -> None:
    desk.date("提出年月日", "令和", "6", "12", "3")
    desk.fill("カナ氏名", "ｻﾄｳ ﾊﾅｺ")
    desk.fill("漢字氏名", "佐藤　花子")
    desk.fill("個人番号", my_number)
    desk.tick("性別", "2")
    desk.date("生年月日", "昭和", "60", "4", "3")
    desk.fill("郵便番号", "100", "0001")
    popup = desk.popup("住所")
    popup.locator("input[value='検索']").click()
    _chosen(popup, "#JUSHO input[value='選択']")
    desk.fill("住所", "１－１")
    desk.fill("電話番号", "03", "1234", "5678")


def _household(desk: Desk) -> None:
    desk.tick("配偶者の有無", "2")
    desk.pick("職業コード", "01")
    desk.pick("年金種別", "1")
    desk.fill("児童１氏名", "佐藤　一郎")
    desk.fill("児童１続柄", "子")
    desk.date("児童１生年月日", "令和", "2", "5", "1")
    desk.tick("児童１同居別居", "1")
    desk.tick("児童１監護有無", "1")


def test_a_child_allowance_goes_in_through_frames_popup_and_dialogs(desk: Desk, db: Path) -> None:
    desk.choose("児童手当認定請求", "新規登録")
    _claimant(desk, my_number="123456789019")
    desk.shoot("jt-1")
    desk.press("次へ", "個人番号に誤りがあります(E0123)")
    desk.shoot("jt-1-error")
    desk.fill("個人番号", "123456789018")
    desk.press("次へ", "配偶者の有無")
    _household(desk)
    desk.shoot("jt-2")
    desk.press("次へ", "公金受取口座")
    desk.main.get_by_label("利用する").check()
    desk.shoot("jt-3")
    desk.press("次へ", "以下の内容で登録します")
    desk.shoot("jt-4")
    number = desk.registered()
    desk.shoot("jt-5")
    desk.choose("児童手当認定請求", "検索")
    desk.fill("カナ氏名", "ｻﾄｳ")
    desk.date("生年月日", "昭和", "60", "4", "3")
    desk.shoot("jt-search")
    desk.look_up(number)
    desk.shoot("jt-detail")
    assert desk.cell("生年月日").inner_text() == "昭和60年04月03日"
    assert desk.cell("個人番号").inner_text() == "123456789018"
    assert desk.said == ["confirm:登録します。よろしいですか？"]
    (row,) = read_rows(db)
    assert row.uketsuke_no == number == "令06-児-000001"
    assert row.values == JIDO_VALUES


def _insured(desk: Desk) -> None:
    desk.main.get_by_label("被保険者番号").fill("0012345678")
    desk.fill("個人番号", "123456789018")
    desk.fill("カナ氏名", "ﾀｶﾊｼ ｷﾖ")
    desk.fill("漢字氏名", "髙橋　キヨ")
    desk.date("生年月日", "大正", "14", "1", "9")
    desk.tick("性別", "2")
    desk.type_town("住所", "北海道札幌市中央区大通西", "３丁目")


def _application(desk: Desk) -> None:
    desk.pick("申請区分", "3")
    desk.date("申請年月日", "令和", "6", "12", "1")
    desk.pick("現在の要介護状態区分", "22")
    desk.date("有効期間開始日", "令和", "6", "1", "1")
    desk.date("有効期間終了日", "令和", "6", "12", "31")
    desk.fill("変更申請理由", "転倒のため\n状態が変わった")


def test_a_care_certification_goes_in_and_is_found_by_the_insured_number(
    desk: Desk, db: Path
) -> None:
    desk.choose("要介護認定申請", "新規登録")
    desk.main.locator("input[value='次へ']").click()
    _insured(desk)
    desk.shoot("kg-1")
    desk.press("次へ", "申請区分")
    _application(desk)
    desk.shoot("kg-2")
    desk.press("次へ", "医療保険者名")
    desk.fill("保険者番号", "39130001")
    desk.fill("番号", "12-34")
    desk.fill("主治医氏名", "山田　太郎")
    desk.fill("医療機関名", "写市民病院")
    desk.tick("情報提供への同意", "1")
    desk.shoot("kg-3")
    desk.press("次へ", "以下の内容で登録します")
    number = desk.registered()
    desk.choose("要介護認定申請", "検索")
    desk.fill("被保険者番号", "0012345678")
    desk.press("検索", "該当件数")
    desk.shoot("kg-list")
    desk.choose("要介護認定申請", "検索")
    desk.fill("受付番号", number)
    desk.look_up(number)
    assert desk.cell("有効期間終了日").inner_text() == "令和06年12月31日"
    assert desk.said == [
        "alert:被保険者番号を入力してください。",
        "confirm:登録します。よろしいですか？",
    ]
    (row,) = read_rows(db)
    assert row.values == KAIGO_VALUES


def _unknown_postal_code(desk: Desk) -> None:
    popup = desk.popup("住所")
    popup.locator("[name=YB1]").fill("926")
    popup.locator("[name=YB2]").fill("9999")
    popup.locator("input[value='検索']").click()
    popup.get_by_text("該当する住所がありません。手入力してください(I0401)").wait_for()
    desk.shoot("popup", popup)
    popup.locator("[name=TE_JS]").fill("石川県七尾市本府中町")
    _chosen(popup, "input[value='手入力で決定']")
    assert desk.cell("郵便番号").locator("input").nth(1).input_value() == "9999"


def test_a_disaster_certificate_goes_in_and_is_found_by_kana(desk: Desk, db: Path) -> None:
    desk.choose("罹災証明申請", "新規登録")
    desk.date("申請年月日", "令和", "6", "10", "20")
    desk.fill("カナ氏名", "ｽｽﾞｷ ｼﾞﾛｳ")
    desk.fill("漢字氏名", "鈴木　次郎")
    _unknown_postal_code(desk)
    desk.fill("電話番号", "090", "1234", "5678")
    desk.pick("被災住家との関係", "1")
    desk.press("次へ", "世帯主氏名")
    desk.fill("世帯人数", "4")
    desk.type_town("被災住家の所在地", "石川県七尾市本府中町", "イ２５")
    desk.main.get_by_label("持家").check()
    desk.date("罹災年月日", "令和", "6", "9", "21")
    desk.pick("罹災原因", "02")
    desk.shoot("rs-2")
    desk.press("次へ", "被害箇所")
    desk.tick("被害箇所", "1", "3")
    desk.tick("写真の有無", "1")
    desk.fill("必要部数", "2")
    desk.shoot("rs-3")
    desk.press("次へ", "以下の内容で登録します")
    number = desk.registered()
    desk.choose("罹災証明申請", "検索")
    desk.fill("カナ氏名", "ｽｽﾞｷ")
    desk.look_up(number)
    desk.shoot("rs-detail")
    assert desk.cell("被害箇所").inner_text() == "屋根、床上浸水"
    (row,) = read_rows(db)
    assert (row.uketsuke_no, row.values) == (number, {**RISAI_VALUES, "postal": "9269999"})


def test_a_blocked_popup_is_said_by_an_alert(desk: Desk, server: LegacyServer) -> None:
    server.weather = Weather(popup_blocked=1.0)
    desk.choose("罹災証明申請", "新規登録")
    with desk.page.expect_event("dialog"):
        desk.cell("住所").get_by_alt_text("住所検索").click()
    assert desk.said == [
        "alert:ポップアップがブロックされました。ブラウザの設定を確認してください。"
    ]
    assert len(desk.page.context.pages) == 1
