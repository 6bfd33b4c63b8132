"""For every test: hypothesis measures no time and a page has long to show what is expected (a busy
machine is slow, not wrong), SQL is compiled once, and the longest files come first."""

import gc
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import expect

from tests import compiled, ours
from tests.order import LONGEST
from tests.postgres import (
    chosen_store,
    postgres,
    postgres_migrated,
    postgres_store,
    postgres_url,
)
from tests.waiting import WAIT_SECONDS

__all__ = [  # fixtures of every room
    "chosen_store",
    "postgres",
    "postgres_migrated",
    "postgres_store",
    "postgres_url",
]

settings.register_profile("utsushi", deadline=None)
settings.load_profile("utsushi")
expect.set_options(timeout=WAIT_SECONDS * 1000)
GARBAGE = 5_000
"""New objects between two looks for cycles: at Python's 700 they take a tenth of the time of what
runs in the tests' own process."""
compiled.share()
ours.share()
gc.disable()  # while half of what we know is imported, and all of it stays


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here, places = Path(__file__).parent, {name: n for n, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.relative_to(here).as_posix(), len(places)))


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(GARBAGE)
    gc.enable()
