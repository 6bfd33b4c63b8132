"""The clerk who does the job once on the modern practice system while the recorder looks on."""

from playwright.sync_api import Locator, Page

from bots.recorder.events import Phase
from bots.recorder.recorder import Recorder
from tests.windows import closing


class ModernClerk:
    """Works in the recorder's window with keyboard and mouse."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.page: Page = recorder.page

    def click(self, name: str, where: Locator | Page | None = None) -> None:
        (where or self.page).get_by_role("button", name=name, exact=True).click()
        self.recorder.settle()

    def field(self, name: str) -> Locator:
        return self.page.locator(f"[data-field={name}]")

    def type(self, name: str, text: str) -> None:
        self.field(name).locator("input, textarea").fill(text)
        self.recorder.settle()

    def tick(self, name: str, *words: str) -> None:
        for word in words:
            self.field(name).get_by_text(word, exact=True).click()
        self.recorder.settle()

    def search(self) -> None:
        self.click("罹災証明申請")
        self.type("kana", "ヤマダ　タロウ")
        self.click("検索")

    def enter(self) -> None:
        self.click("罹災証明申請")
        self.click("新規受付")
        self.type("shinsei_date", "2024-09-03")
        self.type("kana", "ヤマダ　タロウ")
        self.type("name", "山田　太郎")
        self.type("postal", "9200961")
        self.page.get_by_text("住所を検索しています").wait_for(state="hidden")
        self.type("address", "石川県金沢市香林坊1-2-3 写マンション101")
        self.type("phone", "0355551234")
        self.field("relation").locator("select").select_option("世帯員")
        self.type("agent_name", "佐藤　次郎")
        self.type("agent_phone", "09012345678")
        self.type("setai_nushi", "山田　一郎")
        self.type("setai_ninzu", "4")
        with self.page.expect_popup() as opened:
            self.field("house_address").get_by_role("button").click()
        window = opened.value
        window.get_by_label("所在地").fill("石川県輪島市河井町1-2")
        with closing(window):
            window.get_by_role("button", name="この所在地に決定").click()
        self.tick("house_kind", "持家")
        self.type("risai_date", "2024-09-01")
        self.field("cause").get_by_role("combobox").click()
        self.page.get_by_role("option", name="風水害").click()
        self.page.locator("[data-field=damage]").wait_for()
        self.recorder.settle()
        self.tick("damage", "屋根", "床上浸水")
        self.type("damage_text", "床上50cm、屋根が飛んだ")
        self.field("self_judge").locator("[role=switch], input").click()
        self.field("photo").locator("[role=radio], label").first.click()
        self.type("copies", "2")
        self.click("内容を確認する")
        self.page.get_by_role("dialog").wait_for()

    def work(self) -> None:
        """The whole job, phase by phase."""
        self.search()
        self.page.get_by_text("該当する申請はありません").wait_for()
        self.recorder.begin(Phase.ENTER)
        self.enter()
        self.recorder.begin(Phase.SUBMIT)
        self.click("登録する")
        self.page.get_by_text("受付が完了しました").wait_for()
        self.recorder.begin(Phase.LOOK_UP)
        self.search()
        self.page.get_by_role("grid").wait_for()
        self.click("詳細")
        self.page.get_by_text("登録日時").wait_for()
