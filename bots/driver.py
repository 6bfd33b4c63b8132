"""Playwright's driver, shared by the sessions of one thread: it allows only one for each."""

import os
import threading
from dataclasses import dataclass

from playwright.sync_api import Playwright, sync_playwright

from bots.asking import register
from bots.failures import is_browser_failure
from forms.errors import SetupError


@dataclass(slots=True)
class Driver:
    """A running driver and how many sessions use it."""

    playwright: Playwright
    users: int = 0
    stopped: bool = False


class _Thread(threading.local):
    driver: Driver | None = None


_thread = _Thread()


def acquire() -> Driver:
    """The thread's driver, started where there is none. Raises SetupError where it cannot be."""
    driver = _thread.driver
    if driver is None or driver.stopped:
        driver = Driver(_start())
        register(driver.playwright)
        _thread.driver = driver
    driver.users += 1
    return driver


TELLING = ("DEBUG", "DEBUG_FILE", "PWDEBUG")
"""Variables by which Playwright writes down all that is typed, secrets too: never for a bot."""


def _start() -> Playwright:
    for name in TELLING:
        os.environ.pop(name, None)
    # Before a commit the driver itself asks the target: it trusts whom the machine trusts.
    os.environ.setdefault("NODE_USE_SYSTEM_CA", "1")
    failure = ""
    try:
        return sync_playwright().start()
    except Exception as error:  # noqa: BLE001  a missing file, a wrong one, a running event loop
        failure = type(error).__name__
    raise SetupError(
        f"ブラウザを操る部品 (Playwright) を起動できません ({failure})。",
        advice="Utsushi を入れ直してください。空きメモリと、一時フォルダの空きも確かめてください。",
    )


def release(driver: Driver, *, dead: bool = False) -> None:
    """Give it back; the last user stops it. A `dead` one is stopped for all: they will notice."""
    driver.users -= 1
    if driver.stopped or (driver.users > 0 and not dead):
        return
    driver.stopped = True
    try:
        driver.playwright.stop()
    except Exception as error:
        if not is_browser_failure(error):
            raise
