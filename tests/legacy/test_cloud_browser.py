"""総合窓口クラウド in a real Chromium: what makes such pages hard, and what they do on bad days.

With UTSUSHI_LEGACY_SHOTS=FOLDER set, pictures of the screens are left there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cloud_browser import CloudDesk
from cloud_clerk import RISAI_POSTED, CloudClerk
from playwright.sync_api import expect, sync_playwright

from bots.browser import launch
from samples.legacy.rows import doubled, half, read_rows
from samples.legacy.spa.server import CloudServer
from samples.legacy.weather import Weather
from tests.waiting import WAIT_SECONDS

pytestmark = pytest.mark.browser
ACCOUNT = {"009001": "renshu2003"}


@pytest.fixture(scope="module")
def cloud_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cloud") / "cloud.db"


@pytest.fixture(scope="module")
def cloud(cloud_db: Path) -> Iterator[CloudServer]:
    with CloudServer(cloud_db, accounts=ACCOUNT) as server:
        yield server


@pytest.fixture(scope="module")
def seated(cloud: CloudServer) -> Iterator[CloudDesk]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(WAIT_SECONDS * 1000)
        yield CloudDesk(page, cloud.url)
        browser.close()


@pytest.fixture
def desk(seated: CloudDesk, cloud: CloudServer) -> Iterator[CloudDesk]:
    """The same desk for every test, under a blue sky at its beginning and end."""
    cloud.weather = Weather()
    yield seated
    cloud.weather = Weather()


def test_an_application_goes_in_on_one_page(desk: CloudDesk, cloud_db: Path) -> None:
    desk.fill_risai("イチマイ　コ")
    desk.field("damage").get_by_text("屋根").click()
    desk.field("self_judge").get_by_role("switch").click()
    desk.field("photo").get_by_role("radio", name="有").click()
    desk.shoot("cloud-form")
    dialog = desk.confirm()
    desk.shoot("cloud-confirm")
    dialog.get_by_role("button", name="登録する").click()
    desk.said("受付が完了しました")
    number = desk.page.locator(".receipt dd").inner_text()
    (row,) = [row for row in read_rows(cloud_db) if row.uketsuke_no == number]
    assert row.values["damage"] == ("屋根",)
    assert (row.values["self_judge"], row.values["photo"]) == ("同意する", "有")
    assert row.values["house_address"] == "石川県輪島市河井町1-2"


def test_of_a_long_list_only_what_is_in_sight_is_in_the_page(
    desk: CloudDesk, cloud: CloudServer
) -> None:
    clerk = CloudClerk(cloud.url)
    clerk.log_in()
    for _ in range(120):
        clerk.register("rs", {**RISAI_POSTED, "kana": "ナガイ　コ"})
    clerk.close()
    desk.list()
    desk.box("kana").fill("ナガイ")
    desk.button("検索").click()
    grid = desk.page.get_by_role("grid")
    expect(grid).to_have_attribute("aria-rowcount", "121")
    assert 10 < grid.get_by_role("row").count() < 30
    last = grid.locator("[role=row][aria-rowindex='121']")
    assert last.count() == 0
    desk.page.locator(".grid-scroll").evaluate("box => box.scrollTop = box.scrollHeight")
    expect(last.get_by_role("button", name="詳細")).to_be_visible()
    assert grid.get_by_role("row").count() < 30
    last.get_by_role("button", name="詳細").click()
    drawer = desk.page.get_by_role("dialog", name="申請の詳細")
    assert drawer.locator("div:has(> dt:text-is('氏名（カナ）')) > dd").inner_text() == "ナガイ　コ"


def test_a_box_is_another_element_after_every_key(desk: CloudDesk) -> None:
    desk.new()
    before = desk.box("kana").element_handle()
    assert before is not None
    desk.box("kana").press_sequentially("アイウ")
    assert desk.box("kana").input_value() == "アイウ"
    assert not before.evaluate("box => box.isConnected")
    assert desk.box("kana").evaluate("box => box === document.activeElement")


def test_a_late_block_comes_with_the_choice(desk: CloudDesk) -> None:
    desk.new()
    assert desk.field("damage").count() == 0
    desk.pick("cause", "地震")
    expect(desk.field("damage")).to_be_visible()


def test_the_postal_code_overwrites_what_stood_in_the_address(
    desk: CloudDesk, cloud: CloudServer
) -> None:
    desk.new()
    cloud.weather = Weather(slow_ms=150)
    desk.box("postal").fill("1000001")
    desk.box("address").fill("わたしの住所")
    desk.said("住所を検索しています…")
    assert desk.box("postal").input_value() == "100-0001"
    expect(desk.box("address")).to_have_value("東京都千代田区千代田")


def test_what_is_wrong_stands_in_a_band_and_at_the_field(desk: CloudDesk) -> None:
    desk.fill_risai("マチガイ　コ")
    desk.box("phone").fill("123")
    desk.button("内容を確認する").click()
    words = "電話番号は10桁か11桁の数字で入力してください。"
    expect(desk.page.get_by_role("alert")).to_contain_text(words)
    expect(desk.field("phone").locator(".error")).to_have_text(words)
    desk.shoot("cloud-wrong")


def test_a_blocked_window_is_told(desk: CloudDesk, cloud: CloudServer) -> None:
    cloud.weather = Weather(popup_blocked=1.0)
    desk.new()
    desk.button("地番検索").click()
    expect(desk.field("house_address").locator(".note")).to_contain_text("ブロックされました")


def test_a_session_that_is_over_leads_to_the_login(desk: CloudDesk, cloud: CloudServer) -> None:
    desk.new()
    cloud.weather = Weather(logged_out=1.0)
    desk.button("内容を確認する").click()
    desk.said("セッションがタイムアウトしました")
    cloud.weather = Weather()
    desk.log_in()


TROUBLES = [
    (Weather(error_before=1.0), "システムエラーが発生しました", 0, 0),
    (Weather(error_after=1.0), "システムエラーが発生しました", 1, 0),
    (Weather(lost_before=1.0, lost_how="cut"), "通信エラーが発生しました", 0, 0),
    (Weather(lost_after=1.0, lost_how="cut"), "通信エラーが発生しました", 1, 0),
    (Weather(half=1.0), "システムエラーが発生しました", 1, 1),
    (Weather(maintenance=1.0), "ただいまメンテナンス中です", 0, 0),
    (Weather(locked=1.0), "他の職員が編集中です", 0, 0),
    (Weather(nightly="00:00-23:59"), "業務時間外です", 0, 0),
]


def test_trouble_at_the_registration_is_told_over_the_dialog(
    desk: CloudDesk, cloud: CloudServer, cloud_db: Path
) -> None:
    desk.fill_risai("トラブル　コ")
    for weather, words, rows, halves in TROUBLES:
        before = len(read_rows(cloud_db)), half(cloud_db)
        cloud.weather = Weather()
        dialog = desk.confirm()
        cloud.weather = weather
        dialog.get_by_role("button", name="登録する").click()
        expect(dialog.get_by_role("alert")).to_contain_text(words)
        assert (len(read_rows(cloud_db)), half(cloud_db)) == (before[0] + rows, before[1] + halves)
        dialog.get_by_role("button", name="修正する").click()


@pytest.mark.parametrize(("token", "rows"), [(True, 1), (False, 2)])
def test_a_double_click_registers_twice_unless_there_is_a_token(
    desk: CloudDesk, cloud: CloudServer, cloud_db: Path, token: bool, rows: int
) -> None:
    kana = f"ダブル　{'アリ' if token else 'ナシ'}"
    cloud.weather = Weather(token=token)
    desk.fill_risai(kana)
    button = desk.confirm().get_by_role("button", name="登録する")
    before = doubled(cloud_db)
    button.evaluate("button => { button.click(); button.click(); }")
    desk.said("受付が完了しました")
    desk.page.wait_for_load_state("networkidle")
    assert doubled(cloud_db) == before + rows - 1


def test_labels_are_renamed_and_moved_on_the_page(desk: CloudDesk, cloud: CloudServer) -> None:
    cloud.weather = Weather(renamed={"氏名": "お名前", "登録する": "確定する"}, moved={"氏名": 3})
    desk.new()
    section = desk.page.locator("section.card", has_text="被害の内容")
    expect(section.locator("[data-field=name] .label")).to_contain_text("お名前")
