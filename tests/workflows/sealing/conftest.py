from pathlib import Path

import pytest

from workflows.sealing import Ring
from workflows.sealing.main_key import FileKey


@pytest.fixture
def ring(tmp_path: Path) -> Ring:
    folder = tmp_path / "keys"
    folder.mkdir()
    return Ring(folder / "ring.json", FileKey(folder / "main.key"))
