"""A Prefect server with our deployments, a worker for both pools and a browser: fixtures shared by
the tests that drive the UI. Import `place`, `browser` and `ui` into the test module.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from bots.browser import launch
from tests.waiting import WAIT_SECONDS
from tests.workflows import deployed_fakes
from tests.workflows.fakes import Target
from workflows.app import Utsushi
from workflows.parent import Process, end_child, start_child
from workflows.prefect import env as prefect_env
from workflows.prefect import password as prefect_password
from workflows.settings import Settings

ROOT = Path(__file__).parents[2]
FORMS = Path(__file__).parent / "forms"
WINDOW = {"width": 1280, "height": 1024}
CALM = "requestAnimationFrame = (draw) => setTimeout(() => draw(performance.now()), 100)"
"""Ten pictures a second: the UI draws the graph of a run without end, by the processor here."""


@dataclass(frozen=True)
class Place:
    """One installation under `settings.home`, its server at `url` and its worker."""

    settings: Settings
    url: str

    def app(self) -> Utsushi:
        """Of this process, with the same fakes as the worker's. Close it."""
        return deployed_fakes.open_fakes(self.settings)

    @property
    def target(self) -> Target:
        return Target(self.settings.home_path / deployed_fakes.TARGET)

    def drop(self, name: str, content: str) -> Path:
        """Put a file into the watched folder."""
        self.settings.inbox_path.mkdir(parents=True, exist_ok=True)
        path = self.settings.inbox_path / name
        path.write_text(content, encoding="utf-8")
        return path

    def ask(self, path: str, body: dict[str, Any] | None = None, method: str = "") -> Any:
        """A question to the server's API, signed in, asked again where the server is busy."""
        from workflows.flows.door import api

        verb: Any = method or ("GET" if body is None else "POST")
        with api() as client:
            answer = client.request(verb, cast(Any, f"/{quote(path)}"), json=body)
        return answer.json() if answer.content else None

    def runs(self, name: str = "") -> list[dict[str, Any]]:
        """Flow runs, the newest first; of the flow `name`."""
        body: dict[str, Any] = {"sort": "EXPECTED_START_TIME_DESC"}
        if name:
            body["flows"] = {"name": {"any_": [name]}}
        rows: list[dict[str, Any]] = self.ask("flow_runs/filter", body)
        return rows


@pytest.fixture(scope="module")
def place(
    tmp_path_factory: pytest.TempPathFactory, prefect_made: Callable[[Path], None]
) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("prefect-ui")
    prefect_made(home)
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("UTSUSHI_") and name not in ("UTSUSHI_MODELS", "UTSUSHI_CHROMIUM"):
                patch.delenv(name)
        patch.setenv("UTSUSHI_HOME", str(home))
        patch.setenv("UTSUSHI_FORMS", str(FORMS))
        patch.setenv("UTSUSHI_BACKUP_PLACE", str(tmp_path_factory.mktemp("backups")))
        patch.setenv("UTSUSHI_PREFECT_PORT", "0")
        patch.setenv("UTSUSHI_SETTLE_SECONDS", "0")
        patch.setenv("UTSUSHI_POLL_SECONDS", "0.1")
        settings = Settings.load()
        with prefect_env.server(settings) as port, _worker(settings):
            yield Place(settings, f"http://{prefect_env.HOST}:{port}")


@contextmanager
def _worker(settings: Settings) -> Iterator[None]:
    """Deploy, with the fakes' flows, and serve both pools."""
    from workflows.deployments import DEPLOYMENTS
    from workflows.deployments.applying import STEPS, apply
    from workflows.deployments.deployed import apply_deployments

    fakes = [
        replace(each, entrypoint=f"{deployed_fakes.__name__}.{each.entrypoint.rsplit('.', 1)[1]}")
        for each in DEPLOYMENTS
    ]
    steps = [
        (lambda ground: apply_deployments(ground, fakes)) if step is apply_deployments else step
        for step in STEPS
    ]
    apply(settings, steps)
    with prefect_worker():
        yield


@contextmanager
def prefect_worker() -> Iterator[Process]:
    """A worker of both pools as a process, with this process's environment."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = start_child([sys.executable, "-m", "tests.workflows.fake_worker"], environment)
    try:
        yield process
    finally:
        end_child(process, 20.0)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = launch(playwright)
        yield launched
        launched.close()


@pytest.fixture
def ui(place: Place, browser: Browser) -> Iterator[Page]:
    """A page of the Prefect UI, signed in, at the dashboard."""
    context = browser.new_context(viewport=WINDOW, locale="ja-JP")  # type: ignore[arg-type]
    context.add_init_script(CALM)
    page = context.new_page()
    page.set_default_timeout(WAIT_SECONDS * 1000)
    sign_in(page, place)
    yield page
    context.close()


def field(page: Page, title: str) -> Locator:
    """One parameter of the form that starts a deployment, or of that which resumes a run."""
    label = page.locator(".schema-form-property__label", has_text=title)
    return page.locator(".schema-form-property").filter(has=label).last


def start(page: Page, place: Place, deployment: str, **values: str | int) -> None:
    """Start a deployment by the UI's form with these values, by title, and submit it."""
    page.goto(f"{place.url}/deployments")
    page.get_by_text(deployment, exact=True).first.click()
    page.wait_for_url("**/deployments/deployment/**")
    page.get_by_text("Run", exact=True).last.click()
    page.get_by_role("link", name="Custom run").click()
    for title, value in values.items():
        one = field(page, title)
        if one.get_by_text("Add item").count():
            one.get_by_text("Add item").click()
        one.locator("input, textarea").last.fill(str(value))
    page.get_by_role("button", name="Submit").click()


def sign_in(page: Page, place: Place) -> None:
    """Through the UI's own form."""
    page.goto(place.url)
    word = prefect_password.sign_in_word(place.settings)
    page.get_by_placeholder("admin:pass").fill(word)
    page.get_by_role("button", name="Login").click()
    page.get_by_text("Dashboard", exact=True).first.wait_for()
