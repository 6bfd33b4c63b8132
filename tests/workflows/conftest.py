import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from tests.review.offices import empty_home, office
from tests.workflows.fakes import FakeBot, FakeReader, Target
from tests.workflows.mother import run
from tests.workflows.prefect_made import patient, prefect_made
from workflows.app import Utsushi
from workflows.settings import Settings
from workflows.shared_files.opened import sweep
from workflows.store.database import Store

FORMS = Path(__file__).parent / "forms"
START = datetime(2026, 4, 1, 0, 5, tzinfo=UTC)


class FakeClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


__all__ = ["empty_home", "office", "patient", "prefect_made", "run"]  # fixtures of this room too


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, chosen_store: str) -> None:
    """What the tester's own installation is set to does not matter, but for where things are."""
    for name in list(os.environ):
        if name.startswith("UTSUSHI_") and name not in ("UTSUSHI_MODELS", "UTSUSHI_CHROMIUM"):
            monkeypatch.delenv(name)
    if chosen_store:
        monkeypatch.setenv("UTSUSHI_STORE_URL", chosen_store)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The form of these tests alone."""
    return Catalogue.load(FORMS)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is up to date and empty."""
    path = tmp_path_factory.mktemp("migrated") / "utsushi.db"
    Store.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def settings(tmp_path: Path, migrated: Path) -> Iterator[Settings]:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copyfile(migrated, home / migrated.name)
    yield Settings.load(home=home, forms=(FORMS,), shelf="keep")  # as most tests look there
    sweep(home)  # what processes left in memory that were killed, and nobody starts again


@pytest.fixture
def target(tmp_path: Path) -> Target:
    return Target(tmp_path / "target.jsonl")


@pytest.fixture
def make_app(
    settings: Settings, catalogue: Catalogue, clock: FakeClock, target: Target
) -> Iterator[Callable[..., Utsushi]]:
    """Makes workers of one installation, each with its own reader and bot."""
    made: list[Utsushi] = []

    def make(
        *, bot: FakeBot | None = None, hook: Callable[[Path], None] = lambda path: None
    ) -> Utsushi:
        app = Utsushi(
            settings,
            make_reader=lambda settings, catalogue: FakeReader(catalogue, hook),
            make_bot=lambda settings, catalogue: bot or FakeBot(target),
            catalogue=catalogue,
            clock=clock,
        )
        made.append(app)
        return app

    yield make
    for app in made:
        app.close()


@pytest.fixture
def app(make_app: Callable[..., Utsushi]) -> Utsushi:
    return make_app()


@pytest.fixture
def drop(settings: Settings) -> Callable[[str, str], Path]:
    """Puts a file into the inbox."""

    def put(name: str, content: str) -> Path:
        settings.inbox_path.mkdir(parents=True, exist_ok=True)
        path = settings.inbox_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return put
