"""The fixtures of an office with the forms that we ship, for more rooms than one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.review.seeding import Office


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an empty store, made once: bringing it up to date takes a while."""
    home = tmp_path_factory.mktemp("empty") / "home"
    Office.open(home).store.close()
    return home


@pytest.fixture
def office(tmp_path: Path, empty_home: Path) -> Iterator[Office]:
    """No records yet."""
    shutil.copytree(empty_home, tmp_path / "home")
    made = Office.open(tmp_path / "home")
    yield made
    made.store.close()
