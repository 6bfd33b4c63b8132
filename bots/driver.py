"""Playwright's driver, shared by the sessions of one thread: it allows only one for each."""

import threading
from dataclasses import dataclass

from playwright.sync_api import Playwright, sync_playwright

from bots.failures import is_browser_failure


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
    """The thread's driver, started where there is none."""
    driver = _thread.driver
    if driver is None or driver.stopped:
        driver = _thread.driver = Driver(sync_playwright().start())
    driver.users += 1
    return driver


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
