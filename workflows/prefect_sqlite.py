"""Prefect's own database on SQLite: requests that write take the lock at their beginning.

Prefect (3.9.1) begins most transactions by reading, and SQLite refuses the later write at once
where somebody else has written in between ("database is locked", no waiting). A supervisor who
presses Submit while workers report then sees "Oops". Begun IMMEDIATE, a transaction waits for its
turn.
Only within requests: what the server does by itself it does again anyway.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from typing import Any

from prefect.server.database.configurations import AioSqliteConfiguration

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Message, Receive, Send], Awaitable[None]]
Begin = Callable[..., AbstractAsyncContextManager[Any]]

_is_request: ContextVar[bool] = ContextVar("is_request", default=False)


def with_patience(app: Asgi) -> Asgi:
    """`app`, each of its requests marked as one that may write."""

    async def marked(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or scope.get("method") == "GET":
            await app(scope, receive, send)
            return
        token = _is_request.set(True)
        try:
            await app(scope, receive, send)
        finally:
            _is_request.reset(token)

    return marked


def begin_at_once() -> None:
    """From now on marked requests of this process begin their transactions IMMEDIATE."""
    theirs: Begin = AioSqliteConfiguration.begin_transaction

    @asynccontextmanager
    async def begin_transaction(
        self: AioSqliteConfiguration, session: Any, with_for_update: bool = False
    ) -> AsyncGenerator[Any, None]:
        is_writer = with_for_update or _is_request.get()
        async with theirs(self, session, with_for_update=is_writer) as transaction:
            yield transaction

    vars_of: Any = AioSqliteConfiguration
    vars_of.begin_transaction = begin_transaction
