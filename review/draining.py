"""Large bodies that are refused are still read to their end: a browser shows an answer only when it
could send everything, and takes a closed connection for a server that is not there."""

from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Draining:
    """ASGI middleware for `paths`. How long a body may be, the door has said before."""

    def __init__(self, app: ASGIApp, paths: Collection[str]) -> None:
        self._app, self._paths = app, frozenset(paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in self._paths:
            await self._app(scope, receive, send)
            return
        is_read = False

        async def receive_watched() -> Message:
            nonlocal is_read
            message = await receive()
            is_read = is_read or not message.get("more_body", False)
            return message

        async def send_after_all(message: Message) -> None:
            while not is_read:
                await receive_watched()
            await send(message)

        await self._app(scope, receive_watched, send_after_all)
