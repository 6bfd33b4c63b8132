"""Prefect's own database on SQLite: what may write takes the lock at its beginning.

Prefect (3.9.1) begins most transactions by reading, and SQLite refuses the later write at once
where somebody else has written in between ("database is locked", no waiting). A supervisor who
presses Submit while workers report then sees "Oops". Begun IMMEDIATE, a transaction waits for its
turn.
So does what the server does by itself, which else fills the console with tracebacks. Only a request
that asks and changes nothing waits for nobody.
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

_is_question: ContextVar[bool] = ContextVar("is_question", default=False)


def with_patience(app: Asgi) -> Asgi:
    """`app`, those of its requests marked that change nothing."""

    async def marked(scope: Message, receive: Receive, send: Send) -> None:
        token = _is_question.set(scope["type"] == "http" and scope["method"] == "GET")
        try:
            await app(scope, receive, send)
        finally:
            _is_question.reset(token)

    return marked


def begin_at_once() -> None:
    """From now on this process begins transactions IMMEDIATE, but for those of marked requests."""
    theirs: Begin = AioSqliteConfiguration.begin_transaction

    @asynccontextmanager
    async def begin_transaction(
        self: AioSqliteConfiguration, session: Any, with_for_update: bool = False
    ) -> AsyncGenerator[Any, None]:
        is_writer = with_for_update or not _is_question.get()
        async with theirs(self, session, with_for_update=is_writer) as transaction:
            yield transaction

    vars_of: Any = AioSqliteConfiguration
    vars_of.begin_transaction = begin_transaction
