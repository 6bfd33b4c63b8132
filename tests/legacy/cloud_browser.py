"""A person before 総合窓口クラウド, in a real Chromium: addresses fields by their id."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Locator, Page

from samples.legacy.login import PRACTICE_PASSWORD, PRACTICE_USER
from tests.windows import closing


class CloudDesk:
    """What a person does on the page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        page.goto(url)
        self.log_in()

    def log_in(self) -> None:
        self.page.get_by_label("職員番号").fill(PRACTICE_USER)
        self.page.get_by_label("パスワード").fill(PRACTICE_PASSWORD)
        self.button("ログイン").click()
        self.page.get_by_text("業務メニュー").wait_for()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def list(self, procedure: str = "罹災証明申請") -> None:
        self.page.goto(self.url)
        self.page.get_by_role("button", name=procedure).click()

    def new(self, procedure: str = "罹災証明申請") -> None:
        self.list(procedure)
        self.button("新規受付").click()
        self.button("内容を確認する").wait_for()

    def field(self, name: str) -> Locator:
        return self.page.locator(f"[data-field={name}]")

    def box(self, name: str) -> Locator:
        return self.field(name).locator("input, textarea")

    def pick(self, name: str, word: str) -> None:
        self.field(name).get_by_role("combobox").click()
        self.page.get_by_role("option", name=word, exact=True).click()

    def place(self, where: str) -> None:
        with self.page.expect_popup() as opened:
            self.button("地番検索").click()
        window = opened.value
        window.get_by_label("所在地").fill(where)
        with closing(window):
            window.get_by_role("button", name="この所在地に決定").click()

    def fill_risai(self, kana: str) -> None:
        """Everything that 罹災証明申請 requires."""
        self.new()
        self.box("shinsei_date").fill("2024-10-20")
        self.box("kana").fill(kana)
        self.box("name").fill("鈴木　次郎")
        self.box("address").fill("石川県七尾市本府中町")
        self.box("phone").fill("09012345678")
        self.field("relation").locator("select").select_option("1")
        self.place("石川県輪島市河井町1-2")
        self.field("house_kind").get_by_text("持家").click()
        self.box("risai_date").fill("2024-09-21")
        self.pick("cause", "風水害")
        self.box("copies").fill("2")

    def confirm(self) -> Locator:
        """Up to the dialog with everything that will be registered."""
        self.button("内容を確認する").click()
        dialog = self.page.get_by_role("dialog")
        dialog.wait_for()
        return dialog

    def said(self, words: str) -> None:
        self.page.get_by_text(words).first.wait_for()

    def shoot(self, name: str) -> None:
        """Keep a picture in the folder of UTSUSHI_LEGACY_SHOTS, when that is set."""
        folder = os.environ.get("UTSUSHI_LEGACY_SHOTS")
        if folder:
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
