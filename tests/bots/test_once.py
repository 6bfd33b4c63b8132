"""One click is one request, also where the connection closes before the answer."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from bots.browser import launch
from bots.deadline import Deadline
from bots.driver import acquire, release
from bots.once import _was_not_sent, sent_once

pytestmark = pytest.mark.browser

PAGE = b"""<meta charset=utf-8>
<form method=post action=/form><input name=a value=1><button>form</button></form>
<form method=post action=/file enctype=multipart/form-data><input type=file name=f>
<button>file</button></form>
<button onclick="fetch('/fetch', {method: 'POST', body: 'a=1'}).catch(() => 0)">script</button>
<button onclick="location.href = '/link?commit'">link</button>
"""


class Careless:
    """A server that keeps connections open, takes what can commit, and then closes unanswered."""

    def __init__(self, how: str) -> None:
        self.how = how
        self.taken: list[tuple[str, bytes]] = []
        self.may_answer = threading.Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/"

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                link, _ = self.socket.accept()
                threading.Thread(target=self._talk, args=(link,), daemon=True).start()

    def _talk(self, link: socket.socket) -> None:
        with link, link.makefile("rb") as lines, suppress(OSError):
            while line := lines.readline():
                length = 0
                while (head := lines.readline()) not in (b"\r\n", b""):
                    if head.lower().startswith(b"content-length"):
                        length = int(head.split(b":")[1])
                method, path, _ = line.decode().split()
                body = lines.read(length)
                if method == "POST" or "commit" in path:
                    self.taken.append((path, body))
                    if self.how == "late":
                        self.may_answer.wait(60)
                    if self.how in ("answer", "late"):
                        link.sendall(_answer(b"done"))
                        continue
                    self._drop(link)
                    return
                link.sendall(_answer(PAGE if path == "/" else b""))

    def _drop(self, link: socket.socket) -> None:
        if self.how == "reset":
            link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        else:
            link.shutdown(socket.SHUT_RDWR)


def _answer(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@contextmanager
def careless(how: str) -> Iterator[Careless]:
    server = Careless(how)
    threading.Thread(target=server.serve, daemon=True).start()
    yield server
    server.socket.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    driver = acquire()
    browser = launch(driver.playwright)
    yield browser
    browser.close()
    release(driver)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("how", ["reset", "close"])
@pytest.mark.parametrize("button", ["form", "script", "link"])
def test_a_lost_answer_is_not_asked_for_again(page: Page, how: str, button: str) -> None:
    with careless(how) as server:
        page.goto(server.url)
        with sent_once(page.context, 5) as sending:
            with page.expect_event("requestfailed"):
                page.get_by_role("button", name=button).click(no_wait_after=True)
            assert sending.lost == 1
        assert len(server.taken) == 1


@pytest.mark.parametrize("button", ["form", "script"])
def test_what_is_given_up_while_it_waits_is_not_sent_by_the_browser(
    page: Page, button: str
) -> None:
    with careless("late") as server:
        page.goto(server.url)
        with sent_once(page.context, 30) as sending:
            page.get_by_role("button", name=button).click(no_wait_after=True)
            while not server.taken:
                page.wait_for_timeout(20)
            assert sending.under_way == 1
        page.wait_for_timeout(300)
        server.may_answer.set()
        page.wait_for_timeout(300)
        assert len(server.taken) == 1


def test_what_comes_after_the_deadline_is_not_sent(page: Page) -> None:
    with careless("answer") as server:
        page.goto(server.url)
        late = Deadline(time.time() - 1, time.monotonic() + 60)
        with sent_once(page.context, 5, late) as sending:
            with page.expect_event("requestfailed"):
                page.get_by_role("button", name="form").click(no_wait_after=True)
            assert (sending.lost, server.taken) == (1, [])


@pytest.mark.parametrize(
    ("words", "was_not_sent"),
    [
        ("Route.fetch: connect ECONNREFUSED 127.0.0.1:1", True),
        ("Route.fetch: unable to verify the first certificate", True),
        ("Route.fetch: read ECONNRESET\n  - POST https://town.example.jp/certificate", False),
        ("Route.fetch: error:0A000126:SSL routines::unexpected eof while reading", False),
        ("Route.fetch: Timeout 60000ms exceeded.", False),
    ],
)
def test_only_what_was_surely_not_sent_goes_to_the_browser(words: str, was_not_sent: bool) -> None:
    assert _was_not_sent(PlaywrightError(words)) is was_not_sent


def test_a_file_reaches_the_target(page: Page) -> None:
    """The driver does not get its content: the browser sends it."""
    with careless("answer") as server:
        page.goto(server.url)
        page.locator("[name=f]").set_input_files(
            {"name": "a.txt", "mimeType": "text/plain", "buffer": b"whole content"}
        )
        with sent_once(page.context, 5):
            page.get_by_role("button", name="file", exact=True).click()
            page.get_by_text("done").wait_for()
        ((_, body),) = server.taken
        assert b"whole content" in body


def test_an_answer_is_shown_as_the_target_gave_it(page: Page) -> None:
    with careless("answer") as server:
        page.goto(server.url)
        with sent_once(page.context, 5) as sending:
            page.get_by_role("button", name="form").click()
            page.get_by_text("done").wait_for()
        assert sending.lost == 0
        assert server.taken == [("/form", b"a=1")]
