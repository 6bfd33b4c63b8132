"""Examining a site: the entrance and some pages behind it, before anyone writes a scenario."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

from bots.browser import launch
from bots.credentials import Credentials
from bots.doctor.findings import Diagnosis, Look
from bots.doctor.rules import findings
from bots.doctor.visit import Visitor, place, plain
from bots.driver import acquire, release
from bots.failures import is_browser_failure, reason
from bots.scenario.scenario import System
from forms.errors import NotReady, SetupError

MOST_PAGES = 12


def examine(url: str, *, headless: bool = True, most: int = MOST_PAGES) -> Diagnosis:
    """Open the entrance and up to `most` pages linked from it, without logging in.

    Nothing is sent but reading requests. Raises SetupError for an address that is none,
    MissingBrowser, NotReady where the browser fails.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SetupError(
            f"「{url}」はアドレスではありません。",
            advice="http:// か https:// で始まるアドレスを書いてください。",
        )
    with _browser_context([parts.hostname], headless) as context:
        return _walked(url, Visitor(context), most)


def examine_inside(
    system: System,
    credentials: Credentials,
    url: str | None = None,
    *,
    headless: bool = True,
    most: int = MOST_PAGES,
) -> Diagnosis:
    """The same behind the login of a system. Only its `login` steps type and press anything."""
    from bots.session import Session

    session = Session(system, credentials, headless)
    try:
        page = session.page()
        visitor = Visitor(page.context)
        return _walked(url or page.url, visitor, most)
    except Exception as error:
        if not is_browser_failure(error):
            raise
        raise NotReady(f"「{system.title}」を調べられません。{reason(error)}") from None
    finally:
        session.close()


def _walked(url: str, visitor: Visitor, most: int) -> Diagnosis:
    host = urlsplit(url).netloc
    queue, known, looks, opened = [plain(url)], {_key(url)}, list[Look](), list[str]()
    while queue and len(opened) < most:
        address = queue.pop(0)
        found, links = visitor.visit(address)
        looks += found
        opened.append(place(address))
        for link in (plain(each, address) for each in links):
            if urlsplit(link).netloc == host and _key(link) not in known:
                known.add(_key(link))
                queue.append(link)
    return Diagnosis(url, tuple(dict.fromkeys(opened)), len(queue), findings(looks))


def _key(address: str) -> str:
    """Pages that differ only in the values of their query are alike."""
    parts = urlsplit(plain(address))
    names = sorted(pair.partition("=")[0] for pair in parts.query.split("&"))
    return f"{parts.netloc}{parts.path}?{'&'.join(names)}"


@contextmanager
def _browser_context(hosts: list[str], headless: bool) -> Iterator[BrowserContext]:
    driver = acquire()
    try:
        browser = launch(driver.playwright, headless, hosts)
        try:
            yield browser.new_context(locale="ja-JP", viewport={"width": 1280, "height": 1000})
        finally:
            browser.close()
    except Exception as error:
        if not is_browser_failure(error):
            raise
        raise NotReady(f"ブラウザで調べられません。{reason(error)}") from None
    finally:
        release(driver)
