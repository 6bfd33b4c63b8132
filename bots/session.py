"""One browser with one logged-in window, kept over a batch; a dead one is replaced on next use."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, BrowserContext, Page

from bots.asking import equip
from bots.browser import launch
from bots.conditions import check_signs, holds
from bots.credentials import Credentials
from bots.dialogs import DialogWatch
from bots.driver import Driver, acquire, release
from bots.evidence import prepare
from bots.failures import Gone, LoggedOut, is_browser_failure, is_closed, is_driver_death
from bots.scenario.check import SECRET
from bots.scenario.scenario import System
from bots.scenario.values import Values
from bots.stage import Phase, Stage
from bots.steps import run_steps

Result = TypeVar("Result")

Passing = Callable[[], AbstractContextManager[Path]]
"""An empty folder for as long as a browser lives: for what it lays down in passing."""

MOST_RECORDS = 500
"""Records entered by one browser before it is replaced: what else may grow in it starts anew."""

CLEARED_AFTER = 5
"""Records after which the browser clears its pages' memory, which takes it 0.07 s. By itself it
lets what an entry leaves there (some 18 MB) lie until the machine is short of memory."""


class Session:
    """Opens the browser, logs in, and does so again when it has to. Not thread-safe."""

    def __init__(
        self,
        system: System,
        credentials: Credentials,
        headless: bool,
        passing: Passing | None = None,
    ) -> None:
        self._system, self._passing, self._aside = system, passing, ExitStack()
        self._credentials = credentials
        self._headless = headless
        self._driver: Driver | None = None
        self._browser: Browser | None = None
        self._context: BrowserContext | None = None
        self._home: Page | None = None
        self._page: Page | None = None
        self._records = 0
        self._logged_in = False
        self._secrets: tuple[str, ...] = ()
        self.watch = DialogWatch()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What was typed to log in: no evidence may show it."""
        return self._secrets

    def page(self) -> Page:
        """The one window, opened and logged in; windows left over by a broken run are closed.

        Raises MissingBrowser, MissingSecret, SetupError (no start; login refused), NotReady.
        """
        if not self._is_alive():
            self.close()
            self._open()
        if not self._logged_in:
            self._page = self._log_in(self._fresh())
            self._logged_in = True
        self.watch.forget()
        return self._main()

    def next_record(self) -> None:
        """Before a new record: the browser clears up; one that has grown old is opened anew."""
        self._records += 1
        if self._records > MOST_RECORDS:
            self.close()
        elif self._records % CLEARED_AFTER == 0 and self._is_alive():
            self._clear()

    def logged_in(self, work: Callable[[Page], Result]) -> Result:
        """Do `work`, which commits nothing; once more where we were logged out or the browser died.

        Raises what `work` raises; LoggedOut or Gone where that did not help.
        """
        try:
            return work(self.page())
        except LoggedOut:
            self._logged_in = False
        except Gone:
            self.close()
        except Exception as error:  # the driver's death is a bare Exception
            if not (is_browser_failure(error) and is_closed(error)):
                raise
            self._end(dead=is_driver_death(error))
        return work(self.page())

    def alive_page(self) -> Page | None:
        """The window that was opened last, as it stands, for a picture; None where all are gone."""
        if self._context is None or not self._is_alive():
            return None
        return next((each for each in reversed(self._context.pages) if not each.is_closed()), None)

    def close(self) -> None:
        """End the browser. Never raises for a browser that is dead already."""
        self._end(dead=False)

    def _clear(self) -> None:
        """A page that cannot do so is told by the next step; a dead browser is noticed there."""
        for page in self._context.pages if self._context is not None else ():
            try:
                page.request_gc()
            except Exception as error:
                if not is_browser_failure(error):
                    raise

    def _end(self, *, dead: bool) -> None:
        if not dead:
            for part in (self._context, self._browser):
                _close(part)
        if self._driver is not None:
            release(self._driver, dead=dead)
        self._aside.close()
        self._driver = self._browser = self._context = self._page = None
        self._home = None
        self._records = 0
        self._logged_in = False

    def _is_alive(self) -> bool:
        return (
            self._driver is not None
            and not self._driver.stopped
            and self._browser is not None
            and self._browser.is_connected()
            and self._page is not None
            and not self._page.is_closed()
        )

    def _open(self) -> None:
        width, height = self._system.declared.window
        self._driver = acquire()
        aside = self._aside.enter_context(self._passing()) if self._passing else None
        self._browser = launch(self._driver.playwright, self._headless, self._system.hosts, aside)
        self._context = self._browser.new_context(
            viewport={"width": width, "height": height},
            locale="ja-JP",
            service_workers="block",  # what they send could not be kept from being sent twice
        )
        self._context.set_default_timeout(self._system.declared.waits.screen * 1000)
        self.watch.attach(self._context)
        prepare(self._context)
        equip(self._context)
        self._page = self._home = self._context.new_page()

    def _main(self) -> Page:
        """The window of the work. The one of the login stays too: others look at their opener."""
        if self._context is None or self._page is None:
            raise RuntimeError("the session is not open")
        for other in self._context.pages:
            if other not in (self._page, self._home):
                other.close()
        return self._page

    def _fresh(self) -> Page:
        """The window to log in in; the work window of an earlier login is closed."""
        self._page = self._home
        page = self._main()
        self.watch.forget()
        return page

    def _log_in(self, page: Page) -> Page:
        """The window in which all work is done then."""
        declared = self._system.declared.login
        if declared is None:
            return page
        secrets = {
            f"{SECRET}{name}": self._credentials.secret(self._system.name, name)
            for name in self._system.declared.credentials
        }
        self._secrets = tuple(secrets.values())
        stage = Stage(
            page=page,
            scope=page,
            values=Values({}, given=secrets),
            system=self._system,
            watch=self.watch,
            phase=Phase.LOGIN,
            source=self._system.source,
            signs=check_signs,
            loc=("login",),
        )
        run_steps(declared.steps, stage, "steps")
        wait = self._system.declared.waits.screen
        here = stage.in_place(declared.window, [])
        here.at("done").wait_until(lambda: holds(declared.done, here), wait, "ログイン後の画面")
        return here.page


def _close(part: BrowserContext | Browser | None) -> None:
    if part is None:
        return
    try:
        part.close()
    except Exception as error:
        if not is_browser_failure(error):
            raise
