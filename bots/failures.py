"""What the browser reports → our errors. Its texts hold what was typed, so none of them stays."""

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from forms.errors import NotReady

if TYPE_CHECKING:
    from bots.locate import Want
    from bots.scenario.targets import Target
    from bots.stage import Stage

_NETWORK = re.compile(r"net::(ERR_[A-Z_]+)")
_CLOSED = ("closed", "crashed", "disconnected", "Connection closed", "no running event loop")


class LoggedOut(NotReady):
    """The target closed our session: log in again, then the same once more."""


class Gone(NotReady):
    """The window or the browser is gone: open it again, then the same once more."""


class NotFound(NotReady):
    """A target that did not come. `target`, `want` and `stage` tell what was looked for, where."""

    def __init__(self, error: NotReady, target: "Target", want: "Want", stage: "Stage") -> None:
        super().__init__(error.message, advice=error.advice)
        self.target, self.want, self.stage = target, want, stage


def reason(error: BaseException) -> str:
    """Why, in Japanese, without a word of what stood on the screen or was typed."""
    text = str(error)
    if found := _NETWORK.search(text):
        return f"業務システムにつながりません ({found.group(1)})。"
    if is_closed(error):
        return "ブラウザの画面が閉じました。"
    if "strict mode violation" in text:
        return "同じ示し方に当てはまるものが二つ以上あります。"
    if isinstance(error, PlaywrightTimeout):
        return "時間内に操作できませんでした。"
    return f"ブラウザを操作できませんでした ({type(error).__name__})。"


def is_closed(error: BaseException) -> bool:
    """Whether the page, the browser or its driver is gone."""
    return any(word in str(error) for word in _CLOSED)


def is_browser_failure(error: BaseException) -> bool:
    """Playwright's errors; its driver's death comes as a bare Exception, or as a RuntimeError of
    Python's event loop."""
    return isinstance(error, PlaywrightError) or is_driver_death(error)


def is_driver_death(error: BaseException) -> bool:
    return type(error) in (Exception, RuntimeError) and is_closed(error)
