from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.workflows.conftest import FORMS
from tests.workflows.templates.drawn import FakeHelper
from workflows.accounts import Account, Role, Scope
from workflows.live_catalogue import LiveCatalogue
from workflows.settings import Settings
from workflows.store.database import Store
from workflows.templates import Templates

PERSON = Account(1, "it", "情報", Role.IT)
ELSEWHERE = Account(2, "other", "別課", Role.IT, Scope(frozenset({"別の課"})))


@pytest.fixture
def own_settings(settings: Settings) -> Settings:
    """An office whose own forms lie in its home folder."""
    return settings.model_copy(update={"forms": ()})


@pytest.fixture
def live(own_settings: Settings) -> LiveCatalogue:
    return LiveCatalogue.of(FORMS, *own_settings.forms_paths)


@pytest.fixture
def store(own_settings: Settings) -> Iterator[Store]:
    made = Store.open(own_settings.database_url)
    yield made
    made.close()


@pytest.fixture
def helper(own_settings: Settings) -> FakeHelper:
    return FakeHelper(own_settings)


@pytest.fixture
def templates(
    store: Store, live: LiveCatalogue, own_settings: Settings, helper: FakeHelper, clock: Any
) -> Templates:
    return Templates(store, live, own_settings, clock, helper)


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """An upload, which is moved away: call for it once."""
    path = tmp_path / "upload.part"
    Image.new("L", (400, 560), 255).save(path, "PNG")
    return path
