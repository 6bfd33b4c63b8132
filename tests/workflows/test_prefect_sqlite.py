"""What writes to Prefect's SQLite waits for its turn."""

import asyncio
from collections.abc import Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from prefect.server.database.configurations import SQLITE_BEGIN_MODE, AioSqliteConfiguration

from workflows.prefect.sqlite import begin_at_once, with_patience


class Session:
    """As much of a session as Prefect's transaction asks for."""

    @asynccontextmanager
    async def begin(self) -> Any:
        yield SQLITE_BEGIN_MODE.get()


@pytest.fixture(autouse=True)
def patched() -> Iterator[None]:
    theirs = AioSqliteConfiguration.begin_transaction
    begin_at_once()
    yield
    vars_of: Any = AioSqliteConfiguration
    vars_of.begin_transaction = theirs


async def mode() -> Any:
    database = object.__new__(AioSqliteConfiguration)
    session: Any = Session()
    async with database.begin_transaction(session) as begun:
        return begun


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({"type": "http", "method": "POST"}, "IMMEDIATE"),
        ({"type": "websocket"}, "IMMEDIATE"),
        ({"type": "http", "method": "GET"}, "DEFERRED"),
        ({"type": "lifespan"}, "IMMEDIATE"),
    ],
)
def test_what_may_write_takes_the_lock_at_its_beginning(
    scope: dict[str, Any], expected: str
) -> None:
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(await mode())

    async def ask() -> None:
        nothing: Any = None
        await with_patience(app)(scope, nothing, nothing)

    asyncio.run(ask())
    assert seen == [expected]
