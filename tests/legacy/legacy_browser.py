"""A person before the screens of the practice target system, in a real Chromium."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Dialog, FrameLocator, Locator, Page

from samples.legacy.login import PRACTICE_PASSWORD, PRACTICE_USER
from tests.windows import closing


class Desk:
    """A person before the screen: addresses inputs by the heading at their left."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.said: list[str] = []
        page.on("dialog", self._answer)
        page.goto(url)
        page.locator("[name=SHKIN_NO]").fill(PRACTICE_USER)
        page.locator("[name=PASSWD]").fill(PRACTICE_PASSWORD)
        page.get_by_alt_text("ログイン").click()

    def _answer(self, dialog: Dialog) -> None:
        self.said.append(f"{dialog.type}:{dialog.message}")
        dialog.accept()

    def frame(self, name: str) -> FrameLocator:
        return self.page.frame_locator(f"frame[name={name}]")

    @property
    def main(self) -> FrameLocator:
        return self.frame("MAIN")

    def choose(self, procedure: str, entry: str) -> None:
        """Open a menu entry and wait for its screen in the main frame."""
        self.frame("MENU").get_by_title(f"{procedure} {entry}", exact=True).click()
        wanted = "入力" if entry == "新規登録" else "検索"
        self.main.locator(f"td:has(b:text-is('{procedure}'))", has_text=wanted).wait_for()

    def cell(self, heading: str) -> Locator:
        words = f":text-is('{heading}')"
        return self.main.locator(f"tr:has(> th{words}, > th > label{words}) > td")

    def fill(self, heading: str, *values: str) -> None:
        boxes = self.cell(heading).locator("input[type=text]:not([readonly]), textarea")
        for index, value in enumerate(values):
            boxes.nth(index).fill(value)

    def date(self, heading: str, era: str, *numbers: str) -> None:
        self.cell(heading).locator("select").select_option(label=era)
        self.fill(heading, *numbers)

    def pick(self, heading: str, code: str) -> None:
        self.cell(heading).locator("select").select_option(code)

    def tick(self, heading: str, *codes: str) -> None:
        for code in codes:
            self.cell(heading).locator(f"input[value='{code}']").check()

    def press(self, button: str, then: str) -> None:
        """Press a button and wait until the screen shows these words."""
        self.main.locator(f"input[value='{button}']").click()
        self.main.get_by_text(then).first.wait_for()

    def popup(self, heading: str) -> Page:
        with self.page.expect_popup() as opened:
            self.cell(heading).get_by_alt_text("住所検索").click()
        return opened.value

    def type_town(self, heading: str, town: str, rest: str) -> None:
        """Give a town by hand in the popup, and the rest on the screen."""
        popup = self.popup(heading)
        popup.locator("[name=TE_JS]").fill(town)
        with closing(popup):
            popup.locator("input[value='手入力で決定']").click()
        self.fill(heading, rest)

    def registered(self) -> str:
        """Press 登録, agree, and read the receipt number."""
        self.press("登録", "登録が完了しました。")
        return self.cell("受付番号").inner_text().strip()

    def look_up(self, number: str) -> None:
        """From the search screen through the list to the detail of a receipt number."""
        self.press("検索", "該当件数")
        self.main.locator(f"tr:has(td:text-is('{number}'))").get_by_text("照会").click()
        self.main.locator("#SHOKAI").wait_for()

    def shoot(self, name: str, page: Page | None = None) -> None:
        """Keep a picture in the folder of UTSUSHI_LEGACY_SHOTS, when that is set."""
        folder = os.environ.get("UTSUSHI_LEGACY_SHOTS")
        if folder:
            (page or self.page).screenshot(path=Path(folder) / f"{name}.png")
