import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, sync_playwright

from bots.browser import launch
from review.app import create_app
from tests.review.browsing import Desk
from tests.review.offices import empty_home, office
from tests.review.seeding import Office
from tests.waiting import WAIT_SECONDS

BASE = "http://127.0.0.1:8710"


__all__ = ["empty_home", "office"]  # fixtures of this room too


@pytest.fixture(autouse=True)
def stored(monkeypatch: pytest.MonkeyPatch, chosen_store: str) -> None:
    """Where the offices of these tests keep their records."""
    if chosen_store:
        monkeypatch.setenv("UTSUSHI_STORE_URL", chosen_store)


@pytest.fixture
def client(office: Office) -> Iterator[TestClient]:
    app = create_app(office.store, office.catalogue, office.settings)
    with TestClient(app, base_url=BASE, follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = launch(playwright)
        yield made
        made.close()


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    """A real server over the office, on a free port."""
    app = create_app(office.store, office.catalogue, office.settings)
    listening = socket.socket(proto=socket.IPPROTO_TCP)  # as the product: no delay of answers
    listening.bind(("127.0.0.1", 0))
    listening.listen()  # connections wait here until the server takes them
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP")
    made = context.new_page()
    made.set_default_timeout(WAIT_SECONDS * 1000)
    yield made
    context.close()


@pytest.fixture
def desk(address: str, page: Page, office: Office) -> Desk:
    """The pages in a browser, with the keyboard alone."""
    return Desk(page, address, office)
