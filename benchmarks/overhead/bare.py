"""The same entry as a good programmer writes it by hand: direct locators, nothing read back."""

from types import TracebackType
from typing import Literal, Self

from playwright.sync_api import Dialog, FrameLocator, Locator, Page
from playwright.sync_api import Error as PlaywrightError

from benchmarks.overhead.typing_plan import Typed, plan
from bots.browser import launch
from bots.driver import Driver, acquire, release
from forms.record import Record
from samples.legacy.items import Procedure
from samples.legacy.login import PRACTICE_PASSWORD, PRACTICE_USER

GOTO: Literal["domcontentloaded"] = "domcontentloaded"
"""As the scenario's `open`: quicker than Playwright's own default, the load of every frame."""


class BareScript:
    """One browser, one logged-in context, as the bot's: reused over all entries."""

    def __init__(self, url: str, procedures: dict[str, Procedure]) -> None:
        self._url = url
        self._procedures = procedures
        self._driver: Driver = acquire()
        self._browser = launch(self._driver.playwright)
        context = self._browser.new_context(
            viewport={"width": 1280, "height": 1250}, locale="ja-JP"
        )
        self._page: Page = context.new_page()

        def agree(dialog: Dialog) -> None:
            dialog.accept()

        self._page.on("dialog", agree)
        self._page.goto(f"{url}/login.do")
        self._page.locator("[name=SHKIN_NO]").fill(PRACTICE_USER)
        self._page.locator("[name=PASSWD]").fill(PRACTICE_PASSWORD)
        self._page.get_by_alt_text("ログイン").click()
        self._menu.get_by_title("罹災証明申請 検索").wait_for()

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

    @property
    def _menu(self) -> FrameLocator:
        return self._page.frame_locator("frame[name=MENU]")

    @property
    def _main(self) -> FrameLocator:
        return self._page.frame_locator("frame[name=MAIN]")

    def put_in(self, record: Record) -> str:
        """Search, enter, submit, look it up again; the receipt number of the detail screen."""
        procedure = self._procedures[record.form]
        self._search(procedure, record)
        self._main.get_by_text("該当するデータはありません").wait_for()
        self._enter(procedure, record)
        self._main.get_by_text("登録が完了しました").wait_for()
        self._search(procedure, record)
        self._main.get_by_role("link", name="照会", exact=True).click()
        return self._main.locator("#SHOKAI td").first.inner_text().strip()

    def _search(self, procedure: Procedure, record: Record) -> None:
        self._page.goto(f"{self._url}/frame.do", wait_until=GOTO)
        self._menu.get_by_title(f"{procedure.title} 検索").click()
        searched = procedure.item(procedure.searched[0])
        for typed in plan(searched, record.values[searched.field_id], ""):
            self._main.locator(f"[name={typed.name}]").fill(typed.text)
        self._main.locator("input[value=検索]").click()

    def _enter(self, procedure: Procedure, record: Record) -> None:
        self._page.goto(f"{self._url}/frame.do", wait_until=GOTO)
        self._menu.get_by_title(f"{procedure.title} 新規登録").click()
        for step in procedure.steps:
            posts = {i.name: str(record.values[i.field_id] or "") for i in step.items}
            for item in step.items:
                for typed in plan(item, record.values[item.field_id], posts.get(item.postal, "")):
                    self._type(typed)
            self._main.locator("input[value=次へ]").click()
        self._main.locator("input[value=登録]").click()

    def _type(self, typed: Typed) -> None:
        box = self._main.locator(f"[name={typed.name}]")
        if typed.how == "fill":
            box.fill(typed.text)
        elif typed.how == "label":
            box.select_option(label=typed.text)
        elif typed.how == "value":
            box.select_option(value=typed.text)
        elif typed.how == "tick":
            self._main.locator(f"[name={typed.name}][value='{typed.text}']").check()
        else:
            self._town(typed)

    def _town(self, typed: Typed) -> None:
        postal, _, address = typed.text.partition(" ")
        with self._page.expect_popup() as opened:
            self._main.locator(f"a[href*='{typed.name}']").click()
        popup = opened.value
        town = ""
        if postal:
            popup.locator("[name=YB1]").fill(postal[:3])
            popup.locator("[name=YB2]").fill(postal[3:])
            popup.locator("input[value=検索]").click()
            popup.get_by_text("住所コード").or_(
                popup.get_by_text("該当する住所がありません")
            ).wait_for()
            towns = [t.strip() for t in popup.locator("#JUSHO td:last-child").all_inner_texts()]
            town = max((t for t in towns if address.startswith(t)), key=len, default="")
        with popup.expect_event("close"):
            if town:
                row = popup.locator("#JUSHO tr").filter(has=popup.get_by_text(town, exact=True))
                closing(row.locator("input[value=選択]"))
            else:
                popup.locator("[name=TE_JS]").fill(address)
                closing(popup.locator("input[value=手入力で決定]"))
        rest = address.removeprefix(town) if town else ""
        if rest:
            self._main.locator(f"[name={typed.name}_BN]").fill(rest)


def closing(button: Locator) -> None:
    """A click that closes its own window may end in an error."""
    try:
        button.click()
    except PlaywrightError:
        if not button.page.is_closed():
            raise
