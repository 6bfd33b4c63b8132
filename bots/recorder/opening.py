"""A browser for a person to work in, logged in by the system's own steps."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Dialog as BrowserDialog

from bots.asking import equip
from bots.browser import launch
from bots.conditions import check_signs, holds
from bots.credentials import Credentials
from bots.dialogs import DialogWatch
from bots.driver import Driver, acquire, release
from bots.evidence import prepare
from bots.failures import is_browser_failure
from bots.scenario.check import SECRET
from bots.scenario.scenario import System
from bots.scenario.values import Values
from bots.stage import Phase, Stage
from bots.steps import run_steps

_SESSION = re.compile(r";jsessionid=[^?#/]*", re.IGNORECASE)


@dataclass(slots=True)
class LoginWatch(DialogWatch):
    """Answers dialogs while logging in; afterwards they are the person's."""

    active: bool = True

    def _answer(self, dialog: BrowserDialog) -> None:
        if self.active:
            DialogWatch._answer(self, dialog)


@dataclass(slots=True)
class Opened:
    """The browser and its one context. `secrets` were typed to log in."""

    driver: Driver
    browser: Browser
    context: BrowserContext
    watch: LoginWatch
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def close(self) -> None:
        """End the browser. Never raises for one that is dead already."""
        try:
            self.browser.close()
        except Exception as error:
            if not is_browser_failure(error):
                raise
        finally:
            release(self.driver)


def open_browser(system: System, headless: bool) -> Opened:
    """Raises MissingBrowser."""
    driver = acquire()
    try:
        browser = launch(driver.playwright, headless, system.hosts)
    except BaseException:
        release(driver)
        raise
    width, height = system.declared.window
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="ja-JP", accept_downloads=True
    )
    context.set_default_timeout(system.declared.waits.screen * 1000)
    prepare(context)
    equip(context)
    watch = LoginWatch()
    watch.attach(context)
    return Opened(driver, browser, context, watch)


def stage_of(page: Page, opened: Opened, system: System, values: Values, phase: Phase) -> Stage:
    """The bot's view of a window."""
    return Stage(
        page=page,
        scope=page,
        values=values,
        system=system,
        watch=opened.watch,
        phase=phase,
        source=system.source,
        signs=check_signs,
        loc=("login",),
    )


def log_in(
    opened: Opened, system: System, credentials: Credentials, start: str | None = None
) -> Page:
    """The window, logged in by the steps of `system.yaml`; afterwards dialogs are left alone.
    A system without them is opened as it is, at `start` or its own address.

    Raises MissingSecret, SetupError (login refused), NotReady.
    """
    page = opened.context.new_page()
    declared = system.declared.login
    if declared is None:
        page.goto(start or system.url, wait_until="domcontentloaded")
    else:
        secrets = {
            f"{SECRET}{name}": credentials.secret(system.name, name)
            for name in system.declared.credentials
        }
        opened.secrets = tuple(secrets.values())
        stage = stage_of(page, opened, system, Values({}, given=secrets), Phase.LOGIN)
        run_steps(declared.steps, stage, "steps")
        limit = system.declared.waits.screen
        stage.at("done").wait_until(lambda: holds(declared.done, stage), limit, "ログイン後の画面")
        page = stage.windows[declared.window] if declared.window else page
    opened.watch.active = False
    return page


def bare(address: str) -> str:
    """Without a session's number in it."""
    return _SESSION.sub("", address)


def relative(address: str, base: str) -> str:
    """The address inside the system at `base`, without a session's number in it."""
    plain = bare(address)
    return plain.removeprefix(base) or "./" if plain.startswith(base) else plain
