"""The one-page system by hand: direct locators, nothing read back. One form, 罹災証明申請."""

from types import TracebackType
from typing import Self

from playwright.sync_api import Locator, Page

from benchmarks.overhead.bare import closing
from bots.browser import launch
from bots.driver import Driver, acquire, release
from forms.record import Record
from samples.legacy.login import PRACTICE_PASSWORD, PRACTICE_USER
from samples.legacy.procedures.risai import RISAI

TITLE = "罹災証明申請"
BOXES = ("agent_name", "agent_phone", "setai_nushi", "setai_ninzu")


class BareSpaScript:
    """One browser, one logged-in context, as the bot's: reused over all entries."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._driver: Driver = acquire()
        self._browser = launch(self._driver.playwright)
        context = self._browser.new_context(
            viewport={"width": 1280, "height": 1400}, locale="ja-JP"
        )
        self._page: Page = context.new_page()
        self._page.goto(url)
        self._page.get_by_label("職員番号").fill(PRACTICE_USER)
        self._page.get_by_label("パスワード").fill(PRACTICE_PASSWORD)
        self._button("ログイン").click()
        self._button(TITLE).wait_for()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._browser.close()
        release(self._driver)

    def put_in(self, record: Record) -> str:
        """Search, enter, submit, look it up again; the receipt number of the detail drawer."""
        self._search(record)
        self._page.get_by_text("該当する申請はありません").wait_for()
        self._enter(record)
        self._page.get_by_text("受付が完了しました").wait_for()
        self._search(record)
        self._button("詳細").click()
        drawer = self._page.get_by_role("dialog")
        return drawer.locator("dt:text-is('受付番号') + dd").inner_text().strip()

    def _search(self, record: Record) -> None:
        self._page.goto(self._url, wait_until="domcontentloaded")
        self._button(TITLE).click()
        self._box("kana").fill(str(record.values["kana"]))
        self._button("検索").click()

    def _enter(self, record: Record) -> None:
        said = {name: value for name, value in record.values.items() if isinstance(value, str)}
        self._page.goto(self._url, wait_until="domcontentloaded")
        self._button(TITLE).click()
        self._button("新規受付").click()
        for name in ("shinsei_date", "kana", "name", "postal"):
            self._box(name).fill(said[name])
        self._page.get_by_text("住所を検索しています").wait_for(state="hidden")
        self._box("address").fill(said["address"])
        self._box("phone").fill(said["phone"])
        self._field("relation").locator("select").select_option(label=said["relation"])
        for name in BOXES:
            if name in said:
                self._box(name).fill(said[name])
        self._place(said["house_address"])
        self._field("house_kind").get_by_text(said["house_kind"], exact=True).click()
        self._box("risai_date").fill(said["risai_date"])
        self._field("cause").get_by_role("combobox").click()
        self._page.get_by_role("option", name=said["cause"], exact=True).click()
        self._damage(record, said)
        self._button("内容を確認する").click()
        self._button("登録する").click()

    def _damage(self, record: Record, said: dict[str, str]) -> None:
        damage = record.values["damage"]
        for word in damage if isinstance(damage, tuple) else ():
            code = next(o.code for o in RISAI.item("damage").options if o.word == word)
            self._field("damage").locator(f"input[value='{code}']").check()
        self._field("damage_text").locator("textarea").fill(said["damage_text"])
        self._field("self_judge").get_by_role("switch").click()
        self._field("photo").get_by_role("radio", name=said["photo"], exact=True).click()
        self._box("copies").fill(said["copies"])

    def _place(self, address: str) -> None:
        with self._page.expect_popup() as opened:
            self._button("地番検索").click()
        popup = opened.value
        popup.wait_for_load_state("domcontentloaded")  # before it, the button does nothing
        popup.locator("#whole").fill(address)
        with popup.expect_event("close"):
            closing(popup.locator("#decide"))

    def _button(self, words: str) -> Locator:
        return self._page.get_by_role("button", name=words, exact=True)

    def _field(self, name: str) -> Locator:
        return self._page.locator(f"[data-field={name}]")

    def _box(self, name: str) -> Locator:
        return self._field(name).locator("input")
