"""After an act that may send a frame elsewhere: the frame's new document is waited for."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Request

from bots.asking.leaving import departures
from bots.failures import is_browser_failure, is_closed
from bots.stage import Stage
from forms.errors import NotReady


@contextmanager
def awaited(stage: Stage) -> Iterator[None]:
    """Around an act: frames of its window that it sent elsewhere have arrived after the block. One
    for which no document comes (a file, an answer without content) stays in use.

    Raises what the target's signs raise, NotReady where one is under way for longer than a screen
    may take: what is asked or typed next would meet the old one.
    """
    page = stage.page
    if page.is_closed() or not page.main_frame.child_frames:
        yield
        return
    broken_off: list[Request] = []
    begun = time.time()

    def failed(request: Request) -> None:
        if request.is_navigation_request():
            broken_off.append(request)

    page.on("requestfailed", failed)
    try:
        yield
        _wait(stage, begun, broken_off)
    finally:
        _stop_listening(page, failed)


def _wait(stage: Stage, begun: float, broken_off: list[Request]) -> None:
    page = stage.page

    def arrived() -> bool:
        try:
            left = departures(page, begun)
        except PlaywrightError as error:
            if is_closed(error):  # by the act itself; else the next step tells
                return True
            raise
        return len(broken_off) >= left

    limit = stage.system.declared.waits.screen
    stage.wait_until(arrived, limit, "フレームの新しい画面", _advised)


def _advised(error: NotReady) -> NotReady:
    advice = "遅い画面なら、system.yaml の waits の screen (秒) を長くしてください。"
    return NotReady(error.message, advice=advice)


def _stop_listening(page: Page, failed: Callable[[Request], None]) -> None:
    try:
        page.remove_listener("requestfailed", failed)
    except Exception as error:  # the driver is gone: what happened is told
        if not is_browser_failure(error):
            raise
