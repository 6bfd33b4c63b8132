"""Prefect's own database, brought up to date once for all workers: it takes five seconds of a core.

A server that makes its own is in the demo, below `utsushi up`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from tests.waiting import WAIT_SECONDS
from workflows.prefect import env as prefect_env
from workflows.settings import Settings

DATABASE = Path("prefect") / "prefect.db"


@pytest.fixture(scope="session", autouse=True)
def patient() -> Iterator[None]:
    """A server may take longer to start where all cores are busy with other tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prefect_env, "START_SECONDS", WAIT_SECONDS)
        yield


@pytest.fixture(scope="session")
def prefect_made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], None]:
    """Lays such a database into a home where no server has been."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # of the whole run
    home = folder / "prefect-made"
    with FileLock(folder / "prefect-made.lock"):
        if not (home / "whole").exists():
            with prefect_env.server(Settings.load(home=home, prefect_port=0)):
                pass
            (home / "whole").touch()

    def lay(other: Path) -> None:
        (other / DATABASE).parent.mkdir(parents=True)
        shutil.copyfile(home / DATABASE, other / DATABASE)

    return lay
