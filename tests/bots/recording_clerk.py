"""The clerk who does the job once on the old practice system while the recorder looks on."""

from collections.abc import Callable

from playwright.sync_api import Dialog, FrameLocator, Page

from bots.recorder.recorder import Recorder
from tests.windows import closing


class OldClerk:
    """Works in the recorder's window with keyboard and mouse."""

    def __init__(self, recorder: Recorder, go_on: Callable[[], None]) -> None:
        self.recorder, self.go_on = recorder, go_on
        self.page: Page = recorder.page
        self.said: list[str] = []
        self.page.on("dialog", self._answer)

    def _answer(self, dialog: Dialog) -> None:
        self.said.append(dialog.message)
        dialog.accept()

    @property
    def main(self) -> FrameLocator:
        return self.page.frame_locator("[name=MAIN]")

    def menu(self, title: str) -> None:
        self.page.frame_locator("[name=MENU]").get_by_title(title).click()
        self.recorder.settle()

    def click(self, text: str, where: FrameLocator | Page | None = None) -> None:
        place = where or self.main
        button = place.get_by_role("button", name=text, exact=True)
        button.or_(place.get_by_role("link", name=text, exact=True)).click()
        self.recorder.settle()

    def type(self, name: str, text: str, where: FrameLocator | Page | None = None) -> None:
        (where or self.main).locator(f"[name={name}]").fill(text)

    def date(self, name: str, year: str, month: str, day: str) -> None:
        for part, text in zip("YMD", (year, month, day), strict=True):
            self.type(f"{name}_{part}", text)

    def parts(self, name: str, *texts: str) -> None:
        for number, text in enumerate(texts, start=1):
            self.type(f"{name}_{number}", text)

    def popup(self, name: str) -> Page:
        with self.page.expect_popup() as opened:
            self.main.locator(f"a[href*=\"'{name}'\"]").click()
        return opened.value

    def search(self, kana: str) -> None:
        self.menu("罹災証明申請 検索")
        self.type("SNS_KN", kana)
        self.click("検索")

    def enter_applicant(self) -> None:
        self.menu("罹災証明申請 新規登録")
        self.date("SNS_DT", "06", "09", "03")
        self.type("SNS_KN", "ﾔﾏﾀﾞ ﾀﾛｳ")
        self.type("SNS_NM", "山田　太郎")
        self.parts("SNS_YB", "920", "0961")
        window = self.popup("SNS_JS")
        self.click("検索", window)
        with closing(window):
            window.get_by_role("row", name="香林坊").get_by_role("button").click()
        self.type("SNS_JS_BN", "１－２－３　写マンション１０１")
        self.parts("SNS_TL", "03", "5555", "1234")
        self.main.locator("[name=KNK_CD]").select_option("2")
        self.type("DRN_NM", "佐藤　次郎")
        self.parts("DRN_TL", "090", "1234", "5678")
        self.click("次へ")

    def enter_house(self) -> None:
        self.type("STN_NM", "山田　一郎")
        self.type("STI_NZ", "4")
        window = self.popup("JYK_JS")
        self.type("TE_JS", "石川県輪島市河井町１－２", window)
        with closing(window):
            window.get_by_role("button", name="手入力で決定").click()
        self.main.get_by_label("持家").check()
        self.date("RSI_DT", "06", "09", "01")
        self.main.locator("[name=RSI_GN]").select_option(label="02:風水害")
        self.click("次へ")

    def enter_damage(self) -> None:
        self.main.locator("[name=HGI_KS]").nth(0).check()
        self.main.locator("[name=HGI_KS]").nth(2).check()
        self.type("HGI_JK", "床上５０ｃｍ、屋根が飛んだ")
        self.main.locator("[name=JKH_FL]").check()
        self.main.locator("[name=SSN_UM]").first.check()
        self.type("BSU", "2")
        self.click("次へ")

    def work(self) -> None:
        """The whole job, phase by phase."""
        self.search("ﾔﾏﾀﾞ ﾀﾛｳ")
        self.go_on()
        self.enter_applicant()
        self.enter_house()
        self.enter_damage()
        self.go_on()
        self.click("登録")
        self.main.get_by_text("登録が完了しました").wait_for()
        self.go_on()
        self.search("ﾔﾏﾀﾞ ﾀﾛｳ")
        self.click("照会")
        self.main.get_by_text("登録日時").wait_for()
        self.go_on()
