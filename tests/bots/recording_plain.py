"""The clerk who does the job once on the tutorial's small system while the recorder looks on."""

from collections.abc import Callable

from playwright.sync_api import Page

from bots.recorder.events import Phase
from bots.recorder.recorder import Recorder
from tests.bots.plain_system import PlainSystem
from tests.bots.records import record

SAMPLE = record("risai-shomei")


class PlainClerk:
    """Works in the recorder's window with keyboard and mouse. `go_on` ends a part of the job."""

    def __init__(
        self,
        recorder: Recorder,
        server: PlainSystem,
        go_on: Callable[[Phase], None] | None = None,
    ) -> None:
        self.recorder, self.server = recorder, server
        self.go_on = go_on or recorder.begin

    @property
    def page(self) -> Page:
        return self.recorder.page

    def press(self, role: str, name: str) -> None:
        with self.page.expect_event("load"):
            self.page.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]
        self.recorder.settle()

    def log_in(self, password: str) -> None:
        self.page.get_by_label("利用者 ID").fill(self.server.user)
        self.page.get_by_label("パスワード").fill(password)
        self.press("button", "ログイン")

    def search(self) -> None:
        self.press("link", "検索")
        self.page.get_by_label("フリガナ").fill("ヤマダ　タロウ")
        self.press("button", "検索")

    def type(self) -> None:
        self.press("link", "新規登録")
        texts = {
            "フリガナ": "ヤマダ　タロウ",
            "氏名": "山田　太郎",
            "電話番号": "03-5555-1234",
            "部数": "2",
            "罹災日": "2024-09-01",
        }
        for label, text in texts.items():
            self.page.get_by_label(label).fill(text)
        self.page.get_by_label("罹災原因").select_option("風水害")
        self.page.get_by_label("持家").check()
        self.page.get_by_label("被害の状況").fill("床上50cm、屋根が飛んだ")

    def save(self) -> None:
        self.press("button", "保存")

    def find(self) -> None:
        """Ⅰ: the search that finds nothing."""
        self.search()
        self.go_on(Phase.ENTER)

    def look_up(self) -> None:
        """④: search again, and open the row."""
        self.go_on(Phase.LOOK_UP)
        self.search()
        self.open()

    def open(self) -> None:
        row = self.page.get_by_role("row", name="2024/09/01")
        with self.page.expect_event("load"):
            row.get_by_role("link", name="開く").click()
        self.recorder.settle()

    def work(self) -> None:
        """The whole job after the login."""
        self.find()
        self.type()
        self.go_on(Phase.SUBMIT)
        self.save()
        self.look_up()
