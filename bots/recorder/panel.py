"""The small window beside the system: the phase, what to do in it, and the sample record."""

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError

from bots.recorder.events import PHASES, Phase
from forms.form import Form
from forms.record import Record, Value

HTML = Path(__file__).with_name("panel.html")
SCRIPT = Path(__file__).with_name("panel.js")
SIZE = {"width": 460, "height": 900}

WHAT = {
    Phase.LOGIN: "ログインして、仕事を始める画面（メニュー）を出してから、次へ進みます。"
    "打った利用者やパスワードは、記録も保存もしません。ログインが要らなければ、そのまま次へ。",
    Phase.FIND: "見本の人を検索してください。まだ登録していないので「ありません」の表示が出ます。"
    "その表示が出たまま、次へ進みます。",
    Phase.ENTER: "新規登録の画面を開き、下の値を入力してください。登録ボタンは、まだ押しません。"
    "最後の確認画面が出たら、次へ進みます。",
    Phase.SUBMIT: "次のクリックが登録です。登録ボタンを一度だけ押し、"
    "登録できたという表示が出たら、次へ進みます。",
    Phase.LOOK_UP: "登録した申請をもう一度検索し、一覧から開いてください。"
    "照会の画面に内容が出たら、終わりです。",
}
CUT = (
    "② のうちに登録されたと表示されたので、いま押したものを ③ の登録として記録します。"
    "合っていれば、次へ進みます。登録ではなかったときは「登録ではない」を押し、入力を続けます。"
)
NEXT = {
    Phase.LOGIN: "次へ: ① 検索",
    Phase.FIND: "次へ: ② 入力",
    Phase.ENTER: "次へ: ③ 登録",
    Phase.SUBMIT: "次へ: ④ 照会",
    Phase.LOOK_UP: "シナリオを作る",
}


class Panel:
    """Shown in a context of its own: nothing in it is recorded. `wish` is what was pressed last:
    `next`, `back`, `stop`, or nothing."""

    def __init__(
        self, browser: Browser, form: Form, record: Record, phases: Sequence[Phase] = PHASES
    ) -> None:
        self._form, self._record, self._phases = form, record, phases
        self.wish = ""
        context = browser.new_context(viewport=None, locale="ja-JP", no_viewport=True)
        self.page = context.new_page()

        def hear(_: dict[str, Any], what: str) -> None:
            self.wish = what

        self.page.expose_binding("__utsushi_panel", hear)
        self.page.set_content(HTML.read_text(encoding="utf-8"))
        self.page.evaluate(SCRIPT.read_text(encoding="utf-8"))
        self._beside()

    def show(
        self, phase: Phase, used: set[str], trouble: str = "", *, is_cut: bool = False
    ) -> None:
        """What is to be done now. `used` are the fields that were typed already; `is_cut`: ③ began
        by itself, with a click in ②."""
        values = self._record.values
        rows = [(f.id, f.label, _text(values.get(f.id))) for f in self._form.fields]
        now = {
            "title": f"「{self._form.title}」を記録しています",
            "phases": [each.value for each in self._phases],
            "phase": phase.value,
            "what": CUT if is_cut else WHAT[phase],
            "cut": is_cut,
            "next": NEXT[phase],
            "trouble": trouble,
            "values": [row for row in rows if row[2]],
            "used": sorted(used),
        }
        self.page.evaluate("(now) => window.__utsushi_show(now)", now)

    def _beside(self) -> None:
        """A narrow window of its own; where the browser has no windows, as it is."""
        with contextlib.suppress(PlaywrightError):
            link = self.page.context.new_cdp_session(self.page)
            window = link.send("Browser.getWindowForTarget")["windowId"]
            link.send("Browser.setWindowBounds", {"windowId": window, "bounds": SIZE})
            link.detach()

    @property
    def is_closed(self) -> bool:
        return self.page.is_closed()


def _text(value: Value) -> str:
    return "、".join(value) if isinstance(value, tuple) else value or ""
