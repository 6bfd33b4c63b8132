"""A running practice target system, and a clerk at its desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from legacy_clerk import Clerk

from samples.legacy.login import PRACTICE_PASSWORD, PRACTICE_USER
from samples.legacy.server import LegacyServer

NOON = datetime(2024, 12, 3, 12, 0, tzinfo=timezone(timedelta(hours=9)))


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "legacy.db"


@pytest.fixture
def server(db: Path) -> Iterator[LegacyServer]:
    account = {PRACTICE_USER: PRACTICE_PASSWORD}
    with LegacyServer(db, accounts=account, now=lambda: NOON) as running:
        yield running


@pytest.fixture
def clerk(server: LegacyServer) -> Iterator[Clerk]:
    someone = Clerk(server.url)
    someone.log_in()
    yield someone
    someone.close()
