"""Opening the pages of a site to look at them: only reading requests, nothing pressed or sent."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import BrowserContext, Dialog, Frame, Page, Request, Response, Route
from playwright.sync_api import Error as PlaywrightError

from bots.doctor import encodings
from bots.doctor.findings import Look
from bots.failures import is_closed

HERE = Path(__file__).parent / "page"
READING = ("GET", "HEAD", "OPTIONS")
MOST_SCRIPTS = 30
"""Linked scripts of one page that are read."""

SLOW_SECONDS = 3.0
"""An answer that takes longer is called slow: a person waits that long without a doubt."""

LOAD_SECONDS = 20.0

HARMFUL = re.compile(
    r"log-?out|sign-?out|logoff|delete|remove|destroy|update|regist|insert|cancel|exec|commit"
    r"|ログアウト|ログオフ|終了|削除|取消|取り消|更新|登録|実行|確定|申請する",
    re.IGNORECASE,
)
"""Links that are not followed: in old systems a mere GET may do what they say."""

_CERTIFICATE = re.compile(r"ERR_(CERT_\w+|SSL_(?!CLIENT)\w+)")


@cache
def _script(name: str) -> str:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("//"))


class Visitor:
    """Looks at pages in a browser context that it makes safe first. For one thread.

    Requests that could change something are not sent and noted; dialogs are dismissed and noted.
    """

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        self._facts: dict[str, list[str]] = defaultdict(list)
        self._bodies: dict[str, Response] = {}
        self._raw: dict[str, tuple[bytes, str]] = {}
        context.add_init_script(_script("listen.js"))
        context.route("**/*", self._let)

    def visit(self, address: str) -> tuple[list[Look], list[str]]:
        """What the page and its frames are made of, and the links on them."""
        self._facts.clear()
        self._bodies.clear()
        self._raw.clear()
        page = self._context.new_page()
        page.on("dialog", self._dismiss)
        page.on("response", self._keep)
        page.on("popup", lambda window: window.close())
        try:
            self._open(page, address)
            return self.look(page, address)
        finally:
            with suppress(PlaywrightError):
                page.close()

    def look(self, page: Page, address: str) -> tuple[list[Look], list[str]]:
        """What an open page and its frames are made of."""
        looks, links = list[Look](), list[str]()
        for frame in page.frames:
            found = self._look(frame, page)
            if found is not None:
                looks.append(found[0])
                links += found[1]
        page_facts = {name: list(words) for name, words in self._facts.items()}
        if page_facts:
            looks.append(Look(place(address), page_facts, {}))
        return looks, links

    def _open(self, page: Page, address: str) -> None:
        try:
            page.goto(address, wait_until="load", timeout=LOAD_SECONDS * 1000)
        except PlaywrightError as error:
            if is_closed(error):
                raise
            self._note_failure(str(error))
        with suppress(PlaywrightError):  # a page that goes on loading is looked at as it is
            page.wait_for_load_state("networkidle", timeout=3000)

    def _note_failure(self, text: str) -> None:
        if "ERR_SSL_CLIENT_AUTH" in text or "ERR_BAD_SSL_CLIENT_AUTH" in text:
            self._facts["client_certificate"].append("TLS")
        elif found := _CERTIFICATE.search(text):
            self._facts["bad_certificate"].append(found.group())
        elif "ERR_INVALID_AUTH_CREDENTIALS" in text:
            self._facts["basic_auth"].append("401")
        elif "Timeout" in text:
            self._facts["slow"].append(f"{LOAD_SECONDS:g} 秒で開き終わらない")
        elif found := re.search(r"net::(ERR_\w+)", text):
            self._facts["unreachable"].append(found.group(1))

    def _look(self, frame: Frame, page: Page) -> tuple[Look, list[str]] | None:
        if frame.url in ("", "about:blank") and frame.parent_frame is not None:
            return None
        if frame.url.startswith("chrome-error:"):  # the browser's words on a page that never came
            return None
        try:
            told: Mapping[str, Any] = frame.evaluate(_script("look.js"))
        except PlaywrightError:
            return None
        facts = {name: list(words) for name, words in told["facts"].items()}
        if urlsplit(frame.url).netloc != urlsplit(page.url).netloc and frame.parent_frame:
            facts.setdefault("foreign_frame", []).append(urlsplit(frame.url).netloc)
        html = self._read_document(frame.url, facts)
        scripts = "\n".join([*told["scripts"], *self._linked(told["sources"], page)])
        texts = {"html": html, "script": scripts, "style": str(told["styles"])}
        links = [address for address, words in told["links"] if is_safe(address, words)]
        return Look(place(frame.url, frame.name), facts, texts), links

    def _read_document(self, address: str, facts: dict[str, list[str]]) -> str:
        body, kind = self._raw.get(plain(address), (b"", ""))
        if not body:
            return ""
        for name, words in encodings.facts(body, kind):
            facts.setdefault(name, []).append(words)
        return encodings.text(body, kind)

    def _linked(self, sources: list[str], page: Page) -> Iterator[str]:
        """Scripts of the site itself; those of others are not its doing."""
        own = urlsplit(page.url).netloc
        for address in sources[:MOST_SCRIPTS]:
            response = self._bodies.get(address)
            if response is None or urlsplit(address).netloc != own:
                continue
            with suppress(PlaywrightError):
                yield encodings.text(response.body(), "")

    def _let(self, route: Route) -> None:
        request = route.request
        if request.method not in READING:
            self._facts["posts_at_load"].append(f"{request.method} {place(request.url)}")
            route.abort()
        elif request.resource_type == "document":
            self._fetch(route)
        else:
            route.continue_()

    def _fetch(self, route: Route) -> None:
        """A document as its bytes came: the browser itself gives only what it made of them."""
        try:
            response = route.fetch(max_redirects=0, timeout=LOAD_SECONDS * 1000)
            self._raw[plain(route.request.url)] = (
                response.body(),
                response.headers.get("content-type", ""),
            )
            route.fulfill(response=response)
        except PlaywrightError:  # certificates, for example: the browser tells better what it is
            with suppress(PlaywrightError):
                route.continue_()

    def _dismiss(self, dialog: Dialog) -> None:
        if dialog.type != "beforeunload":
            self._facts["dialogs"].append(f"{dialog.type}: {dialog.message[:40]}")
        with suppress(PlaywrightError):
            dialog.dismiss()

    def _keep(self, response: Response) -> None:
        request: Request = response.request
        self._bodies[response.url] = response
        if request.resource_type != "document":
            return
        if response.status == 401 and "www-authenticate" in response.headers:
            self._facts["basic_auth"].append(response.headers["www-authenticate"].split()[0])
        elif response.status >= 500:
            self._facts["server_error"].append(f"{response.status} {place(response.url)}")
        elif response.status >= 400:
            self._facts["unreachable"].append(f"{response.status} {place(response.url)}")
        if "content-security-policy" in response.headers:
            self._facts["csp"].append("HTTP")
        if "x-ua-compatible" in response.headers:
            self._facts["ua_compatible"].append(response.headers["x-ua-compatible"])
        seconds = request.timing["responseStart"] / 1000
        if seconds > SLOW_SECONDS:
            self._facts["slow"].append(f"{seconds:.1f} 秒 {place(response.url)}")


def place(address: str, frame: str = "") -> str:
    """An address for people: without its query, in which there may be a number of a person."""
    parts = urlsplit(address)
    where = f"{parts.netloc}{parts.path}" if parts.netloc else address[:60]
    return f"{where} (フレーム {frame})" if frame else where


def is_safe(address: str, words: str) -> bool:
    """Whether a link may be opened to look at what is behind it."""
    if not address.startswith(("http://", "https://")):
        return False
    parts = urlsplit(address)
    return not HARMFUL.search(f"{parts.path}?{parts.query} {words}")


def plain(address: str, base: str = "") -> str:
    return urldefrag(urljoin(base, address)).url
