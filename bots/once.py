"""What the committing click sends is sent once.

A browser sends a request AGAIN by itself, a POST as well, when a connection that it kept from
earlier closes before the first byte of the answer: the row stood there already, then stands there
twice, though the bot clicked once. So from the click to its answer what can commit goes out through
the driver, which never sends twice. Where the driver cannot reach the target as the browser does
(its certificate, its way of logging in) nothing was sent, and the browser sends it.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from playwright.sync_api import APIResponse, BrowserContext, Request, Route
from playwright.sync_api import Error as PlaywrightError

from bots.deadline import Deadline
from bots.failures import is_browser_failure, is_closed

_LOG = logging.getLogger(__name__)

_NOT_SENT = (
    "ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "certificate", "CERT_", "handshake failure",
    "legacy renegotiation", "key too small", "md too weak", "unsupported protocol",
    "wrong version number",
)  # fmt: skip
"""In the driver's words: no connection came about, so that nothing can have been sent. Not here:
"unexpected eof", which may come after the row was written."""

_FILE = re.compile(rb'filename="[^"]')


@dataclass(slots=True)
class Sending:
    """What became of the requests. `lost`: how many went out and got no answer, or came after the
    `deadline` and were not sent: a browser that stood still between the click and its request."""

    seconds: float
    deadline: Deadline | None = None
    lost: int = 0
    sent: int = 0
    under_way: int = 0
    _open: bool = field(default=True, repr=False)
    _held: list[Route] = field(default_factory=list, repr=False)

    def close(self) -> None:
        """What still waits for its answer is given up: let go, the browser would send it again."""
        self._open = False
        for route in tuple(self._held):
            _give_up(route)
        self._held.clear()

    def handle(self, route: Route) -> None:
        """One request of the browser. Nothing is raised: it would end another piece of work."""
        try:
            if self._open and can_commit(route.request):
                self._send(route)
            else:
                route.continue_()
        except PlaywrightError as error:
            if not is_closed(error):
                _LOG.warning("a request could not be passed on: %s", type(error).__name__)

    def _send(self, route: Route) -> None:
        if self._is_late(route.request):
            self.lost += 1
            route.abort("connectionfailed")
            return
        self._held.append(route)
        try:
            self._pass_on(route)
        finally:  # whatever happened, it may not be left to the browser
            if route in self._held:
                self._held.remove(route)
            _give_up(route)

    def _pass_on(self, route: Route) -> None:
        answer: APIResponse | None = None
        self.sent += 1
        self.under_way += 1
        try:
            answer = route.fetch(max_redirects=0, timeout=self.seconds * 1000)
        except PlaywrightError as error:
            if not _was_not_sent(error):
                self.lost += 1
                route.abort("connectionfailed")
                return
        finally:
            self.under_way -= 1
        if answer is None or _asks_who(answer):
            _LOG.warning("the driver cannot reach the target: the browser sends the request")
            route.continue_()
            return
        route.fulfill(response=answer)

    def _is_late(self, request: Request) -> bool:
        """The page that an answer leads to may come late; what commits may not."""
        leads_on = self.sent > 0 and request.method == "GET"
        return self.deadline is not None and self.deadline.is_over and not leads_on


@contextmanager
def sent_once(
    context: BrowserContext, seconds: float, deadline: Deadline | None = None
) -> Iterator[Sending]:
    """Meanwhile no request that can commit is sent twice, or after the deadline; `seconds` is the
    limit of its answer."""
    sending = Sending(seconds, deadline)

    def handle(route: Route) -> None:  # Playwright marks it: no bound method with slots
        sending.handle(route)

    context.route("**/*", handle)
    try:
        yield sending
    finally:
        sending.close()
        try:
            context.unroute("**/*", handle)
        except Exception as error:  # the driver's death is a bare Exception
            if not (is_browser_failure(error) and is_closed(error)):
                raise


def _was_not_sent(error: PlaywrightError) -> bool:
    """By the first line alone: below it stand addresses, which may say anything."""
    first = str(error).partition("\n")[0]
    return any(word in first for word in _NOT_SENT)


def _give_up(route: Route) -> None:
    """The browser's request fails, where it has no answer yet."""
    with suppress(PlaywrightError):  # settled already, or gone with its page
        route.abort("connectionfailed")


def can_commit(request: Request) -> bool:
    """A new page, or anything that is not a mere reading; files cannot be passed on."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return request.resource_type == "document" and request.method == "GET"
    return not _has_file(request)


def _has_file(request: Request) -> bool:
    """The driver does not get the content of files, and sees a body that it cannot read as none."""
    kind = request.headers.get("content-type", "")
    body = request.post_data_buffer
    if body is None:
        return bool(kind)
    return kind.startswith("multipart/form-data") and bool(_FILE.search(body))


def _asks_who(answer: APIResponse) -> bool:
    """It refused, and asks for a login that only the browser knows (of Windows, or a proxy's)."""
    asks = ("www-authenticate", "proxy-authenticate")
    return answer.status in (401, 407) and any(name in answer.headers for name in asks)
