import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from tests.workflows.conftest import FORMS
from workflows.electronic.reader import DataReader
from workflows.electronic.result import ElectronicDocument
from workflows.electronic.sources import Sources
from workflows.settings import Settings

Read = Callable[..., ElectronicDocument]


@pytest.fixture
def settings(tmp_path: Path, migrated: Path) -> Settings:
    """With a folder of forms that is the office's own."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copyfile(migrated, home / migrated.name)
    return Settings.load(home=home, forms=(FORMS, home / "forms"))


@pytest.fixture
def maps(tmp_path: Path) -> Path:
    """Where the office's source maps of the form `chosa` lie."""
    folder = tmp_path / "forms" / "chosa" / "intake"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def read(catalogue: Catalogue, tmp_path: Path, maps: Path) -> Read:
    """Reads bytes as a file of that name."""

    def reading(data: bytes, name: str) -> ElectronicDocument:
        path = tmp_path / name
        path.write_bytes(data)
        return DataReader(Sources(catalogue, [maps.parents[1]])).read(path)

    return reading
