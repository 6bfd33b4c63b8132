"""The Prefect server is behind a password that stands in one file and no command line."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import psutil
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from bots.browser import launch
from forms.errors import SetupError
from tests.waiting import WAIT_SECONDS
from tests.workflows.health.prefect_house import House, house
from workflows.app import Utsushi
from workflows.prefect import env as prefect_env
from workflows.prefect import password as prefect_password
from workflows.settings import Settings
from workflows.store.tables import AuditRow

__all__ = ["house"]
ROOT = Path(__file__).parents[3]
PAGES = ("runs", "deployments", "automations", "artifacts")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_the_password_is_made_once_for_its_owner_alone(settings: Settings) -> None:
    word = prefect_password.sign_in_word(settings)
    assert re.fullmatch(r"utsushi:(\w{4}-){3}\w{4}", word)
    assert prefect_password.sign_in_word(settings) == word
    path = settings.home_path / "prefect" / prefect_password.FILE
    assert path.stat().st_mode & 0o077 == 0


def test_a_new_password_is_another_and_stays(settings: Settings) -> None:
    word = prefect_password.sign_in_word(settings)
    new = prefect_password.renew(settings)
    assert new != word
    assert prefect_password.sign_in_word(settings) == new


@pytest.mark.parametrize("kept", ["", "word", "utsushi:short", ":no-user-but-long-enough"])
def test_a_password_of_the_office_s_own_must_be_one(
    settings: Settings, tmp_path: Path, kept: str
) -> None:
    given = tmp_path / "given"
    given.write_text(kept)
    with pytest.raises(SetupError, match="中身が正しくありません"):
        prefect_password.sign_in_word(settings.model_copy(update={"prefect_password_file": given}))


def test_the_command_shows_what_is_typed_on_the_sign_in_page(settings: Settings) -> None:
    told = _command(settings, "prefect", "password")
    assert told.stdout.strip() == prefect_password.sign_in_word(settings)


def test_the_command_makes_a_new_one_and_the_audit_log_says_so(settings: Settings) -> None:
    before = prefect_password.sign_in_word(settings)
    told = _command(settings, "prefect", "password", "--new")
    after = prefect_password.sign_in_word(settings)
    assert after != before
    assert after in told.stdout
    with Utsushi(settings) as app, app.store.read() as session:
        (line,) = session.scalars(select(AuditRow)).all()
    assert line.what == "prefect password"


def test_a_stranger_is_told_nothing_but_that_it_lives(house: House) -> None:
    assert house.status("health") == 200
    assert house.status("flow_runs/filter", body={}) == 401
    assert house.status("flow_runs/filter", "utsushi:wrong-wrong-wrong", {}) == 401
    assert house.status("admin/settings") == 401
    assert house.status("flow_runs/filter", house.word, {}) == 200


def test_what_the_server_tells_of_its_settings_hides_the_password(house: House) -> None:
    password = house.word.split(":")[1]
    assert password not in str(house.ask("admin/settings"))


def test_the_password_stands_in_no_command_line(house: House) -> None:
    password = house.word.split(":")[1]
    lines = [" ".join(child.cmdline()) for child in psutil.Process().children(recursive=True)]
    assert any("workflows.prefect.server" in line for line in lines)
    assert not any(password in line for line in lines)


def test_a_foreign_server_on_our_port_is_not_ours_and_learns_no_password(
    settings: Settings,
) -> None:
    heard: list[str] = []
    with Foreign(heard) as port:
        assert not prefect_env.is_ours(settings, port)
    assert heard
    assert not any("Authorization" in each for each in heard)


def test_only_an_installation_with_the_same_password_takes_it_for_its_own(
    house: House, settings: Settings
) -> None:
    assert prefect_env.is_ours(house.settings, house.port)
    assert not prefect_env.is_ours(settings, house.port)


@pytest.mark.browser
@pytest.mark.parametrize("ui", ["", "/v2"])
def test_the_browser_signs_in_and_asks_no_other_host(house: House, page: Page, ui: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{house.url}{ui}/")
    _sign_in(page, house.word)
    for each in PAGES:
        with page.expect_response(lambda answer: "/api/" in answer.url and answer.ok):
            page.goto(f"{house.url}{ui}/{each}")
        page.wait_for_load_state("networkidle")
    local = (house.url, "data:", "blob:", house.url.replace("http", "ws"))
    assert [url for url in asked if not url.startswith(local)] == []


@pytest.mark.browser
def test_the_sign_in_page_says_in_japanese_what_to_type_and_advertises_nothing(
    house: House, page: Page
) -> None:
    page.goto(house.url)
    form = page.locator("form")
    form.wait_for()
    said = form.evaluate("form => getComputedStyle(form, '::before').content")
    assert "utsushi prefect password" in said
    _sign_in(page, house.word)
    page.get_by_text("Dashboard", exact=True).first.wait_for()
    for unwanted in ("Prefect Cloud", "V2 UI", "Authentication failed."):
        assert not any(each.is_visible() for each in page.get_by_text(unwanted).all())


@pytest.mark.browser
def test_a_wrong_password_does_not_open_the_pages(house: House, page: Page) -> None:
    page.goto(house.url)
    page.get_by_placeholder("admin:pass").fill("utsushi:wrong-wrong-wrong")
    with page.expect_response(lambda answer: answer.status == 401):
        page.get_by_role("button", name="Login").click()
    assert page.get_by_placeholder("admin:pass").is_visible()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = launch(playwright)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    made = context.new_page()
    made.set_default_timeout(WAIT_SECONDS * 1000)
    yield made
    context.close()


def _sign_in(page: Page, word: str) -> None:
    page.get_by_placeholder("admin:pass").fill(word)
    with page.expect_response(lambda answer: "/api/" in answer.url and answer.ok):
        page.get_by_role("button", name="Login").click()


def _command(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ, "UTSUSHI_HOME": str(settings.home_path), "UTSUSHI_PREFECT_PORT": "1",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "workflows.cli", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip


class _Foreign(BaseHTTPRequestHandler):
    heard: list[str]

    def do_GET(self) -> None:
        self.heard.append(str(self.headers))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"true")

    def log_message(self, *_: object) -> None:
        """Nothing."""


class Foreign:
    """A server of somebody else's; what it heard is kept. Its port is the context's value."""

    def __init__(self, heard: list[str]) -> None:
        handler = type("Handler", (_Foreign,), {"heard": heard})
        self._server = HTTPServer((prefect_env.HOST, 0), handler)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> int:
        self._thread.start()
        return self._server.server_port

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
